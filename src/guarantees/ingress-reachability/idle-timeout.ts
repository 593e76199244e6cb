import type { Controller } from "../../entry/controller.ts";
import { controllersOf } from "../../entry/controllers/controllers-of.ts";
import { servingOf } from "../../entry/serving.ts";
import { at, type Path, stringOf } from "../../world/json.ts";
import { type Resource, refKey, refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import { cite, listed, valueWords } from "../cite.ts";
import type { Breach, JudgeContext } from "../guarantee.ts";
import type { Rule } from "./rule.ts";

/** Octavia's timeout-client-data and timeout-member-data, in seconds, where nobody set them. */
const OCTAVIA_IDLE = 50;

/**
 * A load balancer ends connections on which nothing is said for a while; the nodes' addresses never did. Whoever waits
 * longer than 50 s for an answer, or keeps a stream open, meets it first when traffic moves (cloud-provider-openstack
 * issue 588).
 */
export const idleTimeout: Rule = {
  id: "idle-timeout",
  title: "Long silences end at the load balancer's timeout",
  hazards: ["LB-9"],
  find(before, now, context) {
    if (now.traffic.users === "old") return [];
    return newlyBalanced(before, now, context).flatMap((controller) => [
      ...ofSettings(controller),
      ...ofIngresses(controller, now, context),
    ]);
  },
};

/** Controllers that the platform puts a load balancer before, and that had none of it. */
function newlyBalanced(before: World, now: World, { profile }: JudgeContext): readonly Controller[] {
  const had = new Set(before.traffic.balancers.map(({ controller }) => refKey(controller)));
  const has = new Set(now.traffic.balancers.map(({ controller }) => refKey(controller)));
  return controllersOf(now, profile).filter(({ workload, kind }) => {
    const key = refKey(workload.ref);
    return kind === "ingress-nginx" && has.has(key) && !had.has(key);
  });
}

const TIMEOUTS = ["proxy-read-timeout", "proxy-send-timeout"];

function ofSettings({ settings, settingsFrom }: Controller): readonly Breach[] {
  if (settings === undefined || settingsFrom === undefined) return [];
  const long = TIMEOUTS.filter((key) => isLong(settings[key]));
  const words = long.map((key) => `${key} ${settings[key]}`);
  const paths = long.map((key): Path => ["data", key]);
  return long.length === 0 ? [] : [breachOf(settingsFrom, words, paths)];
}

/** The states of a route share the objects, and then this answer. */
const FOUND = new WeakMap<Controller, { objects: World["objects"]; breaches: readonly Breach[] }>();

function ofIngresses(controller: Controller, now: World, { profile }: JudgeContext): readonly Breach[] {
  const known = FOUND.get(controller);
  if (known?.objects === now.objects) return known.breaches;
  const prefix = controller.flags["--annotations-prefix"] ?? "nginx.ingress.kubernetes.io";
  const controllers = controllersOf(now, profile);
  const breaches = now.objects.list("Ingress.networking.k8s.io").flatMap((resource) => {
    const found = longUses(resource, prefix);
    if (found.length === 0) return [];
    const { controllers: serving, maybe } = servingOf(resource, controllers, now);
    if (!serving.includes(controller) && !maybe.includes(controller)) return [];
    const words = found.map(([key, value]) => `${key.slice(prefix.length + 1)} ${valueWords(value)}`);
    const paths = found.map(([key]): Path => ["metadata", "annotations", key]);
    return [breachOf(resource, words, paths)];
  });
  FOUND.set(controller, { objects: now.objects, breaches });
  return breaches;
}

/** Annotations of an Ingress that speak of silences longer than the load balancer's. */
function longUses({ object }: Resource, prefix: string): readonly (readonly [key: string, value: string])[] {
  const value = (name: string) => stringOf(at(object, "metadata", "annotations", `${prefix}/${name}`));
  const uses: (readonly [string, string])[] = [];
  for (const name of TIMEOUTS) {
    const text = value(name);
    if (text !== undefined && isLong(text)) uses.push([`${prefix}/${name}`, text]);
  }
  const protocol = value("backend-protocol");
  if (protocol !== undefined && /^grpcs?$/i.test(protocol))
    uses.push([`${prefix}/backend-protocol`, protocol]);
  return uses;
}

function isLong(text: string | undefined): boolean {
  return text !== undefined && /^\d{1,9}s?$/.test(text) && Number.parseInt(text, 10) > OCTAVIA_IDLE;
}

function breachOf(resource: Resource, words: readonly string[], paths: readonly Path[]): Breach {
  return {
    cause: idleTimeout.id,
    verdict: "unknown",
    subject: resource.ref,
    message: `${refLabel(resource.ref)} counts on connections that say nothing for long (${listed(words)}). Once visitors come through the platform's load balancer, that one ends them first if its timeouts are shorter; Octavia's are ${OCTAVIA_IDLE} s unless set. What the platform sets cannot be seen from here.`,
    remedy: `Ask for timeout-client-data and timeout-member-data of the new load balancer as long as these, or have the application say something (a WebSocket ping, a gRPC keepalive) at least every ${OCTAVIA_IDLE - 20} s.`,
    evidence: paths.map((path) => cite(resource, path)),
  };
}
