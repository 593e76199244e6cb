import type { ClassChange } from "../network/changes/class-changes.ts";
import { Members } from "../network/changes/members.ts";
import { type RouteNetwork, routeNetwork } from "../network/changes/network-states.ts";
import { portsJson } from "../network/names.ts";
import { Hosts } from "../network/outside.ts";
import { coverageOf } from "../world/coverage.ts";
import type { World } from "../world/world.ts";
import type { NameLoss } from "./name-losses.ts";
import { type Moment, momentsOf, pairsOf } from "./network-moments.ts";
import { namesRows } from "./network-names-rows.ts";
import { listingOf, namespacesOf } from "./network-namespaces.ts";
import type { AssessmentNetwork, ChangeKind, NetworkChange, NetworkComparison } from "./network-section.ts";
import { sideOf } from "./network-sides.ts";

/** Changes of one comparison that are listed. */
const MOST_CHANGES = 100;
const POLICIES = "NetworkPolicy.networking.k8s.io";

const ORDER: readonly ChangeKind[] = ["lost", "may-be-lost", "gained", "may-be-gained"];

/**
 * Which connections the move changes, and which pods it leaves without names, from the worlds of a route: each moment
 * of it compared with the one before, and with the first. `namesLost` tells of the names in a state. Bounded:
 * `network diff` has the rest. Undefined where there is no move.
 */
export function networkChanges(
  worlds: readonly World[],
  namesLost: (now: World) => readonly NameLoss[] = () => [],
): AssessmentNetwork | undefined {
  const [first] = worlds;
  if (first === undefined) return undefined;
  const { status, reason } = coverageOf(first.coverage, POLICIES);
  const unread = status === "read" ? {} : { unread: reason ?? status };
  const route = routeNetwork(worlds);
  if (route === undefined) {
    const states = [worlds.map(({ state }) => state)];
    return { policies: 0, ...unread, states, namespaces: [], moreNamespaces: 0, comparisons: [] };
  }
  const { policies } = route;
  const moments = momentsOf(route, worlds, namesLost);
  const states = moments.map((moment) => [...moment.states]);
  if (states.length === 1) {
    return { policies, ...unread, states, namespaces: [], moreNamespaces: 0, comparisons: [] };
  }
  // Where policies let the same through all along, nobody computed what that is.
  const members = route.states.length > 1 ? new Members(route.network) : undefined;
  const listing = members ?? listingOf(first);
  const comparisons = pairsOf(moments, worlds).map(([before, after]): NetworkComparison => {
    const [then, now] = [moments[before], moments[after]] as [Moment, Moment];
    const names = namesRows(then.lost, now.lost, listing);
    const found = then.network === now.network ? [] : changesBetween(route, then, now);
    const hosts = members === undefined ? undefined : new Hosts(route.network, viewOf(route, then));
    const connections =
      members === undefined || hosts === undefined ? [] : connectionRows(found, members, hosts);
    return {
      before,
      after,
      counts: countsOf([...names, ...found]),
      changes: [...names, ...connections].slice(0, MOST_CHANGES),
    };
  });
  return { policies, ...unread, states, ...namespacesOf(listing, comparisons), comparisons };
}

function changesBetween(
  { states, changes }: RouteNetwork,
  then: Moment,
  now: Moment,
): readonly ClassChange[] {
  const [before, after] = [states[then.network], states[now.network]];
  return before === undefined || after === undefined ? [] : changes(before, after);
}

function viewOf({ states }: RouteNetwork, { network }: Moment): number {
  return states[network]?.view ?? 0;
}

function countsOf(changes: readonly { readonly change: ChangeKind }[]): NetworkComparison["counts"] {
  const counts = {
    "names-lost": 0,
    "names-may-be-lost": 0,
    lost: 0,
    "may-be-lost": 0,
    gained: 0,
    "may-be-gained": 0,
  };
  for (const { change } of changes) counts[change]++;
  return counts;
}

function connectionRows(
  found: readonly ClassChange[],
  members: Members,
  hosts: Hosts,
): readonly NetworkChange[] {
  return [...found]
    .sort(byWeight())
    .slice(0, MOST_CHANGES)
    .map((one) => ({
      change: one.change,
      from: sideOf(one.from, members, hosts),
      to: sideOf(one.to, members, hosts),
      ports: portsOf(one),
    }))
    .filter(({ from, to }) => from.ends.length > 0 && to.ends.length > 0 && !isWithinOne(from, to));
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
