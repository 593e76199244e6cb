import fc from "fast-check";
import { expect, it } from "vitest";
import { resourceOf } from "../../guarantees/testing.ts";
import type { World } from "../../world/world.ts";
import { buildNetwork } from "../relation.ts";
import { brokenWorld } from "../testing/broken-worlds.ts";
import type { NaivePeer } from "../testing/naive-peers.ts";
import { naiveV1 } from "../testing/naive-v1.ts";
import { type Mask, maskOf, PROBES } from "../testing/probes.ts";
import { type SmallWorld, smallWorld, wholeBlocks, worldOf } from "../testing/small-worlds.ts";
import { viewOf } from "../view-of.ts";
import type { ClassChange } from "./class-changes.ts";
import { type RouteNetwork, routeNetwork } from "./network-states.ts";
import { pairChanges } from "./pair-changes.ts";
import { rowChanges } from "./row-changes.ts";

const NODE_IPS = ["10.0.0.1", "192.0.2.1", "10.1.0.1"];

/** Two worlds that differ in a node's address, in the pods' labels' policies, or in nothing. */
const move = fc.record({
  before: smallWorld,
  changed: smallWorld,
  policiesChange: fc.boolean(),
  nodes: fc.tuple(fc.constantFrom(...NODE_IPS), fc.constantFrom(...NODE_IPS)),
});

function withNode(world: World, address: string | undefined, state: string): World {
  const node = {
    name: "n",
    generation: 0,
    role: "worker" as const,
    labels: {},
    taints: [],
    unschedulable: false,
    zone: undefined,
    allocatable: undefined,
    addresses: address === undefined ? [] : [{ type: "InternalIP" as const, address }],
    minor: 25,
    resource: resourceOf({ apiVersion: "v1", kind: "Node", metadata: { name: "n" } }),
  };
  return { ...world, state, nodes: [...world.nodes, node] };
}

interface Pairs {
  readonly lost: readonly string[];
  readonly gained: readonly string[];
}

/** Every pair and port of pods and the node that two naive evaluations tell apart. */
function naivePairs(before: SmallWorld, after: SmallWorld, ips: readonly [string, string]): Pairs {
  const peersIn = (small: SmallWorld, ip: string) => [
    ...small.pods.map((pod): [string, NaivePeer] => [pod.name, { kind: "pod", ...pod }]),
    ["n", { kind: "node", name: "n", ips: [ip], labels: {} }] as [string, NaivePeer],
  ];
  const answers = (small: SmallWorld, ip: string): string[] => {
    const naive = naiveV1({ ...small, ipBlockMatchesPods: true, whole: wholeBlocks(small) });
    const peers = peersIn(small, ip);
    return peers.flatMap(([a, from]) =>
      peers.flatMap(([b, to]) =>
        a === b ? [] : namesOf(naive(from, to)).map((port) => `${a} -> ${b} ${port}`),
      ),
    );
  };
  const was = new Set(answers(before, ips[0]));
  const is = new Set(answers(after, ips[1]));
  return {
    lost: [...was].filter((one) => !is.has(one)).sort(),
    gained: [...is].filter((one) => !was.has(one)).sort(),
  };
}

function namesOf(mask: Mask): readonly string[] {
  return PROBES.filter((_, bit) => (mask & (1 << bit)) !== 0).map(
    ({ protocol, port }) => `${protocol} ${port}`,
  );
}

function expanded(route: RouteNetwork, changes: readonly ClassChange[]): Pairs {
  const { classes } = route.network;
  const names = (id: number): string[] => [
    ...(classes[id]?.pods ?? []).map(({ pod }) => pod.name),
    ...(classes[id]?.nodes ?? []).map(({ node }) => node.name).filter((name) => name === "n"),
  ];
  const found = { lost: new Set<string>(), gained: new Set<string>() };
  for (const { change, from, to, ports } of changes) {
    if (change !== "lost" && change !== "gained") throw new Error(`${change} where everything is known`);
    for (const a of [...from].flatMap(names)) {
      for (const b of [...to].flatMap(names)) {
        if (a === b) continue;
        for (const port of namesOf(maskOf(ports))) found[change].add(`${a} -> ${b} ${port}`);
      }
    }
  }
  return { lost: [...found.lost].sort(), gained: [...found.gained].sort() };
}

it("agrees with two naive evaluations, whether policies or only nodes change", { timeout: 300_000 }, () => {
  fc.assert(
    fc.property(move, ({ before, changed, policiesChange, nodes }) => {
      const after = policiesChange ? { ...before, policies: changed.policies } : before;
      const base = worldOf(before);
      const worlds = [
        withNode(base, nodes[0], "a"),
        withNode(policiesChange ? worldOf(after) : base, nodes[1], "b"),
      ];
      const route = routeNetwork(worlds);
      const expected = naivePairs(before, after, nodes);
      const [then, now] = route?.states ?? [];
      if (route === undefined || then === undefined || now === undefined) {
        expect(expected).toEqual({ lost: [], gained: [] });
        return;
      }
      expect(expanded(route, route.changes(then, now))).toEqual(expected);
    }),
    { numRuns: 1500 },
  );
});

it("tells what is only perhaps lost where a node's address is not known any more", () => {
  const block = (direction: "ingress" | "egress", cidr: string) => ({
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { namespace: "a", name: "nodes" },
    spec: {
      podSelector: {},
      policyTypes: [direction === "ingress" ? "Ingress" : "Egress"],
      [direction]: [{ [direction === "ingress" ? "from" : "to"]: [{ ipBlock: { cidr } }] }],
    },
  });
  const pod = { name: "p0", namespace: "a", labels: {}, ips: ["10.0.1.1"], hostNetwork: false, ports: [] };
  const changesWith = (cidr: string) => {
    const small = { pods: [pod], policies: [block("egress", cidr)], namespaces: {} };
    const base = worldOf(small);
    const worlds = [
      withNode(base, "192.0.2.1", "a"),
      withNode(base, undefined, "b"),
      withNode(base, undefined, "c"),
    ];
    const route = routeNetwork(worlds);
    const [then, now] = route?.states ?? [];
    return {
      states: route?.states.map(({ states }) => states),
      changes: then && now ? route?.changes(then, now).map(({ change }) => change) : [],
    };
  };
  expect(changesWith("192.0.2.0/24")).toEqual({ states: [["a"], ["b", "c"]], changes: ["may-be-lost"] });
  expect(changesWith("10.0.0.0/8")).toEqual({ states: [["a"], ["b", "c"]], changes: ["may-be-gained"] });
  expect(changesWith("0.0.0.0/0")).toEqual({ states: [["a", "b", "c"]], changes: [] });
  // All of IPv6 says nothing of a node that had an IPv4 address and may have either.
  expect(changesWith("::/0")).toEqual({ states: [["a"], ["b", "c"]], changes: ["may-be-gained"] });
});

it("looks at few classes one by one with the same result as at all of them by rows", {
  timeout: 60_000,
}, () => {
  fc.assert(
    fc.property(brokenWorld, brokenWorld, (before, changed) => {
      const worlds = [worldOf(before), worldOf({ ...before, policies: changed.policies })];
      const network = buildNetwork(worlds.map((world) => viewOf(world)));
      const few = pairChanges(network, 0, 1);
      const all = rowChanges(network, 0, 1);
      const text = (found: ReturnType<typeof all>): string[] =>
        found
          .map(({ peers, ports, ...known }) => `${known.before} ${known.after} ${ports.id} ${[...peers]}`)
          .sort();
      for (const id of network.classes.keys()) expect(text(few(id))).toEqual(text(all(id)));
    }),
    { numRuns: 300 },
  );
});
