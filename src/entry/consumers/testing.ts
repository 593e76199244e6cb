import { manifests, resourceOf, testWorld } from "../../guarantees/testing.ts";
import type { World } from "../../world/world.ts";
import type { Controller } from "../controller.ts";
import { addressConsumers } from "./address-consumers.ts";
import type { AddressConsumer } from "./consumer.ts";

/** A controller as its own module would read it, from what a test says of it. */
export function testController(change: Partial<Controller> = {}): Controller {
  const [workload] = testWorld(DAEMON_SET).workloads;
  if (workload === undefined) throw new Error("the test's DaemonSet is no workload");
  const settings = change.settings ?? {};
  const [config] = manifests(CONFIG);
  if (config === undefined) throw new Error("the test's ConfigMap is none");
  return {
    workload,
    kind: "ingress-nginx",
    shownBy: { resource: workload.template.resource, path: [], note: "" },
    operator: { who: "customer", by: "manifest", evidence: [] },
    version: [1, 5, 1],
    controllerValue: "k8s.io/ingress-nginx",
    classNames: ["nginx"],
    classObjects: "value",
    annotationFirst: false,
    followsDefaultClass: false,
    takesClassless: true,
    takesNameWithoutObject: true,
    namespaces: undefined,
    namespacesKnown: true,
    settings,
    settingsFrom: resourceOf({ ...config, data: settings }),
    flags: {},
    http: 80,
    https: 443,
    streams: [],
    ...change,
  };
}

const DAEMON_SET = `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: ingress-nginx-controller, namespace: ingress-nginx }
spec: { template: { metadata: { labels: { app.kubernetes.io/name: ingress-nginx } }, spec: { containers: [{ name: controller }] } } }
`;

const CONFIG = `
apiVersion: v1
kind: ConfigMap
metadata: { name: ingress-nginx, namespace: ingress-nginx }
`;

/** An Ingress with annotations of ingress-nginx, written without their prefix. */
export function annotated(annotations: Readonly<Record<string, string>>, prefix = PREFIX): string {
  const full = Object.fromEntries(
    Object.entries(annotations).map(([key, text]) => [`${prefix}${key}`, text]),
  );
  return JSON.stringify({
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name: "web", namespace: "shop", annotations: full },
    spec: { ingressClassName: "nginx" },
  });
}

const PREFIX = "nginx.ingress.kubernetes.io/";

/** What is found where there is this one controller, of class nginx. */
export function consumersOf(yaml: string | World, controller = testController()): readonly AddressConsumer[] {
  const world = typeof yaml === "string" ? testWorld(yaml) : yaml;
  return addressConsumers(world, [controller]);
}

/** `whitelist-source-range: allow-list closed`. */
export function consumerLine({ setting, kind, whenHidden, looksAt, followed }: AddressConsumer): string {
  const look = looksAt === "client" ? "" : ` ${looksAt}`;
  return `${setting}: ${kind} ${whenHidden}${look}${followed ? "" : " unfollowed"}`;
}
