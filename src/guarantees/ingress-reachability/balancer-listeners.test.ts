import { expect, it } from "vitest";
import { balancerObject } from "../../entry/balancers/testing.ts";
import type { JsonObject } from "../../world/json.ts";
import type { KubeObject } from "../../world/resource.ts";
import type { Traffic } from "../../world/traffic.ts";
import type { World } from "../../world/world.ts";
import { manifests } from "../testing.ts";
import { forwardedForOnTlsPort } from "./forwarded-for-on-tls-port.ts";
import { idleTimeout } from "./idle-timeout.ts";
import { proxyProtocolRefused } from "./proxy-protocol-refused.ts";
import { breachesOf, found, moved, octaviaWorld } from "./testing.ts";

const BOTH = {
  "loadbalancer.openstack.org/proxy-protocol": "true",
  "loadbalancer.openstack.org/x-forwarded-for": "true",
};
const PROXY = { "loadbalancer.openstack.org/proxy-protocol": "true" };
const UDP = [443, { port: 443, protocol: "UDP", name: "quic" }];
const REPORTED = { loadBalancer: { ingress: [{ ip: "203.0.113.60" }] } };

it.each([
  ["both at once", BOTH, [80], ["unknown"], ["breaks"]],
  ["a UDP port", PROXY, UDP, ["unknown"], ["unknown"]],
  ["PROXY alone", PROXY, [80, 443], [], []],
  ["a UDP port without PROXY", {}, UDP, [], []],
] as [string, Record<string, string>, (number | JsonObject)[], string[], string[]][])(
  "%s, with a load balancer from before",
  (_, annotations, ports, replaced, copied) => {
    const before = octaviaWorld([balancerObject({ annotations, ports, status: REPORTED })]);
    const verdicts = (now: World) =>
      breachesOf(proxyProtocolRefused, before, now).map(({ verdict }) => verdict);
    expect(verdicts(before)).toEqual([]);
    expect(verdicts(moved(before, "rolled"))).toEqual(replaced);
    expect(verdicts(moved(before, "alone"))).toEqual(copied);
    expect(verdicts(moved(before, "same"))).toEqual(replaced.length === 0 ? [] : ["advice"]);
  },
);

it("only advises where there is no load balancer to lose", () => {
  const before = octaviaWorld([balancerObject({ annotations: BOTH })]);
  expect(found(proxyProtocolRefused, before, moved(before, "rolled"))).toEqual(["advice Service shop/web"]);
});

it("advises on HTTP at a port for TLS, which fails today as well", () => {
  const forwards = { "loadbalancer.openstack.org/x-forwarded-for": "true" };
  const at = (ports: (number | JsonObject)[], annotations: Record<string, string> = forwards) => {
    const before = octaviaWorld([balancerObject({ annotations, ports })]);
    expect(found(forwardedForOnTlsPort, before, before)).toEqual([]);
    return found(forwardedForOnTlsPort, before, moved(before, "same"));
  };
  expect(at([80, 443])).toEqual(["advice Service shop/web"]);
  expect(at([{ port: 8443, targetPort: "https" }])).toEqual(["advice Service shop/web"]);
  expect(at([80])).toEqual([]);
  expect(at([80, 443], {})).toEqual([]);
});

const CONTROLLER = manifests(`
apiVersion: v1
kind: ConfigMap
metadata: { namespace: ingress-nginx, name: ingress-nginx }
data: { proxy-read-timeout: "3600", proxy-send-timeout: "50" }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { namespace: ingress-nginx, name: controller }
spec:
  selector: { matchLabels: { app: ingress } }
  template:
    metadata: { labels: { app: ingress } }
    spec:
      containers:
        - name: controller
          image: registry.k8s.io/ingress-nginx/controller:v1.5.1
          args:
            - /nginx-ingress-controller
            - --configmap=ingress-nginx/ingress-nginx
            - --watch-ingress-without-class=true
          ports: [{ containerPort: 80, hostPort: 80 }]
`);
const ingress = (name: string, annotations: Record<string, string>, className?: string): KubeObject => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: {
    namespace: "shop",
    name,
    annotations: Object.fromEntries(
      Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]),
    ),
  },
  spec: { ...(className === undefined ? {} : { ingressClassName: className }) },
});
const ref = { apiVersion: "apps/v1", kind: "DaemonSet", namespace: "ingress-nginx", name: "controller" };
const balanced = (users: Traffic["users"]): Partial<World> => ({
  traffic: {
    balancers: [{ controller: ref, mode: "tcp", ports: [80, 443], sourceRanges: undefined }],
    settings: [],
    users,
  },
});

it("asks about long silences once visitors come through the platform's load balancer", () => {
  const before = octaviaWorld([
    ...CONTROLLER,
    ingress("slow", { "proxy-read-timeout": "600" }),
    ingress("stream", { "backend-protocol": "GRPC" }),
    ingress("quick", { "proxy-read-timeout": "30", "backend-protocol": "HTTPS" }),
    ingress("odd", { "proxy-read-timeout": "long" }),
    ingress("elsewhere", { "proxy-read-timeout": "600" }, "other"),
  ]);
  expect(found(idleTimeout, before, moved(before, "same", 25, balanced("old")))).toEqual([]);
  expect(found(idleTimeout, before, moved(before, "same", 25, balanced("both")))).toEqual([
    "unknown ConfigMap ingress-nginx/ingress-nginx",
    "unknown Ingress shop/slow",
    "unknown Ingress shop/stream",
  ]);
  const [settings] = breachesOf(idleTimeout, before, moved(before, "same", 25, balanced("new")));
  expect(settings?.evidence.map(({ path }) => path)).toEqual([["data", "proxy-read-timeout"]]);
});

it("does not ask where the load balancer was there before, or none comes", () => {
  const before = {
    ...octaviaWorld([...CONTROLLER, ingress("slow", { "proxy-read-timeout": "600" })]),
    ...balanced("new"),
  };
  expect(found(idleTimeout, before, moved(before, "rolled"))).toEqual([]);
  const without = octaviaWorld([...CONTROLLER, ingress("slow", { "proxy-read-timeout": "600" })]);
  expect(found(idleTimeout, without, moved(without, "rolled"))).toEqual([]);
});
