import type { BalancerMode } from "../../src/world/traffic.ts";
import { BALANCER, balancerAt, listenerAt, NODE, nodeAt } from "./places.ts";

/** The balancers there are on the wire. Passing packets through leaves nothing to stand there: it is the way without one. */
export const MODES = ["tcp", "proxy-v1", "proxy-v2", "http"] as const satisfies readonly BalancerMode[];

/** What makes a `tcp` balancer one of the others. Octavia sets HAProxy up in the same way. */
const SENDS = { tcp: "", "proxy-v1": "send-proxy", "proxy-v2": "send-proxy-v2", http: "" };

/**
 * HAProxy as every balancer before every listener, and as the node that hides the source: it takes the connection and
 * opens one of its own from its own address.
 */
export function haproxyConfig(listeners: number, port: number): string {
  const sections = Array.from({ length: listeners }, (_, listener) => [
    relay(
      `node-${listener}`,
      "tcp",
      nodeAt(listener),
      `${listenerAt(listener)}:${port} source ${NODE}`,
      port,
    ),
    ...[false, true].flatMap((hidden) =>
      MODES.map((mode, kind) => {
        const to = `${hidden ? nodeAt(listener) : listenerAt(listener)}:${port}`;
        const server = `${to} source ${BALANCER} ${SENDS[mode]}`;
        const at = balancerAt(kind, hidden, listener);
        return relay(`${mode}-${hidden}-${listener}`, mode === "http" ? "http" : "tcp", at, server, port);
      }),
    ),
  ]);
  return `
global
  nbthread 1
  maxconn 4000
defaults
  timeout connect 10s
  timeout client 30s
  timeout server 30s
  retries 0
  http-reuse never
${sections.flat().join("")}`;
}

function relay(name: string, mode: "tcp" | "http", at: string, server: string, port: number): string {
  return `
listen ${name}
  mode ${mode}
  bind ${at}:${port}${mode === "http" ? "\n  option forwardfor" : ""}
  server next ${server}
`;
}
