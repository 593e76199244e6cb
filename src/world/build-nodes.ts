import { at, objectsOf, stringMapOf, stringOf } from "./json.ts";
import type { NodeAddress, NodeModel, Taint } from "./node.ts";
import { parseAmounts } from "./quantity.ts";
import type { Resource } from "./resource.ts";
import { parseMinor } from "./version.ts";

const CONTROL_PLANE_LABELS = ["node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master"];
const ZONE_LABELS = ["topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone"];
const ADDRESS_TYPES = new Set(["InternalIP", "ExternalIP", "Hostname", "InternalDNS", "ExternalDNS"]);

/** The node a Node object tells of. */
export function buildNode(resource: Resource): NodeModel {
  const { object } = resource;
  const labels = stringMapOf(object.metadata.labels);
  const allocatable = at(object, "status", "allocatable") ?? at(object, "status", "capacity");
  return {
    name: resource.ref.name,
    generation: 0,
    role: CONTROL_PLANE_LABELS.some((key) => key in labels) ? "control-plane" : "worker",
    labels,
    taints: objectsOf(at(object, "spec", "taints"))
      .map(taintOf)
      .filter((taint) => taint !== undefined),
    unschedulable: at(object, "spec", "unschedulable") === true,
    zone: ZONE_LABELS.map((key) => labels[key]).find((zone) => zone !== undefined),
    allocatable: allocatable === undefined ? undefined : parseAmounts(allocatable),
    addresses: objectsOf(at(object, "status", "addresses"))
      .map(addressOf)
      .filter((address) => address !== undefined),
    minor: parseMinor(stringOf(at(object, "status", "nodeInfo", "kubeletVersion")) ?? ""),
    resource,
  };
}

function taintOf(taint: { readonly [key: string]: unknown }): Taint | undefined {
  const key = stringOf(taint.key);
  const { effect } = taint;
  if (key === undefined) return undefined;
  if (effect !== "NoSchedule" && effect !== "PreferNoSchedule" && effect !== "NoExecute") return undefined;
  return { key, value: stringOf(taint.value) ?? "", effect };
}

function addressOf(address: { readonly [key: string]: unknown }): NodeAddress | undefined {
  const type = stringOf(address.type);
  const value = stringOf(address.address);
  if (type === undefined || value === undefined || !ADDRESS_TYPES.has(type)) return undefined;
  return { type: type as NodeAddress["type"], address: value };
}
