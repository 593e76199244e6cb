import { canonicalHost } from "../../world/addresses/known-index.ts";
import { at, listOf, type Path, stringOf } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import type { Shown } from "../controller.ts";
import { annotationsOf } from "./running-clouds.ts";

export interface BalancerAddress {
  /** Canonical address, or a host name. */
  readonly value: string;
  /**
   * `VIP`: pods that call it are sent straight to the endpoints, past the load balancer; `Proxy`: they go through it
   * (status.loadBalancer.ingress[].ipMode, Kubernetes 1.29). Absent on host names, which always go through it.
   */
  readonly ipMode: "VIP" | "Proxy" | undefined;
  readonly from: Shown;
}

export interface BalancerAddresses {
  readonly addresses: readonly BalancerAddress[];
  /** False where the load balancer does not exist yet, or its address was not read. */
  readonly known: boolean;
}

const WANTED: readonly Path[] = [
  ["spec", "loadBalancerIP"],
  ["metadata", "annotations", "metallb.io/loadBalancerIPs"],
  ["metadata", "annotations", "metallb.universe.tf/loadBalancerIPs"],
];

/**
 * Kept by cloud-provider-openstack, which with enable-ingress-hostname reports a name alone: the records of users lead to
 * the address behind it all the same.
 */
const WRITTEN_DOWN: Path = ["metadata", "annotations", "loadbalancer.openstack.org/load-balancer-address"];

/**
 * The addresses users reach a Service's load balancer at: what its controller reported and wrote down, else what the
 * Service asks for. A copy of the Service in a new cluster gets a load balancer of its own: nobody knows its
 * address, unless the Service asks for one.
 */
export function balancerAddresses(service: Resource, world: Pick<World, "copy">): BalancerAddresses {
  const reported = world.copy === undefined ? reportedAddresses(service) : [];
  // Beside an address that is reported, another one that is written down is an old one.
  const named = reported.every(({ from }) => from.path.at(-1) === "hostname");
  const writtenDown = world.copy === undefined && named ? wantedAddresses(service, WRITTEN_DOWN) : [];
  if (reported.length > 0) return { addresses: distinct([...reported, ...writtenDown]), known: true };
  const wanted = WANTED.flatMap((path) => wantedAddresses(service, path));
  return { addresses: distinct([...wanted, ...writtenDown]), known: false };
}

function distinct(addresses: readonly BalancerAddress[]): readonly BalancerAddress[] {
  const seen = new Set<string>();
  return addresses.filter(({ value }) => !seen.has(value) && seen.add(value));
}

function reportedAddresses(service: Resource): readonly BalancerAddress[] {
  const path = ["status", "loadBalancer", "ingress"];
  return listOf(at(service.object, ...path)).flatMap((entry, index): BalancerAddress[] =>
    (["ip", "hostname"] as const).flatMap((field): BalancerAddress[] => {
      const text = stringOf(at(entry, field));
      if (text === undefined || text === "") return [];
      const mode = at(entry, "ipMode");
      const from = { resource: service, path: [...path, index, field], note: "reported by its controller" };
      const ipMode = field === "hostname" ? undefined : mode === "Proxy" ? "Proxy" : "VIP";
      return [{ value: canonicalHost(text), ipMode, from }];
    }),
  );
}

function wantedAddresses(service: Resource, path: Path): readonly BalancerAddress[] {
  const [top, , key] = path;
  const text =
    top === "metadata"
      ? annotationsOf(service.object).get(String(key))
      : stringOf(at(service.object, ...path));
  return (text ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .map((entry) => ({
      value: canonicalHost(entry),
      ipMode: undefined,
      from: { resource: service, path, note: "asked for or written down" },
    }));
}
