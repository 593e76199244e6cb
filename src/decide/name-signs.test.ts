import { expect, it } from "vitest";
import { testNode, testWorld } from "../guarantees/testing.ts";
import { type DnsAnswer, dnsViewOf } from "../world/dns-records.ts";
import { nameSigns } from "./name-signs.ts";
import { roadProfile } from "./testing.ts";

const ingress = (host: string, name: string) => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${name}, namespace: shop }
spec:
  rules:
    - host: ${host}
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }
---`;
const CONTROLLER = `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: ingress-nginx-controller, namespace: ingress-nginx }
spec:
  selector: { matchLabels: { app: ingress } }
  template:
    metadata: { labels: { app: ingress } }
    spec:
      containers:
        - name: controller
          image: registry.k8s.io/ingress-nginx/controller:v1.5.1
          ports: [{ name: http, containerPort: 80, hostPort: 80 }]
`;
const yaml = ["a", "b", "c", "d"].map((name) => ingress(`${name}.example.com`, name)).join("") + CONTROLLER;

function signs(externalIP: string | undefined, ...answers: readonly DnsAnswer[]) {
  const node = testNode("worker-1", {
    internalIP: "10.128.0.11",
    ...(externalIP === undefined ? {} : { externalIP }),
  });
  const world = testWorld(yaml, { nodes: [node], change: { names: dnsViewOf(answers, ["zone file z"]) } });
  return Object.fromEntries((nameSigns(world, roadProfile()) ?? []).map(({ name, leads }) => [name, leads]));
}
const found = (name: string, ...addresses: readonly string[]): DnsAnswer => ({
  name,
  status: "found",
  addresses,
  ttl: 60,
  records: addresses.map((value) => ({ name, type: "A", ttl: 60, value, origin: "zone file z:1" })),
});

it("tells names that lead to the cluster from those that lead elsewhere", () => {
  expect(
    signs(
      "203.0.113.11",
      found("a.example.com", "203.0.113.11"),
      found("b.example.com", "198.51.100.7"),
      found("c.example.com", "203.0.113.11", "198.51.100.7"),
      { name: "d.example.com", status: "missing", records: [] },
    ),
  ).toEqual({
    "a.example.com": "cluster",
    "b.example.com": "elsewhere",
    "c.example.com": "unknown",
    "d.example.com": "unknown",
  });
});

it("takes no foreign address for a proxy where the cluster's own are not known: it may be a floating IP", () => {
  expect(signs(undefined, found("a.example.com", "198.51.100.7"))).toMatchObject({
    "a.example.com": "unknown",
  });
});

it("says nothing where nobody looked", () => {
  expect(nameSigns(testWorld(yaml), roadProfile())).toBeUndefined();
});
