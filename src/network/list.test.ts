import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testNode, testWorld } from "../guarantees/testing.ts";
import { graphOf } from "./graph.ts";
import { listNetwork } from "./list.ts";
import { type FilterOptions, wantedBy } from "./list-filter.ts";
import { portsText } from "./names.ts";
import { portsOf } from "./partition.ts";
import type { Granularity } from "./peers.ts";
import { buildNetwork, rows } from "./relation.ts";
import { brokenWorld } from "./testing/broken-worlds.ts";
import { worldOf } from "./testing/small-worlds.ts";
import type { NetworkOptions } from "./view.ts";
import { viewOf } from "./view-of.ts";

const NODES = [
  testNode("worker-1", { internalIP: "192.0.2.1" }),
  testNode("worker-2", { internalIP: "192.0.2.2" }),
];

interface Pod {
  readonly of: string;
  readonly ip?: string;
  readonly node?: string;
  readonly labels?: string;
}

/** Pods `namespace/deployment-n`, made by ReplicaSets. */
function podsOf(pods: readonly Pod[]): string {
  return pods
    .map(({ of, ip = "", node = "worker-1", labels = "" }, index) => {
      const [namespace, app] = of.split("/");
      return `
apiVersion: v1
kind: Pod
metadata:
  namespace: ${namespace}
  name: ${app}-${index}
  labels: { app: ${app}, ${labels} }
  ownerReferences: [{ apiVersion: apps/v1, kind: StatefulSet, name: ${app}, uid: ${app}, controller: true }]
spec: { nodeName: ${node}, containers: [{ name: c }] }
status: { podIP: "${ip}" }
`;
    })
    .join("---");
}

function listed(
  yaml: string,
  options: FilterOptions & { granularity?: Granularity } & Partial<NetworkOptions> = {},
) {
  const view = viewOf(testWorld(yaml, { nodes: NODES }), options);
  const network = buildNetwork([view]);
  const wanted = wantedBy(options);
  const listing = listNetwork(network, 0, {
    granularity: options.granularity ?? "workload",
    ...(wanted === undefined ? {} : { wanted }),
  });
  const lines = (kind: "allowed" | "unknown"): string[] =>
    [...listing[kind]()].map(
      ({ from, to, ports }) => `${from.name} => ${to.name} : ${portsText(ports, network.table)}`,
    );
  return { allowed: lines("allowed"), unknown: lines("unknown"), listing, network };
}

function policy(namespace: string, spec: string): string {
  return `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { namespace: ${namespace}, name: "${spec.length}" }
spec: ${spec}
`;
}

const TWO = podsOf([
  { of: "a/web", ip: "10.0.0.1" },
  { of: "a/web", ip: "10.0.0.2", node: "worker-2" },
  { of: "b/db", ip: "10.0.1.1" },
]);
const ALL4 = "0.0.0.0-255.255.255.255";

it("lists workloads, all nodes as one and all addresses as one; not what stays within a workload or outside", () => {
  expect(listed(TWO).allowed).toEqual([
    `*[Node] => a/web[StatefulSet] : All Connections`,
    `${ALL4} => a/web[StatefulSet] : All Connections`,
    `*[Node] => b/db[StatefulSet] : All Connections`,
    `${ALL4} => b/db[StatefulSet] : All Connections`,
    `a/web[StatefulSet] => *[Node] : All Connections`,
    `a/web[StatefulSet] => ${ALL4} : All Connections`,
    `a/web[StatefulSet] => b/db[StatefulSet] : All Connections`,
    `b/db[StatefulSet] => *[Node] : All Connections`,
    `b/db[StatefulSet] => ${ALL4} : All Connections`,
    `b/db[StatefulSet] => a/web[StatefulSet] : All Connections`,
  ]);
});

it("merges addresses that are treated alike, and cuts at what is not", () => {
  const blocks =
    "[{ipBlock: {cidr: 198.51.100.0/25}}, {ipBlock: {cidr: 198.51.100.128/25}}, {ipBlock: {cidr: 203.0.113.9/32}}]";
  const yaml =
    TWO +
    policy(
      "b",
      `{podSelector: {}, policyTypes: [Ingress], ingress: [{from: ${blocks}, ports: [{port: 5432}]}]}`,
    );
  expect(listed(yaml, { to: "b/db" }).allowed).toEqual([
    "198.51.100.0-198.51.100.255,203.0.113.9 => b/db[StatefulSet] : TCP 5432",
  ]);
});

it("638 blocks of one policy over 29 pods are one line a workload, not thousands", () => {
  const pods = podsOf(Array.from({ length: 29 }, (_, n) => ({ of: "a/web", ip: `10.0.0.${n + 1}` })));
  const blocks = Array.from(
    { length: 638 },
    (_, n) => `{ipBlock: {cidr: 203.${n % 250}.${Math.floor(n / 250)}.16/28}}`,
  );
  const yaml =
    pods + policy("a", `{podSelector: {}, policyTypes: [Egress], egress: [{to: [${blocks.join(", ")}]}]}`);
  const { network, allowed } = listed(yaml, { from: "a/web" });
  expect(network.classes.length).toBeLessThan(8);
  expect(allowed).toHaveLength(1);
});

describe("replicas that differ", () => {
  const canary = podsOf([
    { of: "a/web", ip: "10.0.0.1" },
    { of: "a/web", ip: "10.0.0.2", labels: "canary: 'yes'" },
    { of: "a/web", ip: "10.0.0.3" },
    { of: "b/db", ip: "10.0.1.1" },
  ]);

  it("are listed apart", () => {
    const yaml =
      canary +
      policy(
        "b",
        "{podSelector: {}, ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {canary: 'yes'}}}]}]}",
      );
    const { listing, allowed } = listed(yaml, { to: "b/db" });
    expect(listing.peers.map(({ name }) => name)).toEqual([
      "a/web{web-0,web-2}[StatefulSet]",
      "a/web{web-1}[StatefulSet]",
      "b/db[StatefulSet]",
    ]);
    expect(allowed).toEqual(["a/web{web-1}[StatefulSet] => b/db[StatefulSet] : All Connections"]);
  });

  it("in what makes no difference are one", () => {
    const yaml =
      canary +
      policy(
        "b",
        "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.2/32}}, {podSelector: {}}, {namespaceSelector: {}}]}]}",
      );
    expect(listed(yaml).listing.peers.map(({ name }) => name)).toEqual([
      "a/web[StatefulSet]",
      "b/db[StatefulSet]",
    ]);
  });
});

it("13: a pod's own node is let in, which shows where single pods are listed", () => {
  const yaml =
    TWO +
    policy(
      "a",
      "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 192.0.2.0/24}}], ports: [{port: 80}]}]}",
    );
  expect(
    listed(yaml, { granularity: "pod", from: "worker-*" }).allowed.filter((line) => line.includes("web")),
  ).toEqual([
    "worker-1[Node] => a/web-0[Pod] : All Connections",
    "worker-2[Node] => a/web-0[Pod] : TCP 80",
    "worker-2[Node] => a/web-1[Pod] : All Connections",
    "worker-1[Node] => a/web-1[Pod] : TCP 80",
  ]);
});

it("what is unknown is never among what is allowed", () => {
  const yaml = TWO + policy("b", "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/99}}]}]}");
  const { allowed, unknown } = listed(yaml, { from: "a/web" });
  expect(allowed.filter((line) => line.includes("b/db"))).toEqual([]);
  expect(unknown).toEqual(["a/web[StatefulSet] => b/db[StatefulSet] : All Connections"]);
});

describe("filters", () => {
  it.each<[FilterOptions, number]>([
    [{ from: "web" }, 3],
    [{ from: "a/*" }, 3],
    [{ from: "a/web[StatefulSet]" }, 3],
    [{ to: "d?" }, 3],
    [{ from: "web", to: "db" }, 1],
    [{ from: "10.0.0.2" }, 5],
    [{ namespace: "b" }, 6],
    [{ from: "worker-1" }, 2],
  ])("%j", (options, count) => {
    expect(listed(TWO, options).allowed).toHaveLength(count);
  });

  it("cut a range of addresses to what was asked for", () => {
    expect(listed(TWO, { to: "203.0.113.0/24", from: "db" }).allowed).toEqual([
      "b/db[StatefulSet] => 203.0.113.0-203.0.113.255 : All Connections",
    ]);
  });
});

it("pods without an address lie in no block but those of all addresses", () => {
  const yaml = podsOf([{ of: "a/web" }, { of: "b/db" }]);
  const to = (cidr: string): string =>
    yaml + policy("a", `{podSelector: {}, egress: [{to: [{ipBlock: {cidr: ${cidr}}}]}]}`);
  expect(listed(to("10.0.0.0/8"), { from: "a/web", to: "b/db" }).allowed).toEqual([]);
  expect(listed(to("0.0.0.0/0"), { from: "a/web", to: "b/db" }).allowed).toHaveLength(1);
});

it("IPv6 is listed where the cluster has any", () => {
  const yaml = podsOf([{ of: "a/web", ip: "fd00::1" }]);
  expect(listed(yaml).allowed).toContain(
    `a/web[StatefulSet] => ${ALL4},::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff : All Connections`,
  );
});

it("pod by pod, it is the relation: nothing more, nothing less", () => {
  fc.assert(
    fc.property(brokenWorld, (small) => {
      const view = viewOf(worldOf(small));
      const network = buildNetwork([view]);
      const listing = listNetwork(network, 0, { granularity: "pod" });
      const found: string[] = [];
      for (const [verdict, lines] of [
        ["allowed", listing.allowed()],
        ["unknown", listing.unknown()],
      ] as const) {
        for (const { from, to, ports } of lines) {
          if (from.kind !== "pods" || to.kind !== "pods") continue;
          found.push(`${from.name} ${to.name} ${verdict} ${portsText(ports, network.table)}`);
        }
      }
      const expected: string[] = [];
      const [sure, may] = [rows(network, 0, "certain"), rows(network, 0, "possible")];
      for (const from of listing.peers) {
        for (const to of listing.peers) {
          if (from === to) continue;
          const own =
            from.pods[0]?.asNode &&
            !to.pods[0]?.asNode &&
            from.pods[0].pod.nodeName === to.pods[0]?.pod.nodeName;
          const allowed = own ? network.table.all : portsOf(sure(from.class), to.class, network.table);
          const unknown = network.table.subtract(portsOf(may(from.class), to.class, network.table), allowed);
          const pair = `${from.name} ${to.name}`;
          if (allowed !== network.table.none)
            expected.push(`${pair} allowed ${portsText(allowed, network.table)}`);
          if (unknown !== network.table.none)
            expected.push(`${pair} unknown ${portsText(unknown, network.table)}`);
        }
      }
      expect(found.sort()).toEqual(expected.sort());
    }),
    { numRuns: 300 },
  );
});

it("a drawing puts what has the same connections together, and equal edges to a whole namespace", () => {
  const yaml =
    podsOf([{ of: "a/web" }, { of: "a/api" }, { of: "b/db" }, { of: "b/cache" }]) +
    policy("b", "{podSelector: {matchLabels: {app: db}}, ingress: [{ports: [{port: 5432}]}]}") +
    policy(
      "b",
      "{podSelector: {matchLabels: {app: cache}}, ingress: [{ports: [{port: 5432}]}], egress: [{}]}",
    );
  const { listing } = listed(yaml, { from: "a/*" });
  const { nodes, edges } = graphOf(listing);
  expect(nodes.map(({ names }) => names).filter((names) => names[0]?.startsWith("a/"))).toEqual([
    ["a/api[StatefulSet]", "a/web[StatefulSet]"],
  ]);
  expect(edges.map(({ to }) => to)).toContainEqual({ namespace: "b" });
});
