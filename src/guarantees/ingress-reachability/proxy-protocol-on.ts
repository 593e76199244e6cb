import { arrivalsOf } from "../../entry/arrivals.ts";
import type { Controller } from "../../entry/controller.ts";
import { settingsIn } from "../../entry/settings.ts";
import type { World } from "../../world/world.ts";
import type { JudgeContext } from "../guarantee.ts";

const KEY = "use-proxy-protocol";

/** The controllers that the move sets to PROXY protocol: it was off, and is on in this state, with users coming by it. */
export function newlyBehindProxy(before: World, now: World, context: JudgeContext): readonly Controller[] {
  const found = new Set<Controller>();
  for (const { controller, used, entry } of arrivalsOf(before, now, context)) {
    if (controller.kind !== "ingress-nginx" || used === "no" || entry.balancer === undefined) continue;
    const was = settingsIn(before, controller)?.[KEY];
    if (was !== "true" && settingsIn(now, controller)?.[KEY] === "true") found.add(controller);
  }
  return [...found];
}
