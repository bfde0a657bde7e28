/** A question whose answer is no JSON, or of which only some fields are said: the rest is the server's default. */
import { useSettings } from "../app/settings";
import { address, Problem, problemOf } from "./client";

/** @throws Problem */
export async function post(path: string, body: object, signal?: AbortSignal): Promise<Response> {
  const key = useSettings.getState().apiKey;
  const headers = { "Content-Type": "application/json", ...(key === null ? {} : { "X-API-Key": key }) };
  let response: Response;
  try {
    const request = { method: "POST", headers, body: JSON.stringify(body) };
    response = await fetch(address(path), signal === undefined ? request : { ...request, signal });
  } catch (error) {
    throw new Problem(0, "unreachable", error instanceof Error ? error.message : String(error));
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}
