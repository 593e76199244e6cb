import type { Shape } from "../shape.ts";

/** The fields of Cilium's policies (pkg/policy/api: rule.go, ingress.go, egress.go, l4.go). */

const ITEMS: Shape = { list: "any" };
const PORT_RULE: Shape = {
  fields: {
    ports: { list: { fields: { port: "any", endPort: "any", protocol: "any" } } },
    terminatingTLS: "any",
    originatingTLS: "any",
    serverNames: { list: "text" },
    listener: "any",
    rules: { fields: { http: ITEMS, kafka: ITEMS, dns: ITEMS, l7: ITEMS, l7proto: "any" } },
  },
};

function rules(prefix: string, peers: readonly string[]): Shape {
  return {
    list: {
      fields: {
        ...Object.fromEntries(peers.map((name) => [`${prefix}${name}`, ITEMS])),
        toPorts: { list: PORT_RULE },
        icmps: ITEMS,
        authentication: "any",
      },
    },
  };
}

const FROM = ["Endpoints", "Requires", "CIDR", "CIDRSet", "Entities", "Groups", "Nodes"];
const TO = [...FROM, "Services", "FQDNs"];

export const CILIUM_SPEC: Shape = {
  fields: {
    endpointSelector: "any",
    nodeSelector: "any",
    ingress: rules("from", FROM),
    ingressDeny: rules("from", FROM),
    egress: rules("to", TO),
    egressDeny: rules("to", TO),
    enableDefaultDeny: { fields: { ingress: "flag", egress: "flag" } },
    labels: "any",
    description: "any",
    log: "any",
  },
};
