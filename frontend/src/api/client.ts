/** The server's REST interface, typed from its own document (`npm run types`). */
import createClient, { type Middleware } from "openapi-fetch";
import { useSettings } from "../app/settings";
import type { paths } from "./rest.gen";

/** What the server said instead of an answer: RFC 9457, with a `code` that never changes. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly retryAfterS: number | null = null,
    readonly requestId: string | null = null,
  ) {
    super(detail);
    this.name = "Problem";
  }
}

/** Addresses of the server are relative to the page, so that a path prefix does not matter. */
export function address(path: string): string {
  return new URL(path.replace(/^\//, ""), document.baseURI).href;
}

const complaints: Middleware = {
  onRequest({ request }) {
    const key = useSettings.getState().apiKey;
    if (key !== null) request.headers.set("X-API-Key", key);
    return request;
  },
  async onResponse({ response }) {
    if (response.ok) return undefined;
    throw await problemOf(response);
  },
  onError({ error }) {
    return new Problem(0, "unreachable", error instanceof Error ? error.message : String(error));
  },
};

/** Reads the problem document of a refusal; makes one of what is none, such as the page of a proxy. */
export async function problemOf(response: Response): Promise<Problem> {
  const said = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const retry = Number(response.headers.get("Retry-After"));
  return new Problem(
    response.status,
    typeof said["code"] === "string" ? said["code"] : "unknown",
    typeof said["detail"] === "string" ? said["detail"] : `${response.status} ${response.statusText}`,
    Number.isFinite(retry) && retry > 0 ? retry : null,
    typeof said["request_id"] === "string" ? said["request_id"] : null,
  );
}

export const api = createClient<paths>({
  baseUrl: address("").replace(/\/$/, ""),
  fetch: (request) => fetch(request),
});
api.use(complaints);
