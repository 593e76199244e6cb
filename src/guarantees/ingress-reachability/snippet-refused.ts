import type { Controller } from "../../entry/controller.ts";
import { type RouteClass, routeClasses } from "../../entry/route-classes.ts";
import { at } from "../../world/json.ts";
import { remembering } from "../../world/remember.ts";
import { type Resource, refLabel } from "../../world/resource.ts";
import { cite, listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import type { Rule } from "./rule.ts";

/** Annotations of the risk level Critical (docs/user-guide/nginx-configuration/annotations-risk.md of ingress-nginx). */
const CRITICAL = [
  "auth-snippet",
  "configuration-snippet",
  "modsecurity-snippet",
  "server-snippet",
  "stream-snippet",
];

/**
 * ingress-nginx refuses snippets by default since 1.9.0 (allow-snippet-annotations), and since 1.12.0 also where they
 * are allowed, unless annotations-risk-level is Critical. Which version the target's controller has is not known.
 */
export const snippetRefused: Rule = {
  id: "snippet-refused",
  title: "A newer ingress controller refuses an annotation",
  hazards: ["IN-8"],
  find(before, now, context) {
    if (now.copy === undefined && now.nodes.every(({ generation }) => generation === 0)) return [];
    const anew = now.copy !== undefined;
    return snippetsIn(routeClasses(before, context.profile)).map((one) => breachOf(one, anew));
  },
};

interface Snippets {
  readonly resource: Resource;
  readonly controller: Controller;
  /** Keys of annotations. */
  readonly keys: readonly string[];
}

/** Every state asks about the same Ingresses. */
const snippetsIn = remembering((classes: readonly RouteClass[]): readonly Snippets[] => {
  const found = new Map<Resource, Snippets>();
  for (const { controllers, maybe, routes } of classes) {
    const controller = [...controllers, ...maybe].find(({ kind }) => kind === "ingress-nginx");
    if (controller === undefined) continue;
    const prefix = controller.flags["--annotations-prefix"] ?? "nginx.ingress.kubernetes.io";
    const critical = CRITICAL.map((name) => `${prefix}/${name}`);
    for (const { resource } of routes) {
      if (found.has(resource)) continue;
      const { annotations } = resource.object.metadata;
      const keys = critical.filter((key) => at(annotations, key) !== undefined);
      found.set(resource, { resource, controller, keys });
    }
  }
  return [...found.values()].filter(({ keys }) => keys.length > 0);
});

function breachOf({ resource, keys, controller }: Snippets, anew: boolean): Breach {
  const who = refLabel(resource.ref);
  const names = keys.map((key) => key.slice(key.indexOf("/") + 1));
  const risk = controller.settings?.["annotations-risk-level"];
  const kept = risk === "Critical" && controller.settings?.["allow-snippet-annotations"] === "true";
  return {
    cause: snippetRefused.id,
    verdict: anew && !kept ? "unknown" : "advice",
    subject: resource.ref,
    message: `${who} has ${listed(names)}. ingress-nginx refuses such annotations by default since 1.9.0, and since 1.12.0 unless annotations-risk-level is Critical; which version and settings the target's controller has is not known from here. An Ingress it refuses is not served.`,
    remedy: `Replace the snippet by annotations of its own purpose, or have allow-snippet-annotations: "true" and annotations-risk-level: Critical set at the controller that is to serve ${who}.`,
    evidence: keys.map((key) => cite(resource, ["metadata", "annotations", key])),
  };
}
