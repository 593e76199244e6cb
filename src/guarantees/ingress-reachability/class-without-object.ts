import type { Controller } from "../../entry/controller.ts";
import { type RouteClass, routeClasses } from "../../entry/route-classes.ts";
import { type Resource, refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import { cite, counted, listed } from "../cite.ts";
import type { Breach, JudgeContext } from "../guarantee.ts";
import type { Rule } from "./rule.ts";

/**
 * Ingresses that a controller serves by flags alone: no class, or a class without an IngressClass. The flags stay while
 * the controller does; one installed by its chart has neither (kubespray issues 9936 and 10401).
 */
export const classWithoutObject: Rule = {
  id: "class-without-object",
  title: "Ingresses are served without an IngressClass",
  hazards: ["IN-7"],
  find(before, now, context) {
    if (now.copy === undefined && now.nodes.every(({ generation }) => generation === 0)) return [];
    const groups = new Map<string, { routes: RouteClass; resources: Set<Resource> }>();
    for (const routes of routeClasses(before, context.profile)) {
      const { serving } = routes;
      if (serving.how !== "classless" && serving.how !== "name") continue;
      const [controller] = routes.controllers;
      if (controller === undefined) continue;
      const key = `${refLabel(controller.workload.ref)} ${serving.how === "classless" ? "" : serving.className}`;
      const there = groups.get(key) ?? { routes, resources: new Set() };
      groups.set(key, there);
      for (const { resource } of routes.routes) there.resources.add(resource);
    }
    return [...groups.values()].flatMap(({ routes, resources }) => {
      const [controller] = routes.controllers;
      const name = routes.serving.how === "classless" ? undefined : routes.serving.className;
      return controller === undefined ? [] : [breachOf(controller, name, [...resources], now, context)];
    });
  },
};

function breachOf(
  controller: Controller,
  className: string | undefined,
  resources: readonly Resource[],
  now: World,
  { profile }: JudgeContext,
): Breach {
  const who = refLabel(controller.workload.ref);
  const names = resources.map(({ ref }) => refLabel(ref));
  const many = `${counted(resources.length, "Ingress", "Ingresses")} (${listed(names)})`;
  const way =
    className === undefined
      ? `${many} name no class; ${who} takes such Ingresses by a flag`
      : `${many} name class ${className}, and there is no IngressClass of that name; ${who} takes them by the name alone`;
  const anew = now.copy !== undefined;
  return {
    cause: classWithoutObject.id,
    verdict: anew ? "unknown" : "advice",
    subject: controller.workload.ref,
    detail: className ?? "",
    message: anew
      ? `${way}. Whether the controller of ${profile.target.title} does is not known; one installed by its chart serves neither.`
      : `${way}. That stays so while this controller does; one installed anew by its chart does not serve them.`,
    remedy:
      className === undefined
        ? `Give the Ingresses spec.ingressClassName, and have an IngressClass of that name.`
        : `Create IngressClass ${className} with spec.controller ${controller.controllerValue ?? "of the controller that is to serve it"} before a controller is installed anew.`,
    evidence: resources
      .slice(0, MOST_EVIDENCE)
      .map((resource) => cite(resource, className === undefined ? ["spec"] : ["spec", "ingressClassName"])),
  };
}

const MOST_EVIDENCE = 20;
