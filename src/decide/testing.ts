import type { Arrival } from "../entry/arrival.ts";
import type { AddressConsumer } from "../entry/consumers/consumer.ts";
import type { Controller } from "../entry/controller.ts";
import { resourceOf, testProfile, testWorld } from "../guarantees/testing.ts";
import type { Profile } from "../platforms/profile.ts";
import type { Finding } from "../simulate/proof.ts";
import { refLabel } from "../world/resource.ts";
import type { RoadFacts } from "./facts.ts";
import type { Flow } from "./flow.ts";
import type { Given } from "./walk.ts";

/** A way through a flow: the node and answer of each turn, and the outcome it comes to. */
export interface Way {
  readonly turns: readonly { readonly node: string; readonly question: string; readonly value: string }[];
  readonly outcome: string;
}

/** Every way through a flow, from its data alone. */
export function waysOf(flow: Flow, from = flow.start): Way[] {
  const node = flow.nodes.find((entry) => entry.id === from);
  if (node === undefined) return [{ turns: [], outcome: from }];
  return Object.entries(node.next).flatMap(([value, { to }]) =>
    waysOf(flow, to).map(({ turns, outcome }) => ({
      turns: [{ node: node.id, question: node.question, value }, ...turns],
      outcome,
    })),
  );
}

/** Facts of a cluster in which nothing was looked at but the minimal world, on the day of the provider's page. */
export function testFacts(change: Partial<RoadFacts> = {}): RoadFacts {
  return {
    world: testWorld(""),
    profile: roadProfile(),
    on: "2024-03-05",
    target: 26,
    dnsFindings: [],
    egressFindings: [],
    controllers: [],
    certManager: undefined,
    arrivals: [],
    names: undefined,
    consumers: { found: [], gaps: [] },
    ...change,
  };
}

/** A profile that says of features what the provider said: floating IPs planned, later opt-in; ingress managed. */
export function roadProfile(): Profile {
  const base = testProfile();
  return {
    ...base,
    target: { ...base.target, offered: ["1.26", "1.29"], newCluster: { freeDays: 30 } },
    features: [
      {
        id: "node-floating-ips",
        title: "Floating IPs on worker nodes",
        history: [
          { on: "2024-03-05", status: "planned", expected: "early 2024" },
          { on: "2024-05-01", status: "opt-in" },
        ],
      },
      {
        id: "managed-ingress",
        title: "Ingress controller run by the provider",
        history: [{ on: "2024-03-05", status: "supported" }],
      },
      {
        id: "migration-cluster",
        title: "A new cluster beside the old one, free for 30 days",
        history: [{ on: "2024-03-05", status: "opt-in" }],
      },
    ],
  };
}

export interface ControllerOptions {
  readonly who?: "provider" | "customer" | "unknown";
  readonly settings?: Readonly<Record<string, string>>;
}

/** An ingress-nginx controller as a DaemonSet, with the ConfigMap of its settings. */
export function testController(name: string, options: ControllerOptions = {}): Controller {
  const settings = options.settings ?? {};
  const world = testWorld(`
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: ${name}, namespace: ingress }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: controller, image: "registry.k8s.io/ingress-nginx/controller:v1.5.1" }] }
`);
  const [workload] = world.workloads;
  if (workload?.resource === undefined) throw new Error("no workload");
  const { resource } = workload;
  const settingsFrom = resourceOf({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: "ingress" },
    data: settings,
  });
  const who = options.who ?? "provider";
  return {
    workload,
    kind: "ingress-nginx",
    shownBy: { resource, path: ["spec"], note: "its image" },
    operator: {
      who,
      by: who === "customer" ? "helm" : who,
      evidence: [{ resource, path: ["metadata", "labels"], note: `as the ${who} installs it` }],
    },
    version: [1, 5, 1],
    controllerValue: "k8s.io/ingress-nginx",
    classNames: ["nginx"],
    classObjects: "value",
    annotationFirst: false,
    followsDefaultClass: false,
    takesClassless: false,
    takesNameWithoutObject: true,
    namespaces: undefined,
    namespacesKnown: true,
    settings,
    settingsFrom,
    flags: {},
    http: 80,
    https: 443,
    streams: [],
  };
}

/** Users coming to a controller at port 443, by its nodes or by a load balancer. */
export function testArrival(
  controller: Controller,
  kind: "node" | "balancer",
  used: Arrival["used"] = "yes",
): Arrival {
  const { ref, resource } = controller.workload;
  return {
    controller,
    entry: {
      id: `${kind === "node" ? "node port" : "load balancer"} 443/TCP of ${refLabel(ref)}`,
      kind,
      through: kind === "node" ? "host-network" : "balancer",
      protocol: "TCP",
      port: 443,
      servicePort: undefined,
      addresses: [],
      addressesKnown: true,
      nodes: [],
      balancer:
        kind === "node"
          ? undefined
          : { mode: "tcp", modeKnown: true, sourceRanges: undefined, owner: "service" },
      targets: [{ workload: controller.workload, port: 443 }],
      keepsSource: true,
      evidence: resource === undefined ? [] : [{ resource, path: ["spec"], note: "takes port 443" }],
    },
    listener: "https",
    used,
    result: "works",
    sees: "client",
    tells: "client",
    forgeable: false,
  };
}

/** An allow-list on an Ingress. */
export function testConsumer(
  controller: Controller,
  name: string,
  whenHidden: AddressConsumer["whenHidden"],
): AddressConsumer {
  const annotations = { "nginx.ingress.kubernetes.io/whitelist-source-range": "192.0.2.0/24" };
  const resource = resourceOf({
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name, namespace: "shop", annotations },
  });
  return {
    kind: "allow-list",
    resource,
    paths: [["metadata", "annotations", "nginx.ingress.kubernetes.io/whitelist-source-range"]],
    setting: "whitelist-source-range",
    mechanism: "allow and deny all by $remote_addr",
    words: "everybody gets 403",
    whenHidden,
    looksAt: "client",
    list: undefined,
    controller,
    followed: true,
  };
}

export function testFinding(
  id: string,
  verdict: Finding["verdict"],
  name: string,
  message = `NetworkPolicy shop/${name} admits only 169.254.25.10/32.`,
): Finding {
  const subject = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", namespace: "shop", name };
  const [guarantee = "", cause = ""] = id.split("/");
  const evidence = [
    { ref: subject, origin: { kind: "snapshot", source: "test" } as const, path: ["spec", "egress"] },
  ];
  return {
    id,
    guarantee,
    cause,
    verdict,
    subject,
    message,
    remedy: "Admit CoreDNS too.",
    evidence,
    state: "upgrade-rolling",
    verdicts: { "upgrade-rolling": verdict },
  };
}

export function given(answers: Readonly<Record<string, string>>): Map<string, Given> {
  return new Map(
    Object.entries(answers).map(([question, value]) => [question, { value, how: "given", where: "a test" }]),
  );
}
