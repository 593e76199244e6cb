import { at, objectsOf, stringOf } from "../world/json.ts";
import type { Resource } from "../world/resource.ts";
import type { World } from "../world/world.ts";
import { KUBERNETES, type NetworkOptions } from "./view.ts";

/** What enforces policies: its name decides which kinds count and how NetworkPolicy is read. */
export const CNIS = [
  "calico",
  "canal",
  "cilium",
  "antrea",
  "weave",
  "kube-router",
  "flannel",
  "unknown",
] as const;
export type CniName = (typeof CNIS)[number];

export interface CniEvidence {
  readonly cni: CniName;
  /** What was seen, to cite. */
  readonly resource: Resource;
}

export interface Cni {
  readonly cni: CniName;
  readonly evidence: readonly CniEvidence[];
  readonly options: NetworkOptions;
}

/**
 * The network plugin of a cluster, by the strongest kind of trace that is there: what runs, else how it is set up,
 * else what was written for it, else what could be. Two plugins with one kind of trace leave it unknown, except
 * flannel beside one that enforces policies, which is a network of its own kind or Cilium chained to it.
 */
export function detectCni({ objects }: Pick<World, "objects">): Cni {
  const kinds: readonly (readonly CniEvidence[])[] = [
    objects
      .list("DaemonSet.apps")
      .flatMap((one) => seen(one, DAEMON_SETS.get(one.ref.name) ?? byContainers(one))),
    objects.list("ConfigMap").flatMap((one) => seen(one, CONFIG_MAPS.get(one.ref.name))),
    [...objects.kinds()].flatMap((kind) => {
      const [first] = objects.list(kind);
      return first === undefined ? [] : seen(first, byGroup(kind.slice(kind.indexOf(".") + 1)));
    }),
    objects
      .list("CustomResourceDefinition.apiextensions.k8s.io")
      .flatMap((one) => seen(one, byGroup(stringOf(at(one.object, "spec", "group")) ?? ""))),
  ];
  for (const evidence of kinds) {
    if (evidence.length > 0) return { ...cniNamed(agreed(evidence)), evidence };
  }
  return cniNamed("unknown");
}

/** The plugin somebody names. */
export function cniNamed(cni: CniName): Cni {
  // Cilium's CIDR rules never match pods; the API and the others' let a block name them.
  const options = cni === "cilium" ? { ...KUBERNETES, ipBlockMatchesPods: false } : KUBERNETES;
  return { cni, evidence: [], options };
}

/** As the projects' manifests and charts, and Kubespray's roles/network_plugin, name them. */
const DAEMON_SETS: ReadonlyMap<string, CniName> = new Map([
  ["calico-node", "calico"],
  ["canal", "canal"],
  ["canal-node", "canal"],
  ["cilium", "cilium"],
  ["antrea-agent", "antrea"],
  ["weave-net", "weave"],
  ["kube-router", "kube-router"],
  ["kube-flannel", "flannel"],
  ["kube-flannel-ds", "flannel"],
]);
const CONFIG_MAPS: ReadonlyMap<string, CniName> = new Map([
  ["calico-config", "calico"],
  ["canal-config", "canal"],
  ["cilium-config", "cilium"],
  ["antrea-config", "antrea"],
  ["weave-net", "weave"],
  ["kube-router-cfg", "kube-router"],
  ["kube-flannel-cfg", "flannel"],
]);

/** A renamed DaemonSet still runs the plugin's container. */
function byContainers({ object }: Resource): CniName | undefined {
  const names = objectsOf(at(object, "spec", "template", "spec", "containers")).map(({ name }) => name);
  if (names.includes("calico-node")) return names.includes("kube-flannel") ? "canal" : "calico";
  if (names.includes("cilium-agent")) return "cilium";
  return names.includes("antrea-agent") ? "antrea" : undefined;
}

function byGroup(group: string): CniName | undefined {
  if (group === "projectcalico.org" || group.endsWith(".projectcalico.org")) return "calico";
  if (group === "cilium.io") return "cilium";
  return group === "crd.antrea.io" ? "antrea" : undefined;
}

function seen(resource: Resource, cni: CniName | undefined): readonly CniEvidence[] {
  return cni === undefined ? [] : [{ cni, resource }];
}

function agreed(evidence: readonly CniEvidence[]): CniName {
  const names = new Set(evidence.map(({ cni }) => cni));
  if (names.has("calico") && names.has("flannel") && names.size === 2) return "canal";
  if (names.size > 1) names.delete("flannel");
  const [only, second] = names;
  return only === undefined || second !== undefined ? "unknown" : only;
}
