import type { StageSpec } from "../../platforms/profile.ts";
import { replaceNodes } from "./replace-nodes.ts";
import type { Stage } from "./stage.ts";
import { unchanged } from "./unchanged.ts";
import { upgrade } from "./upgrade.ts";

/** What each `does` of a profile's route means. */
export const STAGES: Readonly<Record<StageSpec["does"], Stage>> = {
  nothing: unchanged,
  "attach-load-balancer": unchanged,
  "switch-traffic": unchanged,
  "replace-nodes": replaceNodes,
  upgrade,
  settle: unchanged,
};
