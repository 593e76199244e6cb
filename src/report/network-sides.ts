import { formatRange } from "../network/address-atoms.ts";
import type { Bitset } from "../network/bitset.ts";
import type { Member, Members } from "../network/changes/members.ts";
import { ALL_NODES } from "../network/names.ts";
import type { Hosts } from "../network/outside.ts";
import type { Workload } from "../world/workload.ts";
import type { NetworkEnd, NetworkSide } from "./network-section.ts";

/** Ends of one side that are listed; the others are counted. */
const MOST_ENDS = 60;
/** Nodes or ranges of addresses of one end that are listed. */
const MOST_HOSTS = 20;

/** Names one side of a change: whole namespaces first, then single workloads, nodes and addresses. */
export function sideOf(classes: Bitset, members: Members, hosts: Hosts): NetworkSide {
  return bounded([...workloadEnds(members.in(classes), members.namespaces), ...hostEnds(classes, hosts)]);
}

/** Names workloads as one side of a change. */
export function sideOfWorkloads(
  workloads: readonly Workload[],
  namespaces: ReadonlyMap<string, number>,
): NetworkSide {
  const members = workloads.map((workload) => ({
    workload,
    namespace: workload.ref.namespace ?? "default",
    pods: workload.pods.length,
    all: workload.pods.length,
  }));
  return bounded(workloadEnds(members, namespaces));
}

function bounded(ends: readonly NetworkEnd[]): NetworkSide {
  return { ends: ends.slice(0, MOST_ENDS), more: Math.max(0, ends.length - MOST_ENDS) };
}

function workloadEnds(found: readonly Member[], sizes: ReadonlyMap<string, number>): readonly NetworkEnd[] {
  const byNamespace = new Map<string, Member[]>();
  for (const member of found) {
    const there = byNamespace.get(member.namespace);
    if (there === undefined) byNamespace.set(member.namespace, [member]);
    else there.push(member);
  }
  const whole: NetworkEnd[] = [];
  const single: NetworkEnd[] = [];
  for (const [namespace, own] of byNamespace) {
    const all = own.length === sizes.get(namespace) && own.every((one) => one.pods === one.all);
    // One workload is better called by its name.
    if (all && own.length > 1) whole.push({ type: "namespace", namespace, workloads: own.length });
    else for (const one of own) single.push(workloadEnd(one));
  }
  return [...whole, ...single];
}

function workloadEnd({ workload, namespace, pods, all }: Member): NetworkEnd {
  const { name, kind } = workload.ref;
  const some = pods === all ? {} : { pods: { changed: pods, all } };
  return { type: "workload", namespace, name, kind, ...some };
}

function hostEnds(classes: Bitset, hosts: Hosts): readonly NetworkEnd[] {
  return hosts.among(classes).map((group): NetworkEnd => {
    if (group.kind === "addresses") {
      const ranges = group.ranges.slice(0, MOST_HOSTS).map(formatRange);
      return { type: "addresses", ranges, more: group.ranges.length - ranges.length };
    }
    const names = group.nodes.slice(0, MOST_HOSTS);
    return { type: "nodes", names, more: group.nodes.length - names.length, all: group.name === ALL_NODES };
  });
}
