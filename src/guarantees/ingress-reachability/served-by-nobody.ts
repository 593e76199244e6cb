import { routeClasses } from "../../entry/route-classes.ts";
import type { Resource } from "../../world/resource.ts";
import { refLabel } from "../../world/resource.ts";
import { cite } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import type { Rule } from "./rule.ts";

/**
 * Ingresses that no controller serves today have nothing to lose; but an IngressClass that comes with the move may wake
 * them, and their owners should not learn that from visitors.
 */
export const servedByNobody: Rule = {
  id: "served-by-nobody",
  title: "An Ingress is served by nobody today",
  hazards: ["IN-7"],
  find(before, now, context) {
    if (now.copy === undefined && now.nodes.every(({ generation }) => generation === 0)) return [];
    const found = new Map<Resource, Breach>();
    for (const { controllers, maybe, serving, routes } of routeClasses(before, context.profile)) {
      if (controllers.length > 0 || maybe.length > 0 || serving.why === undefined) continue;
      for (const { resource } of routes) {
        if (found.has(resource) || resource.ref.kind !== "Ingress") continue;
        found.set(resource, {
          cause: servedByNobody.id,
          verdict: "advice",
          subject: resource.ref,
          message: `${refLabel(resource.ref)} is served by nobody today: ${serving.why}. A controller or an IngressClass that comes with the move may begin to serve it.`,
          remedy: `Name a class that is served in ${refLabel(resource.ref)}, or delete it.`,
          evidence: serving.evidence
            .filter((shown) => shown.resource === resource)
            .map(({ path, note }) => cite(resource, path, note)),
        });
      }
    }
    return [...found.values()];
  },
};
