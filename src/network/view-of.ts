import type { World } from "../world/world.ts";
import { networkingV1 } from "./dialects/networking-v1.ts";
import { KUBERNETES, type NetworkOptions, type View } from "./view.ts";

/** A world with every policy it holds compiled: the one place that knows which kinds there are. */
export function viewOf(world: World, options: Partial<NetworkOptions> = {}): View {
  return {
    world,
    layers: [networkingV1(world.objects.list("NetworkPolicy.networking.k8s.io"))],
    options: { ...KUBERNETES, ...options },
  };
}
