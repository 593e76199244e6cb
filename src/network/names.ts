import type { Address } from "../world/addresses/address.ts";
import type { ObjectRef } from "../world/resource.ts";
import { type AddressRange, formatRange } from "./address-atoms.ts";
import { type Intervals, type PortSet, type PortSets, PROTOCOLS } from "./port-set.ts";

/** How peers and ports are written: `shop/web[Deployment]`, `10.0.0.0-10.0.0.255`, `TCP 80,8000-8999; UDP 53`. */

export function workloadName({ namespace, name, kind }: ObjectRef): string {
  return `${namespace ?? "default"}/${name}[${kind}]`;
}

/** Replicas of one workload that may do something else than the rest of them. */
export function replicaName({ namespace, name, kind }: ObjectRef, pods: readonly string[]): string {
  return `${namespace ?? "default"}/${name}{${pods.join(",")}}[${kind}]`;
}

export const ALL_NODES = "*[Node]";

export function nodesName(names: readonly string[]): string {
  return `${names.join(",")}[Node]`;
}

export function portsText(ports: PortSet, table: PortSets): string {
  if (ports === table.all) return "All Connections";
  if (ports === table.none) return "No Connections";
  return PROTOCOLS.filter((protocol) => ports[protocol].length > 0)
    .map((protocol) => `${protocol} ${intervalsText(ports[protocol])}`)
    .join("; ");
}

function intervalsText(intervals: Intervals): string {
  return pairs(intervals)
    .map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`))
    .join(",");
}

/** `{"TCP":[[80,80]]}`: protocols without ports are left out. */
export function portsJson(ports: PortSet): Readonly<Record<string, readonly (readonly [number, number])[]>> {
  const out: Record<string, [number, number][]> = {};
  for (const protocol of PROTOCOLS) {
    if (ports[protocol].length > 0) out[protocol] = pairs(ports[protocol]);
  }
  return out;
}

function pairs(intervals: Intervals): [number, number][] {
  const out: [number, number][] = [];
  for (let index = 0; index < intervals.length; index += 2) {
    out.push([intervals[index] ?? 0, intervals[index + 1] ?? 0]);
  }
  return out;
}

/** Ranges put together where they touch, IPv4 before IPv6, ascending. */
export function mergeRanges(ranges: readonly AddressRange[]): readonly AddressRange[] {
  const out: AddressRange[] = [];
  for (const range of [...ranges].sort((a, b) => compareAddresses(a.first, b.first))) {
    const before = out.at(-1);
    if (before !== undefined && touches(before.last, range.first)) {
      const last = compareAddresses(before.last, range.last) < 0 ? range.last : before.last;
      out[out.length - 1] = { first: before.first, last };
    } else {
      out.push(range);
    }
  }
  return out;
}

export function rangesText(ranges: readonly AddressRange[]): string {
  return ranges.map(formatRange).join(",");
}

export function compareAddresses(a: Address, b: Address): number {
  if (a.family !== b.family) return a.family - b.family;
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}

function touches(last: Address, first: Address): boolean {
  return last.family === first.family && BigInt(first.value) <= BigInt(last.value) + 1n;
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
