import { refKey } from "../world/resource.ts";
import type { World } from "../world/world.ts";
import type { Controller } from "./controller.ts";

/** A controller's settings in a state: what was read, with what the platform sets over it. Undefined where its ConfigMap was not read. */
export function settingsIn(
  { traffic }: Pick<World, "traffic">,
  { settings, workload }: Controller,
): Readonly<Record<string, string>> | undefined {
  const key = refKey(workload.ref);
  const over = traffic.settings.filter(({ controller }) => refKey(controller) === key);
  if (over.length === 0 || settings === undefined) return settings;
  return Object.assign(Object.create(null), settings, ...over.map((one) => one.settings));
}
