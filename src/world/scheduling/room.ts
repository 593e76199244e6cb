import type { NodeModel } from "../node.ts";
import type { ResourceAmounts } from "../quantity.ts";
import { remembering } from "../remember.ts";
import type { PodClass } from "./pod-class.ts";

/** Resources a node that does not speak of them has enough of; of all others it has none. */
const ALWAYS_THERE = new Set(["cpu", "memory", "pods", "ephemeral-storage"]);

/** Rounding of binary fractions ("100m" ten times is not 1) must not decide whether a pod fits. */
const SLACK = 1e-9;

/** The resources any class asks for, numbered, so that amounts are short arrays. */
export interface Dimensions {
  readonly names: readonly string[];
  readonly needs: readonly Float64Array[];
}

/** Every roll of a move has the same classes. */
export const dimensionsOf = remembering((classes: readonly PodClass[]): Dimensions => {
  const asked = new Set<string>();
  for (const { requests } of classes) for (const name of Object.keys(requests)) asked.add(name);
  const names = [...asked].sort();
  return { names, needs: classes.map((pods) => amounts(names, pods.requests, () => 0)) };
});

/** What a node offers; without end where its Node's status was not read. */
export function offerOf(node: NodeModel, names: readonly string[]): Float64Array {
  const { allocatable } = node;
  if (allocatable === undefined) return new Float64Array(names.length).fill(Number.POSITIVE_INFINITY);
  return amounts(names, allocatable, (name) => (ALWAYS_THERE.has(name) ? Number.POSITIVE_INFINITY : 0));
}

function amounts(
  names: readonly string[],
  of: ResourceAmounts,
  missing: (name: string) => number,
): Float64Array {
  const all = new Float64Array(names.length);
  names.forEach((name, index) => {
    all[index] = of[name] ?? missing(name);
  });
  return all;
}

/** How many pods of this need the room takes, up to `wanted`. */
export function timesIn(room: Float64Array, need: Float64Array, wanted: number): number {
  let times = wanted;
  for (let index = 0; index < need.length; index++) {
    const one = need[index] ?? 0;
    if (one <= 0) continue;
    const here = room[index] ?? 0;
    if (here === Number.POSITIVE_INFINITY) continue;
    times = Math.min(times, Math.floor((here + slackFor(one)) / one));
    if (times <= 0) return 0;
  }
  return times;
}

function slackFor(amount: number): number {
  return amount * 1e-6 + SLACK;
}

/** Takes `times` needs out of the room (gives them back where `times` is negative). */
export function take(room: Float64Array, need: Float64Array, times: number): void {
  for (let index = 0; index < need.length; index++)
    room[index] = (room[index] ?? 0) - (need[index] ?? 0) * times;
}

/** The first resource of which `need` asks for more than `room`, by index; undefined when it fits. */
export function shortOf(room: Float64Array, need: Float64Array): number | undefined {
  for (let index = 0; index < need.length; index++) {
    const one = need[index] ?? 0;
    if (one > 0 && one > (room[index] ?? 0) + slackFor(one)) return index;
  }
  return undefined;
}
