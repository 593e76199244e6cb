import { type Address, parseAddress } from "../../world/addresses/address.ts";
import { firstOf, parseCidr } from "../../world/addresses/cidr.ts";
import { at, stringOf } from "../../world/json.ts";
import type { World } from "../../world/world.ts";

/**
 * An address as pods get them, for pods that do not run yet: blocks that mean all pods hold it, blocks that mean
 * something else do not. One of a pod that was read, else of kubeadm's podSubnet, else of Kubespray's default.
 */
export function samplePodAddress({ workloads, objects }: World): Address {
  for (const { pods } of workloads) {
    for (const { podIPs, spec } of pods) {
      const address = spec.hostNetwork === true ? undefined : parseAddress(podIPs[0] ?? "");
      if (address !== undefined) return address;
    }
  }
  const kubeadm = objects.get("ConfigMap", "kube-system", "kubeadm-config");
  const text = stringOf(at(kubeadm?.object, "data", "ClusterConfiguration")) ?? "";
  const subnet = parseCidr(/podSubnet:\s*"?([\da-f.:/]+)/i.exec(text)?.[1] ?? "");
  return subnet === undefined ? DEFAULT : inside(firstOf(subnet));
}

/** The addresses of a node that was read: of a worker, where there is one. */
export function nodeAddresses({ nodes }: World): readonly Address[] {
  const node = nodes.find(({ role }) => role === "worker") ?? nodes[0];
  return (node?.addresses ?? [])
    .filter(({ type }) => type === "InternalIP")
    .flatMap(({ address }) => parseAddress(address) ?? []);
}

/** Neither the block's first address nor its first node's first. */
function inside(first: Address): Address {
  return first.family === 4
    ? { family: 4, value: first.value + OFFSET }
    : { family: 6, value: first.value + BigInt(OFFSET) };
}

const OFFSET = 250;
/** kube_pods_subnet 10.233.64.0/18. */
const DEFAULT: Address = { family: 4, value: 10 * 2 ** 24 + 233 * 2 ** 16 + 64 * 2 ** 8 + OFFSET };
