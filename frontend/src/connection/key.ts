/** A page can set one header on a WebSocket: its key is offered as a subprotocol, beside the one that is answered. */
export function subprotocols(apiKey: string | null): string[] {
  return apiKey === null ? [] : ["chordwork.v1", `chordwork.key.${base64url(apiKey)}`];
}

function base64url(text: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
