import { type Cidr, covers, formatCidr, parseCidr } from "../../world/addresses/cidr.ts";
import { at, listOf, stringOf } from "../../world/json.ts";
import type { World } from "../../world/world.ts";

/** Where pods get addresses from: Calico's pools, kubeadm's podSubnet, each node's podCIDRs. */
export function podRanges({ objects }: World): readonly Cidr[] {
  const pools = ["IPPool.crd.projectcalico.org", "IPPool.projectcalico.org"].flatMap((kind) =>
    objects.list(kind),
  );
  const kubeadm = objects.get("ConfigMap", "kube-system", "kubeadm-config");
  const written = stringOf(at(kubeadm?.object, "data", "ClusterConfiguration")) ?? "";
  const subnet = /^\s*podSubnet:\s*["']?([0-9a-fA-F.:/,]+)/m.exec(written)?.[1] ?? "";
  const nodes = objects
    .list("Node")
    .flatMap(({ object }) => [at(object, "spec", "podCIDR"), ...listOf(at(object, "spec", "podCIDRs"))]);
  const texts = [...pools.map(({ object }) => at(object, "spec", "cidr")), ...subnet.split(","), ...nodes];
  const known = new Map(
    texts.flatMap((text) => parseCidr(stringOf(text) ?? "") ?? []).map((one) => [formatCidr(one), one]),
  );
  // A node's share is no range of its own where the whole is known.
  return [...known.values()].filter(
    (one) => ![...known.values()].some((other) => other !== one && covers(other, one)),
  );
}
