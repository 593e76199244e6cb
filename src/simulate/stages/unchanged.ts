import type { Stage } from "./stage.ts";

/** Stages that change only how traffic enters or what people hold: the objects and nodes stay what they are. */
export const unchanged: Stage = (world, { spec }) => ({
  passing: spec.rolling === undefined ? undefined : world,
  settled: world,
});
