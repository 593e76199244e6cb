import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import type { Identity } from "../live/make-certificate.ts";
import { CDN, CDN_AT } from "./places.ts";

/** Request headers by which a visit tells the CDN where to go, and how to state the visitor. */
export const GO_TO = "x-go-to";
export const STATE_IN = "x-state-in";
/** Response header: why the CDN answers in place of what is behind it. */
export const FAILED_WITH = "x-failed-with";

export interface Cdn {
  readonly http: number;
  readonly https: number;
  stop(): Promise<void>;
}

/**
 * A CDN: ends the visitor's connection, TLS included, and sends the request on over one of its own, with the visitor
 * stated: appended to X-Forwarded-For, or in a header of its own in place of what came.
 */
export async function startCdn(identity: Identity): Promise<Cdn> {
  const servers = [
    http.createServer(handler(http)),
    https.createServer({ cert: identity.certificate, key: identity.key }, handler(https)),
  ] as const;
  const ports = await Promise.all(servers.map(listen));
  return {
    http: ports[0] ?? 0,
    https: ports[1] ?? 0,
    async stop() {
      await Promise.all(
        servers.map((server) => {
          server.closeAllConnections();
          return new Promise((resolve) => server.close(resolve));
        }),
      );
    },
  };
}

async function listen(server: http.Server): Promise<number> {
  await once(server.listen(0, CDN_AT), "listening");
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** One connection onwards for each that came in, kept open as long: a visit is one connection all the way. */
function handler(transport: typeof http | typeof https): http.RequestListener {
  const agents = new WeakMap<Socket, http.Agent>();
  const agentOf = (socket: Socket) => {
    const known = agents.get(socket);
    if (known !== undefined) return known;
    const agent = new transport.Agent({ keepAlive: true, maxSockets: 1 });
    agents.set(socket, agent);
    socket.once("close", () => agent.destroy());
    return agent;
  };
  return (request, response) => {
    const { [GO_TO]: to, [STATE_IN]: statesIn, ...headers } = request.headers;
    const [host, port] = String(to).split(":");
    const onwards = transport.request({
      host,
      port,
      localAddress: CDN,
      path: request.url,
      headers: { ...headers, ...stated(request, String(statesIn)) },
      agent: agentOf(request.socket),
      ...(transport === https ? { rejectUnauthorized: false } : {}),
    });
    onwards.once("response", (answer) => {
      response.writeHead(answer.statusCode ?? 500, { ...answer.headers, connection: "keep-alive" });
      answer.pipe(response);
    });
    onwards.once("error", (error: NodeJS.ErrnoException) => {
      response.writeHead(502, { [FAILED_WITH]: error.code ?? error.message }).end();
    });
    onwards.end();
  };
}

function stated(request: http.IncomingMessage, header: string): Record<string, string> {
  const visitor = request.socket.remoteAddress ?? "";
  const came = header === "x-forwarded-for" ? request.headers[header] : undefined;
  return { [header]: came === undefined ? visitor : `${came}, ${visitor}` };
}
