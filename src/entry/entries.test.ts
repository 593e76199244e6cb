import { expect, it } from "vitest";
import { loadProfile } from "../config/profiles.ts";
import { testWorld } from "../guarantees/testing.ts";
import { PLAIN_ENTRY_PLAN } from "../platforms/entry-plan.ts";
import { simulateRoute } from "../simulate/route.ts";
import type { World } from "../world/world.ts";
import { entriesOf } from "./entries.ts";
import { balancer, chartNginx, entryNodes, kubesprayNginx, site } from "./testing-clusters.ts";

const profile = await loadProfile("elastx-caas-v2");
const LABELS = "app.kubernetes.io/name: ingress-nginx, app.kubernetes.io/instance: edge";

function worldOf(yaml: string): World {
  return testWorld(yaml, { nodes: entryNodes() });
}

function lines(world: World): string[] {
  return entriesOf(world, profile).map(
    ({ id, addresses, addressesKnown }) =>
      `${id}: ${addresses.map(({ value }) => value).join(" ")}${addressesKnown ? "" : " ?"}`,
  );
}

it("makes one entry of all nodes that a DaemonSet takes a port of", () => {
  const [http] = lines(worldOf(kubesprayNginx({ spec: "nodeSelector: { kubernetes.io/os: linux }" })));
  expect(http).toBe(
    "node 80/TCP DaemonSet ingress-nginx/controller: 10.128.0.11 203.0.113.11 10.128.0.12 203.0.113.12 10.128.0.13",
  );
});

it("knows the nodes by where pods run, and by what the template admits", () => {
  const selected = lines(worldOf(kubesprayNginx({ spec: "nodeSelector: { pool: inner }" })));
  expect(selected[0]).toBe("node 80/TCP DaemonSet ingress-nginx/controller: 10.128.0.13");
  const tolerant = lines(worldOf(kubesprayNginx({ spec: "tolerations: [{ operator: Exists }]" })));
  expect(tolerant[0]).toContain("203.0.113.10");
});

it("sees ports taken by living on the host's network, declared or only set", () => {
  const world = worldOf(`${kubesprayNginx({ spec: "hostNetwork: true" })}
---
apiVersion: v1
kind: ConfigMap
metadata: { name: tcp-services, namespace: ingress-nginx }
data: { "2222": "shop/sftp:22" }`);
  expect(entriesOf(world, profile).map(({ port, through }) => `${port} ${through}`)).toEqual([
    "80 host-network",
    "443 host-network",
    "2222 host-network",
    "6443 api-server",
  ]);
});

it("takes a port bound to loopback for nobody's", () => {
  const world = worldOf(`
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent, namespace: kube-agents }
spec:
  selector: { matchLabels: { app: agent } }
  template:
    metadata: { labels: { app: agent } }
    spec: { containers: [{ name: agent, image: a, ports: [{ containerPort: 9, hostPort: 9, hostIP: 127.0.0.1 }] }] }`);
  expect(entriesOf(world, profile).map(({ kind }) => kind)).toEqual(["api-server"]);
});

it("sees node ports on every node, claimed addresses, and load balancers", () => {
  const world = worldOf(`${site("web.example.com")}
---
apiVersion: v1
kind: Service
metadata: { name: direct, namespace: shop }
spec:
  type: NodePort
  selector: { app: web }
  externalIPs: [203.0.113.11, 192.0.2.9]
  ports: [{ port: 22, targetPort: 2222, nodePort: 30022 }]
${balancer("shop", "app: web")}`);
  expect(lines(world)).toEqual([
    "node-port 22/TCP Service shop/direct: 10.128.0.10 203.0.113.10 10.128.0.11 203.0.113.11 10.128.0.12 203.0.113.12 10.128.0.13",
    "external-ip 22/TCP Service shop/direct: 203.0.113.11 192.0.2.9",
    "balancer 80/TCP Service shop/public: 198.51.100.80",
    "balancer 443/TCP Service shop/public: 198.51.100.80",
    expect.stringContaining("api-server"),
  ]);
  const claimed = entriesOf(world, profile).find(({ kind }) => kind === "external-ip");
  expect(claimed?.addresses.map(({ scope }) => scope)).toEqual(["external", "other"]);
});

it("loses the nodes' addresses when they are replaced, and gains the platform's load balancer", () => {
  const states = simulateRoute(worldOf(kubesprayNginx()), profile, { target: 26 });
  const of = (id: string) => lines(states.find((state) => state.id === id)?.world as World);
  expect(of("load-balancer-attached")).toContain(
    "platform-balancer 443/TCP DaemonSet ingress-nginx/controller:  ?",
  );
  expect(of("cluster-api")[0]).toBe("node 80/TCP DaemonSet ingress-nginx/controller:  ?");
  expect(of("settled").some((line) => line.startsWith("api-server"))).toBe(false);
});

it("gives a customer's controller no load balancer of the platform", () => {
  const states = simulateRoute(worldOf(chartNginx()), profile, { target: 26 });
  expect(states.flatMap(({ world }) => world.traffic.balancers)).toEqual([]);
});

it("has a copy's load balancers at addresses nobody knows", () => {
  const world = worldOf(`${chartNginx({ hostPorts: false })}${balancer("edge", LABELS)}`);
  const states = simulateRoute(world, profile, {
    target: 26,
    route: "new-cluster",
    entryPlan: PLAIN_ENTRY_PLAN,
  });
  expect(states.map(({ id }) => id)).toEqual([
    "v1",
    "cluster-ordered",
    "copied",
    "traffic-switching",
    "traffic-switched",
    "retired",
  ]);
  const copied = states.find(({ id }) => id === "copied")?.world as World;
  expect(lines(copied)).toEqual([
    "balancer 80/TCP Service edge/public:  ?",
    "balancer 443/TCP Service edge/public:  ?",
  ]);
});

it("makes few entries of a Service that claims hundreds of addresses for a thousand ports", () => {
  const ports = Array.from({ length: 1000 }, (_, index) => `{ name: p${index}, port: ${index + 1} }`);
  const claimed = Array.from({ length: 250 }, (_, index) => `192.0.2.${index}`);
  const world = worldOf(`
apiVersion: v1
kind: Service
metadata: { name: many, namespace: shop }
spec: { selector: { app: a }, externalIPs: [${claimed.join(", ")}], ports: [${ports.join(", ")}] }`);
  const entries = entriesOf(world, profile).filter(({ kind }) => kind === "external-ip");
  expect(entries.length).toBe(1000);
  expect(entries[0]?.addresses.length).toBe(250);
});
