import { type Address, parseAddress } from "../world/addresses/address.ts";
import { at, stringOf } from "../world/json.ts";
import type { Resource } from "../world/resource.ts";
import { compareAddresses, workloadName } from "./names.ts";
import { type NodeSubject, type PodSubject, subjectsOf } from "./subjects.ts";
import type { View } from "./view.ts";

/** What a person named as an end of a connection. */
export type Target =
  | { readonly kind: "pods"; readonly name: string; readonly pods: readonly PodSubject[] }
  | { readonly kind: "node"; readonly name: string; readonly node: NodeSubject }
  | { readonly kind: "address"; readonly name: string; readonly address: Address }
  | { readonly kind: "service"; readonly name: string; readonly service: Resource }
  /** Nothing of that name, or several things. */
  | { readonly kind: "none"; readonly reason: string };

/**
 * Reads `namespace/name` (a workload or a pod, `[Kind]` behind it where two share it), `pod namespace/name`,
 * `service namespace/name`, `node name`, or an address. A name without namespace is one of `default`.
 */
export function resolver(view: View): (text: string) => Target {
  const { pods, nodes } = subjectsOf(view);
  const services = view.world.objects.list("Service");
  return (text) => {
    const [, kind, rest] = /^(?:(service|svc|node|pod)[ :]\s*)?(.+)$/s.exec(text.trim()) ?? [];
    const name = rest ?? "";
    if (kind === "node") return nodeTarget(name, nodes);
    if (kind === "service" || kind === "svc") return serviceTarget(qualified(name), services);
    const address = kind === undefined ? parseAddress(name) : undefined;
    if (address !== undefined) return addressTarget(address, name, pods, nodes, services);
    return podTarget(name, pods, kind === "pod");
  };
}

function qualified(name: string): string {
  return name.includes("/") ? name : `default/${name}`;
}

function nodeTarget(name: string, nodes: readonly NodeSubject[]): Target {
  // A machine that replaced one is found by the name of the Node it replaced too.
  const node =
    nodes.find((one) => one.node.name === name) ?? nodes.find((one) => one.node.resource.ref.name === name);
  return node === undefined
    ? { kind: "none", reason: `there is no node ${name}` }
    : { kind: "node", name: `${node.node.name}[Node]`, node };
}

function serviceTarget(name: string, services: readonly Resource[]): Target {
  const service = services.find(({ ref }) => `${ref.namespace}/${ref.name}` === name);
  return service === undefined
    ? { kind: "none", reason: `there is no Service ${name}` }
    : { kind: "service", name: `${name}[Service]`, service };
}

/** Whoever has the address: a pod, a node, a Service, or nobody inside. */
function addressTarget(
  address: Address,
  name: string,
  pods: readonly PodSubject[],
  nodes: readonly NodeSubject[],
  services: readonly Resource[],
): Target {
  const has = (one: { readonly addresses: readonly Address[] }): boolean =>
    one.addresses.some((own) => compareAddresses(own, address) === 0);
  const pod = pods.find((one) => one.pod.spec.hostNetwork !== true && has(one));
  if (pod !== undefined) return { kind: "pods", name: podName(pod), pods: [pod] };
  const node = nodes.find(has);
  if (node !== undefined) return { kind: "node", name: `${node.node.name}[Node]`, node };
  const service = services.find(({ object }) => stringOf(at(object, "spec", "clusterIP")) === name);
  if (service !== undefined) return serviceTarget(`${service.ref.namespace}/${service.ref.name}`, services);
  return { kind: "address", name, address };
}

function podTarget(text: string, pods: readonly PodSubject[], single: boolean): Target {
  const name = qualified(text);
  const one = pods.find(({ pod }) => `${pod.namespace}/${pod.name}` === name);
  const ofWorkload = single ? [] : pods.filter(({ workload: { ref } }) => isNamed(name, workloadName(ref)));
  const workloads = [...new Set(ofWorkload.map(({ workload }) => workloadName(workload.ref)))];
  const [workload, second] = workloads;
  if (second !== undefined) {
    return { kind: "none", reason: `${text} may be ${workloads.join(" or ")}: name it with its kind` };
  }
  if (workload !== undefined) return { kind: "pods", name: workload, pods: ofWorkload };
  if (one !== undefined) return { kind: "pods", name: podName(one), pods: [one] };
  return { kind: "none", reason: `there is no ${single ? "pod" : "workload or pod"} ${name} (with pods)` };
}

function isNamed(text: string, name: string): boolean {
  return text === name || text === name.replace(/\[[^[\]]*\]$/, "");
}

export function podName({ pod }: PodSubject): string {
  return `${pod.namespace}/${pod.name}[Pod]`;
}
