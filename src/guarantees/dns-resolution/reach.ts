import { hasPort, type Protocol } from "../../network/port-set.ts";
import type { SideTrace } from "../../network/trace-side.ts";

/** Whether policies let a packet through; `maybe` where that cannot be told. */
export type Reach = "yes" | "maybe" | "no";

export function reachOf({ certain, possible }: SideTrace, protocol: Protocol, port: number): Reach {
  if (hasPort(certain, protocol, port)) return "yes";
  return hasPort(possible, protocol, port) ? "maybe" : "no";
}

const RANK = { no: 0, maybe: 1, yes: 2 } as const;

/** All have to let it through. */
export function worst(reaches: readonly Reach[]): Reach {
  return reaches.reduce<Reach>((sum, one) => (RANK[one] < RANK[sum] ? one : sum), "yes");
}

/** What is lost where names resolved `before` and are asked for another way `now`; undefined where nothing is. */
export function lossOf(before: Reach, now: Reach): "breaks" | "unknown" | undefined {
  if (before === "no" || now === "yes") return undefined;
  return before === "yes" && now === "no" ? "breaks" : "unknown";
}
