import { expect, it } from "vitest";
import { testProfile, testWorld } from "../guarantees/testing.ts";
import { TRAFFIC_AS_READ } from "../world/traffic.ts";
import { controllersOf } from "./controllers/controllers-of.ts";
import { configMapYaml, workloadYaml } from "./controllers/testing.ts";
import { settingsIn } from "./settings.ts";

const args = ["/nginx-ingress-controller", "--configmap=ingress/settings"];
const read = configMapYaml("ingress", "settings", {
  "use-proxy-protocol": "false",
  "server-tokens": "false",
});
const world = testWorld(`${workloadYaml({ args })}---\n${read}`);
const [controller] = controllersOf(world, testProfile());
if (controller === undefined) throw new Error("not recognised");

it("puts what the platform sets over what was read, for that controller alone", () => {
  const other = { ...controller.workload.ref, name: "other" };
  const settings = [
    {
      controller: { ...controller.workload.ref, apiVersion: "extensions/v1beta1" },
      settings: { "use-proxy-protocol": "true" },
    },
    { controller: other, settings: { "server-tokens": "true" } },
  ];
  const flipped = { ...world, traffic: { ...TRAFFIC_AS_READ, settings } };
  expect({ ...settingsIn(flipped, controller) }).toEqual({
    "use-proxy-protocol": "true",
    "server-tokens": "false",
  });
  expect(settingsIn(world, controller)).toBe(controller.settings);
});

it("keeps settings unknown that were not read", () => {
  const settings = [{ controller: controller.workload.ref, settings: { "use-proxy-protocol": "true" } }];
  const flipped = { ...world, traffic: { ...TRAFFIC_AS_READ, settings } };
  expect(settingsIn(flipped, { ...controller, settings: undefined })).toBeUndefined();
});
