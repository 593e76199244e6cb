import type { Arrival } from "../../entry/arrival.ts";
import { arrivalsOf } from "../../entry/arrivals.ts";
import type { Controller } from "../../entry/controller.ts";
import { type SelfCheck, selfCheckBy } from "../../entry/hairpin/inside-connection.ts";
import { routeClasses } from "../../entry/route-classes.ts";
import { at, type Path, stringOf } from "../../world/json.ts";
import { type Resource, refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import { cite } from "../cite.ts";
import type { Breach, JudgeContext } from "../guarantee.ts";
import { newlyBehindProxy } from "./proxy-protocol-on.ts";
import type { Rule } from "./rule.ts";

/**
 * The controller asks auth-url for every request. Where that host is one it serves itself, the question goes from inside
 * the cluster to the load balancer's address, past the load balancer, and arrives without a PROXY header: as with
 * cert-manager's own look at a challenge (ingress-nginx issue 10821).
 */
export const authBehindProxy: Rule = {
  id: "auth-behind-proxy",
  title: "The controller asks itself for permission, past the load balancer",
  hazards: ["IN-6"],
  find(before, now, context) {
    return newlyBehindProxy(before, now, context).flatMap((controller) => {
      const arrivals = arrivalsOf(before, now, context).filter(
        (one) => one.controller === controller && one.entry.balancer !== undefined && one.used !== "no",
      );
      return askingOf(controller, before, context).flatMap((asking) => {
        const breach = breachOf(asking, controller, arrivals, before, now);
        return breach === undefined ? [] : [breach];
      });
    });
  },
};

interface Asking {
  readonly resource: Resource;
  readonly path: Path;
  readonly url: URL;
}

/** Ingresses of the controller whose auth-url names a host that it serves. */
function askingOf(controller: Controller, before: World, { profile }: JudgeContext): readonly Asking[] {
  const prefix = controller.flags["--annotations-prefix"] ?? "nginx.ingress.kubernetes.io";
  const path: Path = ["metadata", "annotations", `${prefix}/auth-url`];
  const hosts = new Set<string>();
  const asking = new Map<Resource, Asking>();
  for (const { controllers, maybe, routes } of routeClasses(before, profile)) {
    if (!controllers.includes(controller) && !maybe.includes(controller)) continue;
    for (const { resource, host } of routes) {
      hosts.add(host);
      const url = urlOf(stringOf(at(resource.object, ...path)));
      if (url !== undefined && !asking.has(resource)) asking.set(resource, { resource, path, url });
    }
  }
  return [...asking.values()].filter(({ url }) => hosts.has(url.hostname));
}

/** Undefined for variables in the host, which nobody can follow from here. */
function urlOf(text: string | undefined): URL | undefined {
  try {
    return text === undefined ? undefined : new URL(text);
  } catch {
    return undefined;
  }
}

function breachOf(
  { resource, path, url }: Asking,
  controller: Controller,
  arrivals: readonly Arrival[],
  before: World,
  now: World,
): Breach | undefined {
  const listener = url.protocol === "http:" ? "http" : "https";
  const checks = arrivals
    .filter((arrival) => arrival.listener === listener)
    .map((arrival): SelfCheck => selfCheckBy(arrival, before, now));
  const failing =
    checks.find(({ outcome }) => outcome === "fails") ?? checks.find(({ outcome }) => outcome === "unknown");
  if (failing === undefined) return undefined;
  const who = refLabel(resource.ref);
  const fails = failing.outcome === "fails";
  return {
    cause: authBehindProxy.id,
    verdict: fails ? "breaks" : "unknown",
    subject: resource.ref,
    message: `${refLabel(controller.workload.ref)} asks ${url.hostname} for permission before it serves ${who}, and serves ${url.hostname} itself. From inside the cluster the question goes past the load balancer and arrives without a PROXY header, so it ${fails ? "is refused, and every request to the Ingress ends in an error" : "may be refused"}: ${failing.why}.`,
    remedy: `In ${who}, set auth-url to the authenticating Service's name inside the cluster (http://name.namespace.svc.cluster.local/...); auth-signin, which browsers follow, stays as it is.`,
    evidence: [cite(resource, path)],
  };
}
