import type { World } from "../world/world.ts";
import type { Arrival } from "./arrival.ts";
import type { Entry } from "./entry.ts";
import type { Front } from "./fronts.ts";

/** Ways into a controller that users take as one: the machines' addresses, one Service's load balancer, the provider's. */
export function frontKey({ kind, id }: Entry): string {
  return kind === "node" ? "nodes" : id.replace(/ \d+\/(TCP|UDP|SCTP) /, " ");
}

/** Whether an entry is a load balancer that the move itself made: nobody's names lead there before they are moved. */
export function isNew({ kind, balancer }: Entry, now: World): boolean {
  return balancer?.owner === "platform" || (now.copy !== undefined && kind === "balancer");
}

/** Entries by which a controller is reached, in the world as it was read and in a state. */
export interface Ways {
  readonly before: readonly Entry[];
  readonly now: readonly Entry[];
  /** Whether a proxy is known to stand in front of everything: then names lead to it, and it to the cluster. */
  readonly proxied: boolean;
  /** Whether a person said that nobody comes by addresses of nodes where there is a load balancer. */
  readonly balancersOnly: boolean;
}

/** Whether users come by an entry of a state's world. `front`: where the name they use leads to today. */
export function usedIn(now: World, entry: Entry, front: Front, ways: Ways): Arrival["used"] {
  if (isNew(entry, now)) return now.traffic.users === "old" ? "no" : "yes";
  // The machines of a copy have addresses that nobody is given.
  return now.copy === undefined ? stillUsed(now, entry, front, ways) : "no";
}

/** Whether users go on coming by an entry they may use today: until names are moved, where there is somewhere to. */
export function stillUsed(now: World, entry: Entry, front: Front, ways: Ways): Arrival["used"] {
  if (now.traffic.users === "new" && ways.now.some((one) => isNew(one, now))) return "no";
  return usedToday(entry, front, ways);
}

/**
 * Names that were looked up decide. Without them visitors come by the only front there is; where there are several, or
 * names lead to what the cluster does not know, by which one cannot be told, unless a person did.
 */
function usedToday(entry: Entry, front: Front, { before, proxied, balancersOnly }: Ways): Arrival["used"] {
  if (front.entries.includes(entry.id)) return "yes";
  if (front.looked === "found" && front.foreign.length === 0) return "no";
  const balanced = balancersOnly && before.some(({ kind }) => kind === "balancer");
  if (balanced && entry.kind !== "balancer") return "no";
  const only = new Set(before.map(frontKey)).size === 1;
  return only && (front.looked === "not-looked" || proxied) ? "yes" : "maybe";
}
