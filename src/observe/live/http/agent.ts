import { Agent as HttpAgent } from "node:http";
import {
  type AgentOptions,
  Agent as HttpsAgent,
  type RequestOptions as HttpsRequestOptions,
} from "node:https";
import type { Duplex } from "node:stream";
import { type ConnectionOptions, connect as connectTls } from "node:tls";
import type { Credential } from "../access/credentials.ts";
import type { ClusterAccess } from "../access/open-cluster.ts";
import { openTunnel } from "./tunnel.ts";

export type Agent = HttpAgent | HttpsAgent;

/** Keeps at most `connections` connections to the cluster open, authenticated by the credential's certificate. */
export function createAgent(access: ClusterAccess, credential: Credential, connections: number): Agent {
  const common = { keepAlive: true, maxSockets: connections, scheduling: "fifo" } as const;
  if (access.server.protocol === "http:") return new HttpAgent(common);
  const { ca, serverName, skipVerify } = access.tls;
  const options: AgentOptions = {
    ...common,
    rejectUnauthorized: !skipVerify,
    ...(ca !== undefined && { ca }),
    ...(serverName !== undefined && { servername: serverName }),
    ...(credential.certificate !== undefined && { cert: credential.certificate, key: credential.key }),
  };
  return access.proxy === undefined ? new HttpsAgent(options) : new TunnelAgent(options, access.proxy);
}

/** Reaches the server through an HTTP proxy's CONNECT; TLS with the server runs inside. */
class TunnelAgent extends HttpsAgent {
  readonly #proxy: URL;
  readonly #closing = new AbortController();

  constructor(options: AgentOptions, proxy: URL) {
    super(options);
    this.#proxy = proxy;
  }

  override createConnection(
    options: HttpsRequestOptions,
    done?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    openTunnel(this.#proxy, options.host ?? "", Number(options.port ?? 443), this.#closing.signal).then(
      (socket) => done?.(null, connectTls({ ...options, socket } as ConnectionOptions)),
      (error: Error) => done?.(error, undefined as never),
    );
    return undefined;
  }

  override destroy(): void {
    this.#closing.abort();
    super.destroy();
  }
}
