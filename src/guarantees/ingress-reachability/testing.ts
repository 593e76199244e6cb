import { controllerObject, OPENSTACK_CONTROLLER } from "../../entry/balancers/testing.ts";
import type { KubeObject } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import type { Breach, JudgeContext } from "../guarantee.ts";
import {
  breachLine,
  replacedNodes,
  rolled,
  rolling,
  testContext,
  testWorld,
  type WorldOptions,
} from "../testing.ts";
import type { Rule } from "./rule.ts";

/** What the tests of load balancers' rules share: a cluster with Octavia's controller, and the states of both routes. */

export interface OctaviaOptions extends WorldOptions {
  /** The controller's image tag; "none" for a cluster in which it was not read. */
  readonly controller?: string;
  readonly clusterName?: string;
}

export function octaviaWorld(objects: readonly KubeObject[], options: OctaviaOptions = {}): World {
  const { controller = "v1.25.6", clusterName = "cluster.local" } = options;
  const args = [`--cluster-name=${clusterName}`];
  const running =
    controller === "none" ? [] : [controllerObject(`${OPENSTACK_CONTROLLER}:${controller}`, { args })];
  return testWorld([...running, ...objects], options);
}

export type Move = "rolling" | "rolled" | "beside" | "alone" | "same";

/** The state of a move, at a minor. */
export function moved(before: World, move: Move, minor = 26, change: Partial<World> = {}): World {
  const later = { api: { ...before.api, minor }, ...change };
  if (move === "rolling") return rolling(before, { minor, change: later });
  if (move === "rolled") return rolled(before, { minor, change: later });
  if (move === "same") return { ...before, state: "later", ...change };
  return { ...before, copy: move, nodes: replacedNodes(before.nodes, { minor }), roll: undefined, ...later };
}

export function breachesOf(rule: Rule, before: World, now: World, context?: JudgeContext): readonly Breach[] {
  const route = now.copy === undefined ? "in-place" : "new-cluster";
  return rule.find(before, now, context ?? { ...testContext(), route });
}

/** The same in short: `breaks Service shop/web`. */
export function found(rule: Rule, before: World, now: World): readonly string[] {
  return breachesOf(rule, before, now).map((breach) => breachLine(breach).replace(`${rule.id} `, ""));
}
