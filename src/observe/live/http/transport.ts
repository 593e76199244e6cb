import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { Socket } from "node:net";
import type { Credential } from "../access/credentials.ts";
import type { ClusterAccess } from "../access/open-cluster.ts";
import { type Agent, createAgent } from "./agent.ts";
import { readBody } from "./body.ts";
import { ConnectionError } from "./connection-error.ts";
import { requestHeaders } from "./request-headers.ts";

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface TransportLimits {
  readonly connections: number;
  readonly connectTimeoutMs: number;
  /** How long nothing may come. An API server gives up a list of its own after 60 s. */
  readonly idleTimeoutMs: number;
  /** Of an answer, unpacked. Node's strings end at 512 MiB. */
  readonly maxBodyBytes: number;
}

/** Reads from one API server. There is no way to send anything but a GET. */
export interface Transport {
  /**
   * `path` starts with a slash and may have a query. Any status is an answer.
   * @throws ConnectionError where there was none; the signal's reason once it aborts.
   */
  get(path: string, accept: string, credential: Credential, signal: AbortSignal): Promise<RawAnswer>;
  close(): void;
}

export function createTransport(access: ClusterAccess, limits: TransportLimits): Transport {
  const agents = new Map<string, Agent>();
  const base = access.server.pathname.replace(/\/$/, "");
  const secure = access.server.protocol === "https:";
  const host = access.server.hostname.replace(/^\[|\]$/g, "");

  function agentFor(credential: Credential): Agent {
    const key = credential.certificate ?? "";
    let agent = agents.get(key);
    if (agent === undefined) {
      agent = createAgent(access, credential, limits.connections);
      agents.set(key, agent);
    }
    return agent;
  }

  return {
    get(path, accept, credential, signal) {
      signal.throwIfAborted();
      return new Promise((resolve, reject) => {
        let answer: IncomingMessage | undefined;
        const fail = (error: Error): void => {
          reject(signal.aborted ? signal.reason : connectionError(error, answer !== undefined, secure));
        };
        const outgoing = (secure ? requestHttps : requestHttp)({
          method: "GET",
          host,
          port: access.server.port || (secure ? 443 : 80),
          path: `${base}${path}`,
          headers: requestHeaders(access.server, accept, credential),
          agent: agentFor(credential),
          signal,
          timeout: limits.idleTimeoutMs,
        });
        outgoing.once("socket", (socket) =>
          limitConnecting(socket, secure, limits.connectTimeoutMs, outgoing),
        );
        outgoing.once("timeout", () =>
          outgoing.destroy(new ConnectionError("timeout", "ETIMEDOUT", "no answer in time")),
        );
        outgoing.once("error", fail);
        outgoing.once("response", (incoming) => {
          answer = incoming;
          readBody(incoming, limits.maxBodyBytes).then(
            (body) => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body }),
            (error: Error) => {
              incoming.destroy();
              fail(error);
            },
          );
        });
        outgoing.end();
      });
    },
    close() {
      for (const agent of agents.values()) agent.destroy();
      agents.clear();
    },
  };
}

/** Without it a firewall that drops packets is noticed only when the operating system gives up, in two minutes. */
function limitConnecting(
  socket: Socket,
  secure: boolean,
  ms: number,
  outgoing: { destroy(error: Error): void },
): void {
  if (!socket.connecting) return;
  const late = new ConnectionError("connect", "ETIMEDOUT", "no connection in time");
  const timer = setTimeout(() => outgoing.destroy(late), ms);
  const stop = (): void => clearTimeout(timer);
  socket.once(secure ? "secureConnect" : "connect", stop).once("close", stop);
}

const BROKEN = new Set(["ECONNRESET", "EPIPE", "ECONNABORTED", "ERR_STREAM_PREMATURE_CLOSE", "Z_BUF_ERROR"]);

function connectionError(error: Error, answered: boolean, secure: boolean): ConnectionError {
  if (error instanceof ConnectionError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? "UNKNOWN";
  // Node tells a reset inside the TLS handshake apart only by its words.
  const handshake = secure && /secure TLS connection was established/.test(error.message);
  const broken = !handshake && (answered || BROKEN.has(code) || code.startsWith("HPE_"));
  return new ConnectionError(broken ? "broken" : "connect", code, error.message);
}
