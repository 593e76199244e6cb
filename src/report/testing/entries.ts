import type { AssessmentEntries, EntryConnection } from "../entries-section.ts";
import { shopStates } from "./states.ts";

const STATES = shopStates.map(({ id }) => id);

const web: EntryConnection = {
  ports: ["80/TCP", "443/TCP"],
  used: "yes",
  result: "works",
  proxied: false,
  sees: "client",
  tells: "client",
  forgeable: true,
  hosts: { reachable: 8, refused: 1, unknown: 0 },
  reasons: ["no pod behind Service shop/old is ready"],
};

const direct: EntryConnection = {
  ports: ["8883/TCP"],
  result: "works",
  proxied: false,
  sees: "node",
  tells: "unknown",
  reasons: [],
};

const nodes = {
  addresses: ["203.0.113.21", "203.0.113.22"],
  moreAddresses: 3,
  addressesKnown: true,
  nodes: 5,
};
const balancer = {
  status: "open" as const,
  addresses: [],
  moreAddresses: 0,
  addressesKnown: false,
  nodes: 5,
};

/** The shop's entries: an ingress controller whose visitors move to a load balancer, and one workload by itself. */
export const shopEntries: AssessmentEntries = {
  looked: false,
  targets: [
    {
      role: "controller",
      object: { apiVersion: "apps/v1", kind: "DaemonSet", namespace: "ingress-nginx", name: "controller" },
      controller: "ingress-nginx",
      operator: "provider",
      hosts: { served: 9, unclear: 1, names: ["shop.example.com", "api.example.com"], more: 7 },
      ways: [
        {
          kind: "node",
          through: "host-port",
          views: [
            { states: STATES.slice(0, 2), status: "open", ...nodes, connections: [web] },
            {
              states: STATES.slice(2, 4),
              status: "open",
              ...nodes,
              connections: [
                { ...web, used: "no", result: "broken-header", sees: "unknown", tells: "unknown" },
              ],
            },
            {
              states: STATES.slice(4),
              status: "addresses-lost",
              ...nodes,
              addresses: [],
              connections: [{ ...web, used: "maybe", result: "unknown" }],
            },
          ],
        },
        {
          kind: "balancer",
          through: "balancer",
          owner: "platform",
          mode: "proxy-v1",
          views: [
            { states: STATES.slice(1, 2), ...balancer, connections: [{ ...web, used: "no", proxied: true }] },
            {
              states: STATES.slice(2),
              ...balancer,
              connections: [{ ...web, tells: "proxy", proxied: true }],
            },
          ],
        },
      ],
      moreWays: 1,
    },
    {
      role: "workload",
      object: { apiVersion: "apps/v1", kind: "Deployment", namespace: "shop", name: "price-tags" },
      hosts: { served: 0, unclear: 0, names: [], more: 0 },
      ways: [
        {
          kind: "external-ip",
          through: "external-ip",
          service: "shop/price-tags",
          views: [
            { states: STATES.slice(0, 4), status: "open", ...nodes, connections: [direct] },
            { states: STATES.slice(4), status: "gone", ...nodes, nodes: 0, connections: [] },
          ],
        },
      ],
      moreWays: 0,
    },
  ],
  moreTargets: 0,
  unserved: { hosts: 1, names: ["staging.example.com"], more: 0 },
};
