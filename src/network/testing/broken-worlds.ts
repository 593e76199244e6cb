import fc from "fast-check";
import { policyObject, policySpec, type SmallWorld, smallWorld } from "./small-worlds.ts";

/** Random clusters in which some things are malformed or not known: what touches them is unknown. */

const badPeer = fc.constantFrom(
  { ipBlock: { cidr: "10.0.0.0/33" } },
  { ipBlock: { cidr: "10.0.0.0/24", except: ["10.1.0.0/24"] } },
  { podSelector: { matchExpressions: [{ key: "app", operator: "Near", values: ["x"] }] } },
  { namespaceSelector: { matchExpressions: [{ key: "tier", operator: "Near", values: ["x"] }] } },
  {},
);
const badPort = fc.constantFrom({ port: 80, endPort: 79 }, { port: "http", endPort: 90 }, { endPort: 90 });
const badRule = (peers: "from" | "to") =>
  fc.oneof(fc.record({ [peers]: fc.tuple(badPeer) }), fc.record({ ports: fc.tuple(badPort) }));
const badSpec = fc.record(
  {
    podSelector: fc.constantFrom(
      {},
      { matchLabels: { app: "x" } },
      { matchExpressions: [{ key: "app", operator: "Near", values: ["x"] }] },
    ),
    ingress: fc.array(badRule("from"), { minLength: 1, maxLength: 2 }),
    egress: fc.array(badRule("to"), { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: ["podSelector"], noNullPrototype: true },
);

export const brokenWorld: fc.Arbitrary<SmallWorld> = fc
  .tuple(
    smallWorld,
    fc.array(fc.tuple(fc.constantFrom("a", "b"), fc.oneof(badSpec, policySpec)), { maxLength: 2 }),
    fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  )
  .map(([world, more, unplaced]) => ({
    ...world,
    pods: world.pods.map((pod, index) => (unplaced[index] === true ? { ...pod, ips: [] } : pod)),
    policies: [
      ...world.policies,
      ...more.map(([namespace, spec], index) => policyObject(namespace, `bad${index}`, spec)),
    ],
  }));
