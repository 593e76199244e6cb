import { refKey } from "../world/resource.ts";
import type { NameLoss } from "./name-losses.ts";
import type { Listing } from "./network-namespaces.ts";
import type { NetworkChange } from "./network-section.ts";
import { sideOfWorkloads } from "./network-sides.ts";

const DNS: [number, number] = [53, 53];

/** Pods that lose their names from one moment to another, as changes on their way to what serves names now. */
export function namesRows(
  before: readonly NameLoss[],
  after: readonly NameLoss[],
  { namespaces }: Listing,
): readonly NetworkChange[] {
  const known = new Set(
    before.flatMap(({ change, from }) => from.map(({ ref }) => `${change} ${refKey(ref)}`)),
  );
  return after
    .map((loss) => ({
      ...loss,
      from: loss.from.filter(({ ref }) => !known.has(`${loss.change} ${refKey(ref)}`)),
    }))
    .filter(({ from }) => from.length > 0)
    .sort((a, b) => Number(a.change !== "names-lost") - Number(b.change !== "names-lost"))
    .map(({ change, from, to, protocols }) => ({
      change,
      from: sideOfWorkloads(from, namespaces),
      to: {
        ends: to.map(({ namespace = "default", name, kind }) => ({
          type: "workload",
          namespace,
          name,
          kind,
        })),
        more: 0,
      },
      ports: Object.fromEntries(protocols.map((protocol) => [protocol, [DNS]])),
    }));
}
