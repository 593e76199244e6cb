import type { StageSpec } from "../../platforms/profile.ts";
import { attachLoadBalancer } from "./attach-load-balancer.ts";
import { copyToNewCluster } from "./copy.ts";
import { replaceNodes } from "./replace-nodes.ts";
import { retireOldCluster } from "./retire.ts";
import type { Stage } from "./stage.ts";
import { switchTraffic } from "./switch-traffic.ts";
import { unchanged } from "./unchanged.ts";
import { upgrade } from "./upgrade.ts";

/** What each `does` of a profile's route means. */
export const STAGES: Readonly<Record<StageSpec["does"], Stage>> = {
  nothing: unchanged,
  "attach-load-balancer": attachLoadBalancer,
  "switch-traffic": switchTraffic,
  "replace-nodes": replaceNodes,
  upgrade,
  settle: unchanged,
  "order-cluster": unchanged,
  copy: copyToNewCluster,
  retire: retireOldCluster,
};
