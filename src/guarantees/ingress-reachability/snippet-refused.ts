import type { Controller } from "../../entry/controller.ts";
import { routeClasses } from "../../entry/route-classes.ts";
import { entriesOf as fieldsOf } from "../../world/json.ts";
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
    const found = new Map<Resource, Breach>();
    for (const { controllers, maybe, routes } of routeClasses(before, context.profile)) {
      const controller = [...controllers, ...maybe].find(({ kind }) => kind === "ingress-nginx");
      if (controller === undefined) continue;
      for (const { resource } of routes) {
        const keys = found.has(resource) ? [] : snippetsIn(resource, controller);
        if (keys.length > 0) found.set(resource, breachOf(resource, keys, controller, anew));
      }
    }
    return [...found.values()];
  },
};

function snippetsIn({ object }: Resource, { flags }: Controller): readonly string[] {
  const prefix = flags["--annotations-prefix"] ?? "nginx.ingress.kubernetes.io";
  const critical = new Set(CRITICAL.map((name) => `${prefix}/${name}`));
  return fieldsOf(object.metadata.annotations)
    .map(([key]) => key)
    .filter((key) => critical.has(key));
}

function breachOf(
  resource: Resource,
  keys: readonly string[],
  controller: Controller,
  anew: boolean,
): Breach {
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
