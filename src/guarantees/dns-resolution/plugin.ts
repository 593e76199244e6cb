import { type CniName, detectCni } from "../../network/cni.ts";
import type { World } from "../../world/world.ts";

/** The network plugins whose treatment of DNS is known; `other` for all else. */
export type NetworkPlugin = "calico" | "cilium" | "other";

export function networkPlugin(world: World, named?: CniName): NetworkPlugin {
  const cni = named ?? detectCni(world).cni;
  if (cni === "cilium") return "cilium";
  return cni === "calico" || cni === "canal" ? "calico" : "other";
}
