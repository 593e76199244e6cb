import { stringOf } from "../../world/json.ts";
import type { World } from "../../world/world.ts";

/** The network plugins whose treatment of DNS is known (network.md 18, 19 and 21); `other` for all else. */
export type NetworkPlugin = "calico" | "cilium" | "other";

/** Told from the agent's DaemonSet, or from the objects only its operator makes. */
export function networkPlugin({ objects }: World): NetworkPlugin {
  const agents = objects.list("DaemonSet.apps").map(({ ref }) => stringOf(ref.name));
  if (agents.includes("cilium")) return "cilium";
  if (agents.some((name) => name === "calico-node" || name === "canal")) return "calico";
  if (objects.list("CiliumNode.cilium.io").length > 0) return "cilium";
  return objects.list("FelixConfiguration.crd.projectcalico.org").length > 0 ||
    objects.list("IPPool.crd.projectcalico.org").length > 0
    ? "calico"
    : "other";
}
