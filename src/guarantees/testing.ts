import { loadAll } from "js-yaml";
import { type EntryPlan, PLAIN_ENTRY_PLAN } from "../platforms/entry-plan.ts";
import type { Profile } from "../platforms/profile.ts";
import type { AddressMention } from "../world/addresses/scan.ts";
import { buildWorld } from "../world/build-world.ts";
import type { Coverage } from "../world/coverage.ts";
import { entriesOf, isObject, type JsonObject, stringMapOf } from "../world/json.ts";
import type { NodeModel, Taint } from "../world/node.ts";
import { parseAmounts } from "../world/quantity.ts";
import { type KubeObject, type Owner, type Resource, refOf } from "../world/resource.ts";
import type { World } from "../world/world.ts";
import type { Breach, Guarantee, JudgeContext } from "./guarantee.ts";

/** Small worlds for the guarantees' tests: YAML in, worlds out, with a plain stand-in for the platform's stages. */

const ZONE = "topology.kubernetes.io/zone";
const HOSTNAME = "kubernetes.io/hostname";
const UNOWNED: Owner = { kind: "unknown", name: "" };

/** The objects of a YAML stream. Broken YAML throws: a test's input is the test's own. */
export function manifests(yaml: string): KubeObject[] {
  return loadAll(yaml).filter((value): value is KubeObject => isObject(value));
}

export function resourceOf(object: KubeObject, change: Partial<Resource> = {}): Resource {
  return {
    ref: refOf(object),
    object,
    origin: { kind: "snapshot", source: "test" },
    observed: object.metadata.uid !== undefined,
    manifests: [],
    owner: helmOwner(object) ?? UNOWNED,
    ...change,
  };
}

/** What reading objects makes of Helm's own mark. */
function helmOwner({ metadata }: KubeObject): Owner | undefined {
  const annotations = stringMapOf(metadata.annotations);
  const release = annotations["meta.helm.sh/release-name"];
  const namespace = annotations["meta.helm.sh/release-namespace"];
  return release === undefined
    ? undefined
    : { kind: "helm", name: `release ${release} in namespace ${namespace}` };
}

export interface NodeOptions {
  readonly role?: "control-plane" | "worker";
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  readonly zone?: string | undefined;
  /** A resource list; 4 CPUs, 16Gi and 110 pods unless given. */
  readonly allocatable?: Readonly<Record<string, string>>;
  readonly internalIP?: string;
  readonly externalIP?: string;
  readonly generation?: number;
  readonly minor?: number;
  readonly unschedulable?: boolean;
}

/** A Node as Kubespray leaves one behind: well-known labels, a zone, addresses where given. */
export function testNode(name: string, options: NodeOptions = {}): NodeModel {
  const zone = "zone" in options ? options.zone : "nova-1";
  const role = options.role ?? "worker";
  const allocatable = options.allocatable ?? { cpu: "4", memory: "16Gi", pods: "110" };
  const labels = {
    [HOSTNAME]: name,
    "kubernetes.io/os": "linux",
    "kubernetes.io/arch": "amd64",
    ...(zone === undefined ? {} : { [ZONE]: zone }),
    ...(role === "control-plane" ? { "node-role.kubernetes.io/control-plane": "" } : {}),
    ...options.labels,
  };
  const addresses = [
    ...(options.internalIP === undefined
      ? []
      : [{ type: "InternalIP" as const, address: options.internalIP }]),
    ...(options.externalIP === undefined
      ? []
      : [{ type: "ExternalIP" as const, address: options.externalIP }]),
  ];
  const taints =
    options.taints ??
    (role === "control-plane"
      ? [{ key: "node-role.kubernetes.io/control-plane", value: "", effect: "NoSchedule" as const }]
      : []);
  const object: KubeObject = {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels },
    spec: { taints: taints.map((taint) => ({ ...taint })) },
    status: { allocatable, addresses: addresses.map((address) => ({ ...address })) },
  };
  return {
    name,
    generation: options.generation ?? 0,
    role,
    labels,
    taints,
    unschedulable: options.unschedulable ?? false,
    zone,
    allocatable: parseAmounts(allocatable),
    addresses,
    minor: options.minor ?? 25,
    resource: resourceOf(object),
  };
}

/** The cluster the documentation's examples are judged in: master-1, worker-1 and worker-2. */
export function minimalNodes(): NodeModel[] {
  return [
    testNode("master-1", { role: "control-plane", internalIP: "10.128.0.10" }),
    testNode("worker-1", {
      labels: { "example.com/pool": "general" },
      internalIP: "10.128.0.11",
      externalIP: "203.0.113.11",
    }),
    testNode("worker-2", { zone: "nova-2", internalIP: "10.128.0.12", externalIP: "203.0.113.12" }),
  ];
}

export interface WorldOptions {
  readonly nodes?: readonly NodeModel[];
  readonly minor?: number;
  readonly state?: string;
  readonly coverage?: Coverage;
  readonly change?: Partial<World>;
}

/** The world `v1` of these objects (YAML, or objects), on the minimal cluster unless nodes are given. */
export function testWorld(objects: string | readonly KubeObject[], options: WorldOptions = {}): World {
  const list = typeof objects === "string" ? manifests(objects) : objects;
  const nodes = options.nodes ?? minimalNodes();
  const world = buildWorld({
    resources: [...nodes.map((node) => node.resource), ...list.map((object) => resourceOf(object))],
    coverage: options.coverage ?? { entries: [], assumedComplete: true },
    gitVersion: `v1.${options.minor ?? 25}.0`,
    hosts: [],
  });
  return { ...world, nodes, state: options.state ?? "v1", ...options.change };
}

export interface ReplaceOptions {
  readonly state?: string;
  /** Label keys or `prefix/` that new nodes keep beside the well-known ones. */
  readonly keep?: readonly string[];
  readonly minor?: number;
  readonly surge?: number;
  readonly change?: Partial<World>;
}

const KEPT = ["kubernetes.io/", "topology.kubernetes.io/", "node-role.kubernetes.io/", "node.kubernetes.io/"];

/** The nodes a platform makes for these: new names, custom labels and taints gone, no addresses yet. */
export function replacedNodes(nodes: readonly NodeModel[], options: ReplaceOptions = {}): NodeModel[] {
  const keep = [...KEPT, ...(options.keep ?? [])];
  return nodes.map((node, index) => {
    const generation = node.generation + 1;
    const name = `${node.role}-g${generation}-${index + 1}`;
    const labels: Record<string, string> = {};
    for (const [key, value] of entriesOf(node.labels)) {
      const kept = keep.some((entry) => (entry.endsWith("/") ? key.startsWith(entry) : key === entry));
      if (kept) labels[key] = key === HOSTNAME ? name : String(value);
    }
    const taints = node.role === "control-plane" ? node.taints : [];
    return { ...node, name, generation, labels, taints, addresses: [], minor: options.minor ?? node.minor };
  });
}

/** The mixed state in which all nodes of `world` are being replaced; then {@link rolled} gives its end. */
export function rolling(world: World, options: ReplaceOptions = {}): World {
  const to = replacedNodes(world.nodes, options);
  return {
    ...world,
    state: options.state ?? "upgrade-rolling",
    nodes: [...world.nodes, ...to],
    roll: { from: world.nodes, to, surge: options.surge ?? 1, replaced: true },
    ...options.change,
  };
}

/** The state after a roll: only the new nodes are left. */
export function rolled(world: World, options: ReplaceOptions = {}): World {
  const nodes = world.roll === undefined ? replacedNodes(world.nodes, options) : world.roll.to;
  return { ...world, state: options.state ?? "upgraded", nodes, roll: undefined, ...options.change };
}

export function testProfile(change: JsonObject = {}): Profile {
  const profile = {
    apiVersion: "replatform.io/v1alpha1",
    kind: "PlatformProfile",
    metadata: { name: "test", title: "Test", described: "2024-03-05", sources: [] },
    source: {
      title: "v1",
      newest: "1.25",
      detect: [],
      resolver: "169.254.25.10",
      owned: [],
      managed: { ingress: [], certManager: [] },
    },
    target: {
      title: "v2",
      oldest: "1.26",
      offered: [],
      detect: [],
      keptLabelPrefixes: [],
      storageClassesRemoved: [],
      nodeFloatingIps: "gone",
      drain: { surge: 1, timeoutSeconds: null },
    },
    features: [],
    routes: { "in-place": [] },
  };
  return { ...profile, ...change } as unknown as Profile;
}

export interface ContextOptions {
  readonly profile?: Profile;
  readonly target?: number;
  readonly removals?: JudgeContext["removals"];
  readonly mentions?: readonly AddressMention[];
  readonly states?: readonly string[];
  readonly entryPlan?: EntryPlan;
}

export function testContext(options: ContextOptions = {}): JudgeContext {
  return {
    profile: options.profile ?? testProfile(),
    target: { minor: options.target ?? 26 },
    on: "2024-03-05",
    route: "in-place",
    entryPlan: options.entryPlan ?? PLAIN_ENTRY_PLAN,
    removals: options.removals ?? [],
    mentions: options.mentions ?? [],
    states: options.states ?? [
      "v1",
      "cluster-api-rolling",
      "cluster-api",
      "upgrade-rolling",
      "upgraded",
      "settled",
    ],
  };
}

/** Judges `now` against `before`; the breaches as `cause verdict Kind ns/name`, sorted, for short expectations. */
export function judged(guarantee: Guarantee, before: World, now: World, context = testContext()): string[] {
  return guarantee.judge(before, now, context).map(breachLine).sort();
}

export function breachLine(breach: Breach): string {
  const { kind, namespace, name } = breach.subject;
  return `${breach.cause} ${breach.verdict} ${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}
