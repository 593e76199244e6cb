import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIPv6, type Socket } from "node:net";
import { ConnectionError } from "./connection-error.ts";

const PROXY_TIMEOUT_MS = 15_000;

/** A connection to host and port through a proxy (RFC 9110, section 9.3.6). */
export function openTunnel(proxy: URL, host: string, port: number, signal: AbortSignal): Promise<Socket> {
  const target = `${isIPv6(host) ? `[${host}]` : host}:${port}`;
  const user = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const name = proxy.host; // never the URL as a whole: that may hold a password
  return new Promise((resolve, reject) => {
    const send = proxy.protocol === "https:" ? requestHttps : requestHttp;
    const outgoing = send({
      host: proxy.hostname.replace(/^\[|\]$/g, ""),
      port: proxy.port || (proxy.protocol === "https:" ? 443 : 80),
      method: "CONNECT",
      path: target,
      headers: {
        host: target,
        ...(user !== ":" && { "proxy-authorization": `Basic ${Buffer.from(user).toString("base64")}` }),
      },
      agent: false,
      signal,
      timeout: PROXY_TIMEOUT_MS,
    });
    outgoing.once("connect", ({ statusCode = 0 }, socket, head) => {
      if (statusCode === 200 && head.length === 0) return resolve(socket);
      socket.destroy();
      const code = statusCode === 407 ? "PROXY_AUTHENTICATION" : "PROXY_REFUSED";
      return reject(new ConnectionError("connect", code, `the proxy ${name} answered ${statusCode}`));
    });
    // A proxy that knows no CONNECT answers it like any request.
    outgoing.once("response", ({ statusCode }) => {
      outgoing.destroy();
      reject(new ConnectionError("connect", "PROXY_REFUSED", `the proxy ${name} answered ${statusCode}`));
    });
    outgoing.once("timeout", () => outgoing.destroy(new Error("timeout")));
    outgoing.once("error", (error: NodeJS.ErrnoException) => {
      const code = error.code ?? error.message;
      reject(
        new ConnectionError("connect", "PROXY_UNREACHABLE", `the proxy ${name} cannot be reached (${code})`),
      );
    });
    outgoing.end();
  });
}
