import type { Arrival, Seen } from "../../entry/arrival.ts";
import type { Controller } from "../../entry/controller.ts";
import { refLabel } from "../../world/resource.ts";

/** Whose address is seen, as messages say it. */
export function seenWords(sees: Seen): string {
  switch (sees) {
    case "client":
      return "the client's address";
    case "node":
      return "a node's address";
    case "balancer":
      return "the load balancer's address";
    case "proxy":
      return "the proxy's address";
    case "unknown":
      return "another address";
  }
}

/** The way users come, as messages say it. */
export function wayWords({ entry }: Arrival): string {
  const of = entry.evidence[0]?.resource.ref;
  if (entry.kind === "balancer") {
    return entry.balancer?.owner === "platform" || of === undefined
      ? "the platform's load balancer"
      : `the load balancer of ${refLabel(of)}`;
  }
  return entry.kind === "external-ip" ? "addresses a Service claims" : "the nodes' addresses";
}

export function controllerName({ workload }: Controller): string {
  return refLabel(workload.ref);
}

/** What makes the controller see clients again, for whoever runs it. */
export function seeAgain({ operator, kind }: Controller): string {
  if (operator.who === "provider") {
    return "ask the provider for PROXY protocol between its load balancer and the controller (behind a WAF or CDN: for forwarded headers, trusted from its addresses alone)";
  }
  return kind === "ingress-nginx"
    ? 'let its load balancer speak PROXY protocol and set use-proxy-protocol: "true" in its ConfigMap at the same moment (behind a WAF or CDN: use-forwarded-headers, trusted from its addresses and the balancer\'s alone)'
    : "let its load balancer speak PROXY protocol and the controller expect it, both at the same moment";
}
