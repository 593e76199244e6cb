import fc from "fast-check";
import { expect, it } from "vitest";
import { resourceOf, testNode, testWorld } from "../../guarantees/testing.ts";
import { balancerAddresses } from "./addresses.ts";
import { CLOUDS } from "./cloud.ts";
import { balancerMembers, EXCLUDED, eligibleNodes } from "./members.ts";
import { MODES } from "./modes/modes.ts";
import { oddServices } from "./odd-services.ts";
import { serviceBalancer } from "./service-balancer.ts";
import { viewOf } from "./service-view.ts";
import { controllerObject, OPENSTACK_CONTROLLER } from "./testing.ts";

/** What holds of every Service, whatever stands in it: the API server takes much, and files hold anything. */

const NODES = [
  testNode("a", { labels: { pool: "x" } }),
  testNode("b", { labels: { [EXCLUDED]: "" } }),
  testNode("c", { labels: { pool: "y" } }),
];
const WORLDS = ["v1.25.6", "v1.31.0", "latest"].map((tag) =>
  testWorld([controllerObject(`${OPENSTACK_CONTROLLER}:${tag}`)], { nodes: NODES }),
);
const EMPTY = testWorld([], { nodes: NODES });

it("says the same twice, has no member that may be none, and claims nothing of clouds that are not known", () => {
  fc.assert(
    fc.property(oddServices, fc.constantFrom(EMPTY, ...WORLDS), (object, world) => {
      const [once, twice] = [resourceOf(object), resourceOf(object)];
      const balancer = serviceBalancer(once, world);
      expect(serviceBalancer(twice, world)).toEqual({
        ...balancer,
        evidence: balancer.evidence.map((shown) =>
          shown.resource === once ? { ...shown, resource: twice } : shown,
        ),
      });
      const eligible = new Set(eligibleNodes(world));
      expect(balancerMembers(once, world).every((node) => eligible.has(node))).toBe(true);
      if (balancer.cloud === "unknown" || balancer.cloud === "other") expect(balancer.modeKnown).toBe(false);
      expect(balancerAddresses(once, { copy: "beside" }).known).toBe(false);
    }),
  );
});

it("reads every cloud's annotations without stumbling", () => {
  fc.assert(
    fc.property(oddServices, fc.constantFrom(...CLOUDS), (object, cloud) => {
      const view = viewOf(resourceOf(object), EMPTY, cloud);
      for (const port of view.ports) expect(MODES[cloud](view, port).note).not.toBe("");
    }),
  );
});
