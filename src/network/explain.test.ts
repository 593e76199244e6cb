import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testNode, testWorld } from "../guarantees/testing.ts";
import type { World } from "../world/world.ts";
import type { CniName } from "./cni.ts";
import { addressEndpoint, nodeEndpoint, podEndpoint } from "./endpoint.ts";
import { explain, type WantedPort } from "./explain.ts";
import { portsOf } from "./partition.ts";
import { PolicyIndex } from "./policy-index.ts";
import { buildNetwork, rows } from "./relation.ts";
import { resolver } from "./resolve.ts";
import { subjectsOf } from "./subjects.ts";
import { adminWorld } from "./testing/admin-worlds.ts";
import { brokenWorld } from "./testing/broken-worlds.ts";
import { calicoWorld } from "./testing/calico-worlds.ts";
import { ciliumWorld } from "./testing/cilium-worlds.ts";
import { worldOf } from "./testing/small-worlds.ts";
import { tracePair } from "./trace.ts";
import { viewOf } from "./view-of.ts";

/** Pairs whose trace says something else than the relation, all ports compared. */
function disagreements(world: World, ipBlockMatchesPods: boolean, asPod: boolean, cni?: CniName): string[] {
  const view = viewOf(world, { cni, ipBlockMatchesPods, hostNetwork: asPod ? "as-pod" : "as-node" });
  const network = buildNetwork([view]);
  const { table, classes } = network;
  const tools = { index: new PolicyIndex(view), options: view.options, table };
  const { pods, nodes } = subjectsOf(view);
  const certain = rows(network, 0, "certain");
  const possible = rows(network, 0, "possible");
  const ends = [
    ...pods.map((pod) => ({
      name: pod.pod.name,
      end: podEndpoint(pod),
      id: classes.findIndex((one) => one.pods.some((member) => member.pod === pod.pod)),
    })),
    ...nodes.map((node) => ({
      name: node.node.name,
      end: nodeEndpoint(node),
      id: classes.findIndex((one) => one.nodes.some((member) => member.node === node.node)),
    })),
    ...classes.flatMap(({ ranges }, id) =>
      ranges.slice(0, 2).map(({ first }) => ({ name: String(first.value), end: addressEndpoint(first), id })),
    ),
  ];
  const found: string[] = [];
  for (const from of ends) {
    const sure = certain(from.id);
    const may = possible(from.id);
    for (const to of ends) {
      const trace = tracePair(from.end, to.end, tools);
      if (trace.exemption !== undefined) continue;
      const allowed = portsOf(sure, to.id, table);
      const unknown = table.subtract(portsOf(may, to.id, table), allowed);
      if (trace.allowed === allowed && trace.unknown === unknown) continue;
      // Looked at one by one, a pod's own node is known: what the relation leaves open may be decided, and no more.
      const open = table.subtract(trace.allowed, allowed);
      const within = [open, trace.unknown].every((ports) => table.subtract(ports, unknown) === table.none);
      if (cni === "cilium" && within && table.subtract(allowed, trace.allowed) === table.none) continue;
      found.push(`${from.name} -> ${to.name}`);
    }
  }
  return found;
}

it("agrees with the relation on random worlds, malformed policies and hosts without addresses included", {
  timeout: 120_000,
}, () => {
  fc.assert(
    fc.property(brokenWorld, fc.boolean(), fc.boolean(), (small, ipBlockMatchesPods, asPod) => {
      expect(disagreements(worldOf(small), ipBlockMatchesPods, asPod)).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

it.each([
  ["calico", calicoWorld(true)],
  ["cilium", ciliumWorld(true)],
  ["antrea", adminWorld(true)],
] as const)("agrees with the relation on random policies of %s", { timeout: 120_000 }, (cni, worlds) => {
  fc.assert(
    fc.property(worlds, fc.boolean(), fc.boolean(), (small, ipBlockMatchesPods, asPod) => {
      expect(disagreements(worldOf(small), ipBlockMatchesPods, asPod, cni)).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

const SHOP = `
apiVersion: v1
kind: Pod
metadata: { namespace: shop, name: web, labels: { app: web } }
spec: { nodeName: worker-1, containers: [{ name: c }] }
status: { podIP: 10.0.0.1 }
---
apiVersion: v1
kind: Pod
metadata: { namespace: shop, name: api-1, labels: { app: api } }
spec: { nodeName: worker-1, containers: [{ name: c, ports: [{ name: http, containerPort: 8080 }] }] }
status: { podIP: 10.0.0.2 }
---
apiVersion: v1
kind: Pod
metadata: { namespace: shop, name: api-2, labels: { app: api, canary: "yes" } }
spec: { nodeName: worker-2, containers: [{ name: c, ports: [{ name: http, containerPort: 9090 }] }] }
status: { podIP: 10.0.0.3 }
---
apiVersion: v1
kind: Service
metadata: { namespace: shop, name: api }
spec: { clusterIP: 10.233.0.7, selector: { app: api }, ports: [{ port: 80, targetPort: http }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { namespace: shop, name: api }
spec:
  podSelector: { matchLabels: { app: api } }
  ingress:
    - from: [{ podSelector: { matchLabels: { app: web } } }]
      ports: [{ port: 8080 }]
`;
const NODES = [
  testNode("worker-1", { internalIP: "10.128.0.11" }),
  testNode("worker-2", { internalIP: "10.128.0.12" }),
];

function ask(from: string, to: string, port?: WantedPort, yaml = SHOP) {
  const view = viewOf(testWorld(yaml, { nodes: NODES }));
  const [a, b] = [from, to].map(resolver(view));
  if (a === undefined || b === undefined || a.kind === "none" || b.kind === "none")
    throw new Error("no such end");
  return explain(view, a, b, port);
}

const HTTP: WantedPort = { protocol: "TCP", port: 80 };

describe("a Service", () => {
  it("is judged after translation, at each endpoint's own target port", () => {
    const { verdict, pairs } = ask("shop/web", "service shop/api", HTTP);
    expect(verdict).toBe("differs");
    expect(pairs.map(({ to, port, verdict: own }) => [to, port?.port, own])).toEqual([
      [["shop/api-1[Pod]"], 8080, "allowed"],
      [["shop/api-2[Pod]"], 9090, "denied"],
    ]);
  });

  it("is found by its address", () => {
    expect(ask("shop/web", "10.233.0.7", HTTP).pairs).toHaveLength(2);
  });

  it("without endpoints, or without that port, lets nothing through and says why", () => {
    expect(ask("shop/web", "service shop/api", { protocol: "UDP", port: 80 })).toMatchObject({
      verdict: "denied",
      problem: "it has no port 80/UDP",
    });
    const empty = SHOP.replace("selector: { app: api }", "selector: { app: none }");
    expect(ask("shop/web", "service shop/api", HTTP, empty).problem).toBe("it has no endpoints");
  });

  it("without a selector goes to the endpoints somebody wrote", () => {
    const manual = `${SHOP.replace("selector: { app: api }, ", "").replace("targetPort: http", "name: main")}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { namespace: shop, name: api-x, labels: { kubernetes.io/service-name: api } }
endpoints: [{ addresses: [192.0.2.4, 10.0.0.2] }]
ports: [{ name: main, port: 8080, protocol: TCP }]
`;
    const { pairs, verdict } = ask("shop/web", "service shop/api", HTTP, manual);
    expect(verdict).toBe("allowed");
    expect(pairs.flatMap(({ to }) => to).sort()).toEqual(["192.0.2.4", "shop/api-1[Pod]"]);
  });
});

it("names each policy and rule with its part in the answer", () => {
  const [pair] = ask("shop/web", "shop/api-1", { protocol: "TCP", port: 8080 }).pairs;
  const [policy] = pair?.trace.ingress.policies ?? [];
  expect(policy?.policy.resource.ref.name).toBe("api");
  expect(policy?.rules.map(({ rule, peer }) => [rule.path, peer])).toEqual([[["spec", "ingress", 0], true]]);
  expect(pair?.trace.egress.policies).toEqual([]);
});

it("an address is whoever has it", () => {
  const view = viewOf(testWorld(SHOP, { nodes: NODES }));
  const names = ["10.0.0.2", "10.128.0.12", "10.233.0.7", "203.0.113.9"].map((text) => resolver(view)(text));
  expect(names.map((target) => ("name" in target ? target.name : target.reason))).toEqual([
    "shop/api-1[Pod]",
    "worker-2[Node]",
    "shop/api[Service]",
    "203.0.113.9",
  ]);
});
