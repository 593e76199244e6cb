import type { ClassChange } from "../network/changes/class-changes.ts";
import { Members } from "../network/changes/members.ts";
import { type NetworkState, type RouteNetwork, routeNetwork } from "../network/changes/network-states.ts";
import { portsJson } from "../network/names.ts";
import { Hosts } from "../network/outside.ts";
import { coverageOf } from "../world/coverage.ts";
import type { World } from "../world/world.ts";
import { namespacesOf } from "./network-namespaces.ts";
import type { AssessmentNetwork, ChangeKind, NetworkChange, NetworkComparison } from "./network-section.ts";
import { sideOf } from "./network-sides.ts";

/** Changes of one comparison that are listed. */
const MOST_CHANGES = 100;
const MOST_COMPARISONS = 12;
const POLICIES = "NetworkPolicy.networking.k8s.io";

const ORDER: readonly ChangeKind[] = ["lost", "may-be-lost", "gained", "may-be-gained"];

/**
 * Which connections the move changes, from the worlds of a route: each network compared with the one before it, and
 * with the first. Bounded: `network diff` has the rest. Undefined where there is no move.
 */
export function networkChanges(worlds: readonly World[]): AssessmentNetwork | undefined {
  const [first] = worlds;
  if (first === undefined) return undefined;
  const { status, reason } = coverageOf(first.coverage, POLICIES);
  const unread = status === "read" ? {} : { unread: reason ?? status };
  const route = routeNetwork(worlds);
  if (route === undefined) {
    const states = [worlds.map(({ state }) => state)];
    return { policies: 0, ...unread, states, namespaces: [], moreNamespaces: 0, comparisons: [] };
  }
  const states = route.states.map((state) => [...state.states]);
  if (states.length === 1) {
    return {
      policies: route.policies,
      ...unread,
      states,
      namespaces: [],
      moreNamespaces: 0,
      comparisons: [],
    };
  }
  const members = new Members(route.network);
  const comparisons = pairsOf(route, worlds).map(([before, after]) =>
    comparisonOf(route, members, before, after),
  );
  return {
    policies: route.policies,
    ...unread,
    states,
    ...namespacesOf(members, comparisons),
    comparisons,
  };
}

type Pair = readonly [before: number, after: number];

/** Each network with the one the move goes to next, then the first with each that is not its neighbour. */
function pairsOf({ states }: RouteNetwork, worlds: readonly World[]): readonly Pair[] {
  const walked = worlds
    .map(({ state }) => states.findIndex((one) => one.states.includes(state)))
    .filter((at) => at >= 0)
    .filter((at, index, all) => at !== all[index - 1]);
  const steps = walked.slice(1).map((after, index): Pair => [walked[index] ?? 0, after]);
  const fromFirst = states.slice(1).map((_, index): Pair => [0, index + 1]);
  const unique = new Map([...steps, ...fromFirst].map((pair) => [pair.join(), pair]));
  return [...unique.values()].slice(0, MOST_COMPARISONS);
}

function comparisonOf(
  route: RouteNetwork,
  members: Members,
  before: number,
  after: number,
): NetworkComparison {
  const { network } = route;
  const [then, now] = [route.states[before], route.states[after]];
  const found = then === undefined || now === undefined ? [] : route.changes(then, now);
  const counts = { lost: 0, "may-be-lost": 0, gained: 0, "may-be-gained": 0 };
  for (const { change } of found) counts[change]++;
  const hosts = new Hosts(network, (then as NetworkState).view);
  const changes = [...found]
    .sort(byWeight())
    .slice(0, MOST_CHANGES)
    .map((one) => ({
      change: one.change,
      from: sideOf(one.from, members, hosts),
      to: sideOf(one.to, members, hosts),
      ports: portsOf(one),
    }))
    .filter(({ from, to }) => from.ends.length > 0 && to.ends.length > 0 && !isWithinOne(from, to));
  return { before, after, counts, changes };
}

/** Losses before gains, those of many before those of few. */
function byWeight(): (a: ClassChange, b: ClassChange) => number {
  const sizes = new Map<ClassChange, number>();
  const size = (one: ClassChange): number => {
    const known = sizes.get(one) ?? one.from.count() * one.to.count();
    sizes.set(one, known);
    return known;
  };
  return (a, b) => ORDER.indexOf(a.change) - ORDER.indexOf(b.change) || size(b) - size(a);
}

/** Traffic within one workload is nobody's concern here. */
function isWithinOne(from: NetworkChange["from"], to: NetworkChange["to"]): boolean {
  const [one, more] = from.ends;
  const [other, others] = to.ends;
  if (one?.type !== "workload" || other?.type !== "workload" || more || others) return false;
  return one.namespace === other.namespace && one.name === other.name && one.kind === other.kind;
}

function portsOf({ ports }: ClassChange): NetworkChange["ports"] {
  return Object.fromEntries(
    Object.entries(portsJson(ports)).map(([protocol, ranges]) => [
      protocol,
      ranges.map(([first, last]): [number, number] => [first, last]),
    ]),
  );
}
