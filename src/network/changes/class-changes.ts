import type { Network } from "../relation.ts";
import type { Change } from "./change.ts";
import { changesBetween } from "./changes-between.ts";

/**
 * What became of connections that were known. `lost`: surely allowed, then surely denied; `gained`: the reverse;
 * the others: then neither surely allowed nor surely denied.
 */
export type ChangeName = "lost" | "may-be-lost" | "gained" | "may-be-gained";

/** The same change on the same ports from each class of `from` to each class of `to`. */
export type ClassChange = Pick<Change, "from" | "to" | "ports"> & { readonly change: ChangeName };

/** Everything known before one view that differs in another; `alike` as for `changesBetween`. */
export function classChanges(
  network: Network,
  before: number,
  after: number,
  alike: boolean,
): readonly ClassChange[] {
  return changesBetween(network, before, after, alike).flatMap(({ from, to, ports, ...known }) => {
    const change = nameOf(known);
    return change === undefined ? [] : [{ change, from, to, ports }];
  });
}

function nameOf({ before, after }: Pick<Change, "before" | "after">): ChangeName | undefined {
  if (before === "allowed") return after === "denied" ? "lost" : "may-be-lost";
  if (before === "denied") return after === "allowed" ? "gained" : "may-be-gained";
  return undefined;
}
