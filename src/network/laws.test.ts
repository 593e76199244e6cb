import fc from "fast-check";
import { expect, it } from "vitest";
import { isObject, type Json, type JsonObject, listOf } from "../world/json.ts";
import type { KubeObject } from "../world/resource.ts";
import { portsOf } from "./partition.ts";
import type { PortSet, PortSets } from "./port-set.ts";
import { buildNetwork, type Network, rows } from "./relation.ts";
import { policyObject, policySpec, type SmallWorld, smallWorld, worldOf } from "./testing/small-worlds.ts";
import { viewOf } from "./view-of.ts";

/** What must hold whatever policies say, on random clusters. */

const RUNS = { numRuns: 300 };

/** The ports of every pair of pods, and of each pod and the outside, in two worlds with one table. */
function compare(
  before: SmallWorld,
  after: SmallWorld,
  check: (was: PortSet, now: PortSet, table: PortSets) => boolean,
): string[] {
  const network = buildNetwork([viewOf(worldOf(before)), viewOf(worldOf(after))]);
  const [was, now] = [rows(network, 0, "certain"), rows(network, 1, "certain")];
  const found: string[] = [];
  for (const { name, id } of idsOf(network)) {
    for (const other of idsOf(network)) {
      const [a, b] = [was, now].map((row) => portsOf(row(id), other.id, network.table));
      if (a !== undefined && b !== undefined && !check(a, b, network.table))
        found.push(`${name} -> ${other.name}`);
    }
  }
  return found;
}

/** Every answer of a network of its own, by the pods' names and the addresses where ranges begin. */
function podTable(network: Network): Map<string, string> {
  const row = rows(network, 0, "certain");
  const ids = idsOf(network);
  return new Map(
    ids.flatMap(({ name, id }) => {
      const partition = row(id);
      return ids.map((other): [string, string] => {
        const { TCP, UDP, SCTP } = portsOf(partition, other.id, network.table);
        return [`${name} -> ${other.name}`, `${TCP}|${UDP}|${SCTP}`];
      });
    }),
  );
}

function idsOf({ classes }: Network): { name: string; id: number }[] {
  return classes.flatMap(({ pods, ranges }, id) => [
    ...pods.map(({ pod }) => ({ name: pod.name, id })),
    ...ranges.map(({ first }) => ({ name: String(first.value), id })),
  ]);
}

const equal = (was: PortSet, now: PortSet): boolean => was === now;

it("adding an allow rule to a policy never takes a connection away", () => {
  const rules = policySpec.filter(
    (spec) => listOf(spec.ingress).length > 0 || listOf(spec.egress).length > 0,
  );
  fc.assert(
    fc.property(smallWorld, rules, (world, more) => {
      const policies = world.policies.map((policy) => withRules(policy, more as JsonObject));
      const kept = (was: PortSet, now: PortSet, table: PortSets): boolean =>
        table.subtract(was, now) === table.none;
      expect(compare(world, { ...world, policies }, kept)).toEqual([]);
    }),
    RUNS,
  );
});

/** The policy with more rules, in the directions it speaks of already. */
function withRules(policy: KubeObject, more: JsonObject): KubeObject {
  const spec = isObject(policy.spec) ? policy.spec : {};
  const types = listOf(spec.policyTypes);
  const egress = types.length > 0 ? types.includes("Egress") : listOf(spec.egress).length > 0;
  const plain = JSON.parse(JSON.stringify(more));
  return {
    ...policy,
    spec: {
      ...spec,
      ingress: [...listOf(spec.ingress), ...listOf(plain.ingress)],
      ...(egress ? { egress: [...listOf(spec.egress), ...listOf(plain.egress)] } : {}),
    },
  };
}

it("splitting a policy's rules over two policies changes nothing", () => {
  fc.assert(
    fc.property(smallWorld, (world) => {
      const policies = world.policies.flatMap(split);
      expect(compare(world, { ...world, policies }, equal)).toEqual([]);
    }),
    RUNS,
  );
});

function split(policy: KubeObject): KubeObject[] {
  const spec = isObject(policy.spec) ? policy.spec : {};
  const types = listOf(spec.policyTypes);
  const policyTypes =
    types.length > 0 ? types : listOf(spec.egress).length > 0 ? ["Ingress", "Egress"] : ["Ingress"];
  const part = (keep: (index: number) => boolean): JsonObject => ({
    ...spec,
    policyTypes,
    ingress: listOf(spec.ingress).filter((_, index) => keep(index)),
    egress: listOf(spec.egress).filter((_, index) => keep(index)),
  });
  const { namespace = "", name } = policy.metadata;
  return [
    policyObject(
      namespace,
      `${name}-even`,
      part((index) => index % 2 === 0),
    ),
    policyObject(
      namespace,
      `${name}-odd`,
      part((index) => index % 2 === 1),
    ),
  ];
}

it("renaming labels everywhere changes nothing", () => {
  fc.assert(
    fc.property(smallWorld, (world) => {
      const renamed = renameLabels(world as unknown as Json) as unknown as SmallWorld;
      expect(compare(world, renamed, equal)).toEqual([]);
    }),
    RUNS,
  );
});

/** Every `app` and `tier`, as keys of labels and in expressions, under other names. */
function renameLabels(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => renameLabels(item) ?? null);
  if (value === "app" || value === "tier") return `example.com/${value}`;
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key === "app" || key === "tier" ? `example.com/${key}` : key,
      renameLabels(item),
    ]),
  );
}

it("pods of one class have the same answers as each in a class of its own", () => {
  fc.assert(
    fc.property(smallWorld, (world) => {
      // A policy that selects one pod alone, by a label only it has, and allows all it may do already: nothing.
      const alone: SmallWorld = {
        ...world,
        pods: world.pods.map((pod) => ({ ...pod, labels: { ...pod.labels, self: pod.name } })),
        policies: [
          ...world.policies,
          ...world.pods.map(({ name, namespace }) =>
            policyObject(namespace, `self-${name}`, {
              podSelector: { matchLabels: { self: name, nobody: "has-this" } },
              ingress: [
                { from: world.pods.map((pod) => ({ podSelector: { matchLabels: { self: pod.name } } })) },
              ],
            }),
          ),
        ],
      };
      const apart = buildNetwork([viewOf(worldOf(alone))]);
      const together = buildNetwork([viewOf(worldOf(world))]);
      for (const { pods, signatures } of apart.classes) {
        if (signatures[0]?.host === false) expect(pods).toHaveLength(1);
      }
      expect(podTable(together)).toEqual(podTable(apart));
    }),
    RUNS,
  );
});
