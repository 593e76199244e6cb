import type { Member, Members } from "../network/changes/members.ts";
import { compareText, workloadName } from "../network/names.ts";
import type { World } from "../world/world.ts";
import type { AssessmentNetwork, NetworkComparison } from "./network-section.ts";

/** Workloads that are listed, those with changes first. */
const MOST_WORKLOADS = 400;
const MOST_NAMESPACES = 200;

/** The workloads to draw: those with pods, in the order of their names. */
export type Listing = Pick<Members, "all" | "namespaces">;

export function listingOf({ workloads }: World): Listing {
  const all = workloads
    .filter(({ pods }) => pods.length > 0)
    .map((workload) => ({
      workload,
      namespace: workload.ref.namespace ?? "default",
      pods: workload.pods.length,
      all: workload.pods.length,
    }))
    .sort((a, b) => compareText(workloadName(a.workload.ref), workloadName(b.workload.ref)));
  const namespaces = new Map<string, number>();
  for (const { namespace } of all) namespaces.set(namespace, (namespaces.get(namespace) ?? 0) + 1);
  return { all, namespaces };
}

/** Namespaces and workloads to show changes among. */
export function namespacesOf(
  members: Listing,
  comparisons: readonly NetworkComparison[],
): Pick<AssessmentNetwork, "namespaces" | "moreNamespaces"> {
  const touched = touchedBy(comparisons);
  const isTouched = ({ namespace, workload: { ref } }: Member): boolean =>
    touched.has(keyOf(namespace, ref.name, ref.kind));
  const first = members.all.filter(isTouched);
  const rest = members.all.filter((member) => !isTouched(member));
  const listed = new Set([...first, ...rest].slice(0, MOST_WORKLOADS));
  const byNamespace = new Map<string, Member[]>();
  for (const member of members.all) {
    const there = byNamespace.get(member.namespace);
    if (there === undefined) byNamespace.set(member.namespace, [member]);
    else there.push(member);
  }
  const named = new Set([...touched].map((key) => key.split("\n")[0]));
  const order = [...byNamespace].sort(([a], [b]) => Number(named.has(b)) - Number(named.has(a)));
  const namespaces = order.slice(0, MOST_NAMESPACES).map(([name, own]) => {
    const workloads = own
      .filter((member) => listed.has(member))
      .map(({ workload: { ref } }) => ({ name: ref.name, kind: ref.kind }));
    return { name, workloads, more: own.length - workloads.length };
  });
  return { namespaces, moreNamespaces: order.length - namespaces.length };
}

/** Keys of the workloads changes name, and of the namespaces they name as a whole. */
function touchedBy(comparisons: readonly NetworkComparison[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { from, to } of comparisons.flatMap(({ changes }) => changes)) {
    for (const end of [...from.ends, ...to.ends]) {
      if (end.type === "workload") keys.add(keyOf(end.namespace, end.name, end.kind));
      if (end.type === "namespace") keys.add(keyOf(end.namespace, "", ""));
    }
  }
  return keys;
}

function keyOf(namespace: string, name: string, kind: string): string {
  return `${namespace}\n${name}\n${kind}`;
}
