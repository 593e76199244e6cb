import type { OutgoingHttpHeaders } from "node:http";
import type { Credential } from "../access/credentials.ts";
import { HEADER_VALUES } from "../access/impersonation.ts";

export function requestHeaders(server: URL, accept: string, credential: Credential): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {
    host: server.host,
    accept,
    "user-agent": "replatform",
    "accept-encoding": isLoopback(server) ? "identity" : "gzip",
  };
  for (const [name, value] of Object.entries(credential.headers)) {
    headers[name] = value.includes(HEADER_VALUES) ? value.split(HEADER_VALUES) : value;
  }
  return headers;
}

/** On the same machine packing costs more time than it saves: both ends want the processor. */
function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
}
