import type { Controller } from "../../entry/controller.ts";
import { routeClasses } from "../../entry/route-classes.ts";
import { at } from "../../world/json.ts";
import { type Resource, refLabel } from "../../world/resource.ts";
import { cite, listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { newlyBehindProxy } from "./proxy-protocol-on.ts";
import type { Rule } from "./rule.ts";

/**
 * With SSL passthrough a proxy of the controller's own listens at 443, before nginx, and takes the PROXY header itself.
 * Reports of it going wrong with PROXY protocol are open (ingress-nginx issue 11365).
 */
export const passthroughBehindProxy: Rule = {
  id: "passthrough-behind-proxy",
  title: "SSL passthrough together with PROXY protocol",
  hazards: ["IN-5"],
  find(before, now, context) {
    return newlyBehindProxy(before, now, context)
      .filter(
        ({ flags }) =>
          flags["--enable-ssl-passthrough"] !== undefined && flags["--enable-ssl-passthrough"] !== "false",
      )
      .flatMap((controller) => {
        const passing = passedThrough(controller, routeClasses(before, context.profile));
        return passing.length === 0 ? [] : [breachOf(controller, passing)];
      });
  },
};

type Classes = ReturnType<typeof routeClasses>;

function passedThrough(controller: Controller, classes: Classes): readonly Resource[] {
  const found = new Set<Resource>();
  const key = annotationOf(controller);
  for (const { controllers, maybe, routes } of classes) {
    if (!controllers.includes(controller) && !maybe.includes(controller)) continue;
    for (const { resource } of routes) {
      if (at(resource.object, "metadata", "annotations", key) === "true") found.add(resource);
    }
  }
  return [...found];
}

function annotationOf({ flags }: Controller): string {
  return `${flags["--annotations-prefix"] ?? "nginx.ingress.kubernetes.io"}/ssl-passthrough`;
}

function breachOf(controller: Controller, passing: readonly Resource[]): Breach {
  const who = refLabel(controller.workload.ref);
  return {
    cause: passthroughBehindProxy.id,
    verdict: "unknown",
    subject: controller.workload.ref,
    message: `${who} hands TLS through to ${listed(passing.map(({ ref }) => refLabel(ref)))} by a proxy of its own, and is set to PROXY protocol in this state. Whether both go together is not certain: failures are reported (ingress-nginx issue 11365), and the applications behind may see a header they do not expect.`,
    remedy: `Try one of these hosts behind the load balancer before the others are moved, or give what is passed through a Service of type LoadBalancer of its own.`,
    evidence: passing
      .slice(0, MOST_EVIDENCE)
      .map((resource) => cite(resource, ["metadata", "annotations", annotationOf(controller)])),
  };
}

const MOST_EVIDENCE = 20;
