import type { RouteNetwork } from "../network/changes/network-states.ts";
import { refKey } from "../world/resource.ts";
import type { World } from "../world/world.ts";
import type { NameLoss } from "./name-losses.ts";

/** States that share a network, and in which the same pods can resolve names. */
export interface Moment {
  readonly states: readonly string[];
  /** Position in the route's networks. */
  readonly network: number;
  readonly lost: readonly NameLoss[];
}

const MOST_COMPARISONS = 12;

export function momentsOf(
  { states }: RouteNetwork,
  worlds: readonly World[],
  namesLost: (now: World) => readonly NameLoss[],
): readonly Moment[] {
  const moments = new Map<string, Moment & { states: string[] }>();
  for (const world of worlds) {
    const network = states.findIndex((one) => one.states.includes(world.state));
    if (network < 0) continue;
    const lost = namesLost(world);
    const key = JSON.stringify([network, lost.map(lossKey).sort()]);
    const there = moments.get(key);
    if (there === undefined) moments.set(key, { states: [world.state], network, lost });
    else there.states.push(world.state);
  }
  return [...moments.values()];
}

/** Equal for the same loss of the same pods, whatever state it was found in. */
function lossKey({ change, from, protocols }: NameLoss): string {
  return JSON.stringify([change, protocols, from.map(({ ref }) => refKey(ref)).sort()]);
}

export type Pair = readonly [before: number, after: number];

/** Each moment with the one the move goes to next, then the first with each that is not its neighbour. */
export function pairsOf(moments: readonly Moment[], worlds: readonly World[]): readonly Pair[] {
  const walked = worlds
    .map(({ state }) => moments.findIndex((one) => one.states.includes(state)))
    .filter((at) => at >= 0)
    .filter((at, index, all) => at !== all[index - 1]);
  const steps = walked.slice(1).map((after, index): Pair => [walked[index] ?? 0, after]);
  const fromFirst = moments.slice(1).map((_, index): Pair => [0, index + 1]);
  const unique = new Map([...steps, ...fromFirst].map((pair) => [pair.join(), pair]));
  return [...unique.values()].slice(0, MOST_COMPARISONS);
}
