import type { EntryPlan } from "../../platforms/entry-plan.ts";
import type { Profile } from "../../platforms/profile.ts";
import type { ObjectRef } from "../../world/resource.ts";
import type { Traffic } from "../../world/traffic.ts";
import type { World } from "../../world/world.ts";
import { addressedNodes } from "../address-testing.ts";
import type { Breach, JudgeContext } from "../guarantee.ts";
import { breachLine, testContext, testWorld } from "../testing.ts";
import { clientSourceAddress } from "./client-source-address.ts";

/** A controller on the ports of its nodes, as Kubespray's addon sets it up, and the load balancer the move brings. */

export const CONTROLLER: ObjectRef = {
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  namespace: "ingress-nginx",
  name: "ingress-nginx-controller",
};

/** The controller with keys of its ConfigMap, written as YAML. */
export function controller(settings = "{}", template = ""): string {
  return `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: ingress-nginx-controller, namespace: ingress-nginx }
spec:
  selector: { matchLabels: { app.kubernetes.io/name: ingress-nginx } }
  template:
    metadata: { labels: { app.kubernetes.io/name: ingress-nginx } }
    spec:
      containers:
        - name: controller
          image: registry.k8s.io/ingress-nginx/controller:v1.5.1
          args: [/nginx-ingress-controller, --configmap=ingress-nginx/ingress-nginx, --watch-ingress-without-class=true]
          ports: [{ containerPort: 80, hostPort: 80 }, { containerPort: 443, hostPort: 443 }]
      ${template}
---
apiVersion: v1
kind: ConfigMap
metadata: { name: ingress-nginx, namespace: ingress-nginx }
data: ${settings}
`;
}

/** An Ingress with annotations, written without ingress-nginx' prefix. */
export function ingress(annotations: Readonly<Record<string, string>>, name = "web"): string {
  const full = Object.fromEntries(
    Object.entries(annotations).map(([key, text]) => [`nginx.ingress.kubernetes.io/${key}`, text]),
  );
  return JSON.stringify({
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name, namespace: "shop", annotations: full },
    spec: { rules: [{ host: "shop.example.com" }] },
  });
}

export interface Moved {
  readonly mode?: EntryPlan["mode"];
  readonly users?: Traffic["users"];
  /** Keys the platform sets over the controller's own. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly profile?: Profile;
  readonly plan?: EntryPlan;
  readonly change?: Partial<World>;
  readonly context?: Partial<JudgeContext>;
}

/** The cluster, and the state in which users come by the platform's load balancer. */
export function moved(yaml: string | readonly string[], options: Moved = {}) {
  const text = typeof yaml === "string" ? yaml : yaml.join("\n---\n");
  const before = testWorld(text, { nodes: addressedNodes() });
  const mode = options.mode ?? "tcp";
  const settings = options.settings ?? (mode === "proxy-protocol" ? { "use-proxy-protocol": "true" } : {});
  const now: World = {
    ...before,
    state: "traffic-switched",
    traffic: {
      users: options.users ?? "new",
      balancers: [
        {
          controller: CONTROLLER,
          mode: mode === "proxy-protocol" ? "proxy-v1" : "tcp",
          ports: [80, 443],
          sourceRanges: undefined,
        },
      ],
      settings: Object.keys(settings).length === 0 ? [] : [{ controller: CONTROLLER, settings }],
    },
    ...options.change,
  };
  const plan = options.plan ?? { maintainer: "provider", mode, proxyRanges: [] };
  const context = {
    ...testContext({
      entryPlan: plan,
      ...(options.profile === undefined ? {} : { profile: options.profile }),
    }),
    ...options.context,
  };
  return { before, now, context };
}

export function judgeMoved(yaml: string | readonly string[], options: Moved = {}): readonly Breach[] {
  const { before, now, context } = moved(yaml, options);
  return clientSourceAddress.judge(before, now, context);
}

/** Everything but the advice that applications are told another address, which every controller gets. */
export function lines(yaml: string | readonly string[], options: Moved = {}): readonly string[] {
  return judgeMoved(yaml, options)
    .filter(({ cause }) => cause !== "application-told")
    .map(breachLine)
    .sort();
}
