import type { World } from "../world/world.ts";
import { type CniName, cniNamed, detectCni } from "./cni.ts";
import { layersOf } from "./layers.ts";
import type { NetworkOptions, View } from "./view.ts";

/** A world with every policy compiled that its network plugin enforces: the one that is seen, or the one named. */
export function viewOf(world: World, options: Partial<NetworkOptions> = {}, cni?: CniName): View {
  const found = cni === undefined ? detectCni(world) : cniNamed(cni);
  return { world, layers: layersOf(world, found.cni), options: { ...found.options, ...options } };
}
