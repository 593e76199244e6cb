import type { StateId, World } from "../../world/world.ts";
import type { BlockSet } from "../address-atoms.ts";
import { holdsAll, mayHoldHost, tellsHostsApart } from "../classes.ts";
import type { Layer, PeerTerm } from "../policy.ts";
import { buildNetwork, type Network } from "../relation.ts";
import { subjectsOf } from "../subjects.ts";
import { termsOf } from "../terms.ts";
import type { View } from "../view.ts";
import { viewOf } from "../view-of.ts";
import { type ClassChange, classChanges } from "./class-changes.ts";

/** States of a route between which no connection changes: one network. */
export interface NetworkState {
  readonly states: readonly StateId[];
  /** A view of the network that stands for all of them. */
  readonly view: number;
}

export interface RouteNetwork {
  readonly network: Network;
  /** In the order of the route; a network that returns later is the one it was. */
  readonly states: readonly NetworkState[];
  /** How many policies there are, in the state with the most. */
  readonly policies: number;
  changes(before: NetworkState, after: NetworkState): readonly ClassChange[];
}

/**
 * The networks a route passes through; undefined where no state has a policy, for then everything may talk to
 * everything throughout. Costs one relation for each state whose policies, pods or nodes the policies can tell from
 * the others', not one for each state.
 */
export function routeNetwork(route: readonly World[]): RouteNetwork | undefined {
  const worlds = worthLooking(route);
  const seen: { key: string; view: View; states: StateId[] }[] = [];
  for (const world of worlds) {
    const before = seen.find(({ view }) => view.world.objects === world.objects)?.view;
    // Compiled policies are compared by identity: worlds with the same objects have the same ones.
    const view: View = before === undefined ? viewOf(world) : { ...before, world };
    const key = nodesKey(view);
    const same = seen.find(
      (one) =>
        one.key === key && one.view.layers === view.layers && one.view.world.workloads === world.workloads,
    );
    if (same === undefined) seen.push({ key, view, states: [world.state] });
    else same.states.push(world.state);
  }
  const policies = Math.max(0, ...seen.map(({ view }) => countOf(view.layers)));
  if (policies === 0) return undefined;
  // One network all along has nothing to compare: then it is never computed.
  let built: Network | undefined;
  const network = (): Network => {
    built ??= buildNetwork(seen.map(({ view }) => view));
    return built;
  };
  const changesOf = (before: number, after: number): readonly ClassChange[] =>
    classChanges(network(), before, after, seen[before]?.view.layers === seen[after]?.view.layers);
  const known = new Map<string, readonly ClassChange[]>();
  const changes = (before: NetworkState, after: NetworkState): readonly ClassChange[] => {
    const key = `${before.view} ${after.view}`;
    const found = known.get(key) ?? changesOf(before.view, after.view);
    known.set(key, found);
    return found;
  };
  const states: (NetworkState & { states: StateId[] })[] = [];
  seen.forEach((one, view) => {
    const state = { states: one.states, view };
    const same = states.find((other) => changes(other, state).length === 0);
    if (same === undefined) states.push(state);
    else same.states.push(...one.states);
  });
  return {
    get network() {
      return network();
    },
    states: inOrder(states, worlds),
    policies,
    changes,
  };
}

/** More policies make a relation so dear that states passed through are left out. */
const MANY_POLICIES = 4_000;

/** While nodes are replaced each is as it was or as it will be: those states hold nothing that the others do not. */
function worthLooking(worlds: readonly World[]): readonly World[] {
  const [first] = worlds;
  if (first === undefined || countOf(viewOf(first).layers) <= MANY_POLICIES) return worlds;
  return worlds.filter(({ roll }) => roll === undefined);
}

function inOrder(states: readonly NetworkState[], worlds: readonly World[]): readonly NetworkState[] {
  const order = new Map(worlds.map(({ state }, index) => [state, index]));
  const place = (state: StateId): number => order.get(state) ?? 0;
  return states.map(({ states: ids, view }) => ({
    states: [...ids].sort((a, b) => place(a) - place(b)),
    view,
  }));
}

function countOf(layers: readonly Layer[]): number {
  return layers.reduce((sum, { policies }) => sum + policies.length, 0);
}

/** What policies can see of a world's nodes: nothing, where they name no address and no node. */
function nodesKey(view: View): string {
  const { layers } = view;
  const { blocks } = termsOf(layers);
  const addresses = blocks.some((set) => FAMILIES.some((family) => tellsHostsApart(set, family)));
  // A block of all addresses of one family tells hosts of the other apart.
  const families = blocks.some((set) => holdsAll(set, 4) !== holdsAll(set, 6));
  const labels = layers.some(({ policies }) =>
    policies.some(({ ingress, egress }) =>
      [...(ingress?.rules ?? []), ...(egress?.rules ?? [])].some(({ peers }) => peers.some(namesNodes)),
    ),
  );
  if (!addresses && !families && !labels) return "";
  return JSON.stringify(
    subjectsOf(view).nodes.map(({ node, addresses: own, family }) => [
      node.resource.ref.name,
      addresses ? node.addresses.map(({ address }) => address) : [],
      !families ? [] : own.length === 0 ? unknownFamily(blocks, family) : own.map((one) => one.family).sort(),
      labels ? node.labels : {},
    ]),
  );
}

const FAMILIES = [4, 6] as const;

/** What a block makes of a host without an address: one of the usual family, unless it may be of the other. */
function unknownFamily(blocks: readonly BlockSet[], family: 4 | 6): readonly (4 | 6)[] {
  return blocks.some((set) => mayHoldHost(set, family)) ? [] : [family];
}

function namesNodes(term: PeerTerm): boolean {
  switch (term.kind) {
    case "nodes":
      return true;
    case "all-of":
    case "any-of":
      return term.terms.some(namesNodes);
    case "not":
    case "maybe":
      return namesNodes(term.term);
    default:
      return false;
  }
}
