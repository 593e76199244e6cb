import type { Shape } from "../shape.ts";

/** The fields of Calico's policies (api/pkg/apis/projectcalico/v3: networkpolicy.go, globalnetworkpolicy.go). */

const TEXTS: Shape = { list: "text" };
const ITEMS: Shape = { list: "any" };
const ENTITY: Shape = {
  fields: {
    nets: TEXTS,
    notNets: TEXTS,
    ports: ITEMS,
    notPorts: ITEMS,
    domains: TEXTS,
    selector: "text",
    notSelector: "text",
    namespaceSelector: "text",
    serviceAccounts: { fields: { names: TEXTS, selector: "text" } },
    services: "any",
  },
};
const RULES: Shape = {
  list: {
    fields: {
      action: "any",
      ipVersion: "any",
      protocol: "any",
      notProtocol: "any",
      icmp: "any",
      notICMP: "any",
      source: ENTITY,
      destination: ENTITY,
      http: "any",
      metadata: "any",
    },
  },
};

export const CALICO_SPEC: Shape = {
  fields: {
    tier: "text",
    order: "number",
    types: TEXTS,
    selector: "text",
    namespaceSelector: "text",
    serviceAccountSelector: "text",
    doNotTrack: "flag",
    preDNAT: "flag",
    applyOnForward: "any",
    performanceHints: "any",
    ingress: RULES,
    egress: RULES,
  },
};
