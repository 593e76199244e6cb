import type { World } from "../world/world.ts";
import type { Layer } from "./policy.ts";

/** How a cluster's network behaves where Kubernetes leaves it open (network.md 13 to 22). */
export interface NetworkOptions {
  /** `as-node`: policies ignore pods on the host's network, whose traffic has the node's address. */
  readonly hostNetwork: "as-node" | "as-pod";
  /** Whether an ipBlock also matches the addresses of pods, as the API has it; Cilium does not. */
  readonly ipBlockMatchesPods: boolean;
}

export const KUBERNETES: NetworkOptions = { hostNetwork: "as-node", ipBlockMatchesPods: true };

/** One world to judge, with its policies compiled. Several views share one set of classes, to be compared. */
export interface View {
  readonly world: World;
  readonly layers: readonly Layer[];
  readonly options: NetworkOptions;
}
