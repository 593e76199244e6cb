import type { EntryContext } from "../entry/arrivals.ts";
import { controllersOf } from "../entry/controllers/controllers-of.ts";
import { type RouteClass, routeClasses } from "../entry/route-classes.ts";
import { isNew } from "../entry/uses.ts";
import { refKey } from "../world/resource.ts";
import type { World } from "../world/world.ts";
import type { AssessmentEntries, EntryTargetSection, EntryView, EntryWay } from "./entries-section.ts";
import { API_SERVER, type StateWays, type WayNow, waysIn } from "./entries-state.ts";

const MOST_TARGETS = 30;
const MOST_WAYS = 8;
const MOST_NAMES = 5;

/**
 * How visitors get in, from the worlds of a route: by what they come to and by which way, each with what becomes of
 * connections in every state. Bounded, whatever the number of hosts: `entries` has each of them. Undefined where there
 * is no move.
 */
export function entriesSection(
  worlds: readonly World[],
  context: EntryContext,
): AssessmentEntries | undefined {
  const [first] = worlds;
  if (first === undefined) return undefined;
  const classes = routeClasses(first, context.profile);
  const states = statesOf(first, worlds, context);
  const keys = new Set(states.flatMap(({ ways }) => [...ways.keys()]));
  const targets = [...keys]
    .map((key) => targetOf(key, states, classes, worlds, context))
    .filter(({ ways }) => ways.length > 0)
    .sort((a, b) => rankOf(a) - rankOf(b) || b.hosts.served - a.hosts.served);
  return {
    looked: first.names.sources.length > 0,
    targets: targets.slice(0, MOST_TARGETS),
    moreTargets: Math.max(0, targets.length - MOST_TARGETS),
    unserved: unservedIn(classes),
  };
}

interface StateEntries {
  readonly world: World;
  readonly ways: StateWays;
}

/** A copy beside the old cluster leaves the ways into that as they are; of its own only those count that users are given. */
function statesOf(first: World, worlds: readonly World[], context: EntryContext): readonly StateEntries[] {
  const today = waysIn(first, first, context);
  return worlds.map((world) => {
    const ways = waysIn(first, world, context);
    if (world.copy === undefined) return { world, ways };
    const kept = world.copy === "beside" ? usedStill(today, world) : new Map();
    return { world, ways: merged(kept, onlyNew(ways, world)) };
  });
}

type Mutable = Map<string, Map<string, WayNow>>;

function onlyNew(ways: StateWays, world: World): StateWays {
  return new Map(
    [...ways].map(([target, fronts]) => [
      target,
      new Map(
        [...fronts]
          .filter(([, { entry }]) => isNew(entry, world))
          // Entries of the old cluster have the same names, and other addresses.
          .map(([front, { entry, view }]): [string, WayNow] => [
            `${NEW} ${front}`,
            { entry, view: { ...view, status: "open" } },
          ]),
      ),
    ]),
  );
}

const NEW = "new";

/** Once names are moved nobody is sent to the old cluster any more. */
function usedStill(ways: StateWays, { traffic }: World): StateWays {
  if (traffic.users !== "new") return ways;
  const unused = ({ entry, view }: WayNow): WayNow => ({
    entry,
    view: {
      ...view,
      connections: view.connections.map((one) => (one.used === undefined ? one : { ...one, used: "no" })),
    },
  });
  return new Map(
    [...ways].map(([target, fronts]) => [
      target,
      new Map([...fronts].map(([front, way]) => [front, unused(way)])),
    ]),
  );
}

function merged(...all: readonly StateWays[]): StateWays {
  const sum: Mutable = new Map();
  for (const [target, fronts] of all.flatMap((ways) => [...ways])) {
    sum.set(target, new Map([...(sum.get(target) ?? []), ...fronts]));
  }
  return sum;
}

const RANKS: Readonly<Record<EntryTargetSection["role"], number>> = {
  controller: 0,
  workload: 1,
  "api-server": 2,
};

function rankOf({ role }: EntryTargetSection): number {
  return RANKS[role];
}

function targetOf(
  key: string,
  states: readonly StateEntries[],
  classes: readonly RouteClass[],
  worlds: readonly World[],
  { profile }: EntryContext,
): EntryTargetSection {
  const controller = worlds
    .flatMap((world) => controllersOf(world, profile))
    .find(({ workload }) => refKey(workload.ref) === key);
  const fronts = new Set(states.flatMap(({ ways }) => [...(ways.get(key)?.keys() ?? [])]));
  const ways = [...fronts].map((front) => wayOf(key, front, states));
  const shown = { ways: ways.slice(0, MOST_WAYS), moreWays: Math.max(0, ways.length - MOST_WAYS) };
  if (key === API_SERVER) return { role: "api-server", hosts: NO_HOSTS, ...shown };
  if (controller === undefined) {
    const ref = states
      .flatMap(({ ways: now }) => [...(now.get(key)?.values() ?? [])])
      .flatMap(({ entry }) => entry.targets)
      .find(({ workload }) => refKey(workload.ref) === key)?.workload.ref;
    return { role: "workload", ...(ref === undefined ? {} : { object: ref }), hosts: NO_HOSTS, ...shown };
  }
  return {
    role: "controller",
    object: controller.workload.ref,
    controller: controller.kind,
    operator: controller.operator.who,
    hosts: hostsOf(classes, key),
    ...shown,
  };
}

const NO_HOSTS: EntryTargetSection["hosts"] = { served: 0, unclear: 0, names: [], more: 0 };

function wayOf(target: string, front: string, states: readonly StateEntries[]): EntryWay {
  const views = new Map<string, EntryView>();
  let latest: WayNow | undefined;
  let entry: WayNow["entry"] | undefined;
  for (const { world, ways } of states) {
    const now = ways.get(target)?.get(front);
    latest = now ?? latest;
    if (latest === undefined) continue;
    entry ??= latest.entry;
    const { view } = now ?? { view: target === API_SERVER ? ELSEWHERE : gone(latest) };
    const key = JSON.stringify(view);
    const there = views.get(key);
    if (there === undefined) views.set(key, { states: [world.state], ...view });
    else there.states.push(world.state);
  }
  if (entry === undefined) throw new Error("a way is there in some state");
  const { kind, through, balancer, evidence } = entry;
  const service = evidence.find(({ resource }) => resource.ref.kind === "Service")?.resource.ref;
  return {
    kind,
    through,
    ...(service === undefined ? {} : { service: `${service.namespace}/${service.name}` }),
    ...(balancer === undefined ? {} : { owner: balancer.owner, mode: balancer.mode }),
    ...(front.startsWith(`${NEW} `) ? { cluster: "new" as const } : {}),
    views: [...views.values()],
  };
}

/** Where the API is reached once it moves is not known before; that it goes on is not in doubt. */
const ELSEWHERE: WayNow["view"] = {
  status: "addresses-lost",
  addresses: [],
  moreAddresses: 0,
  addressesKnown: false,
  nodes: 0,
  connections: [],
};

function gone({ view }: WayNow): WayNow["view"] {
  return {
    status: "gone",
    addresses: view.addresses,
    moreAddresses: view.moreAddresses,
    addressesKnown: view.addressesKnown,
    nodes: 0,
    connections: [],
  };
}

function hostsOf(classes: readonly RouteClass[], key: string): EntryTargetSection["hosts"] {
  const isIt = ({ workload }: RouteClass["controllers"][number]): boolean => refKey(workload.ref) === key;
  const served = hostNames(classes.filter(({ controllers }) => controllers.some(isIt)));
  const unclear = hostNames(classes.filter(({ maybe }) => maybe.some(isIt)));
  for (const host of served) unclear.delete(host);
  return { served: served.size, unclear: unclear.size, ...namesOf([...served, ...unclear]) };
}

function unservedIn(classes: readonly RouteClass[]): AssessmentEntries["unserved"] {
  const hosts = hostNames(
    classes.filter(({ controllers, maybe }) => controllers.length === 0 && maybe.length === 0),
  );
  return { hosts: hosts.size, ...namesOf([...hosts]) };
}

function hostNames(classes: readonly RouteClass[]): Set<string> {
  return new Set(classes.flatMap(({ routes }) => routes.map(({ host }) => host || "*")));
}

function namesOf(hosts: readonly string[]): { names: string[]; more: number } {
  return { names: hosts.slice(0, MOST_NAMES), more: Math.max(0, hosts.length - MOST_NAMES) };
}
