import { at, objectsOf, stringMapOf, stringOf } from "../../../world/json.ts";
import type { Resource } from "../../../world/resource.ts";
import type { ObjectStore } from "../../../world/store.ts";

/** What the ConfigMap cilium-config says, with the agent's defaults where it says nothing or was not read. */
export interface CiliumSettings {
  /** `always`: every pod denies by default; `never`: policies are not enforced. */
  readonly enforcement: "default" | "always" | "never";
  /** Whether CIDRs match nodes too (policy-cidr-match-mode). They never match pods. */
  readonly cidrsMatchNodes: boolean;
  /** Whether fromNodes and toNodes work. */
  readonly nodeSelectors: boolean;
  /** Whether the labels nodes are selected by are limited to some (node-labels). */
  readonly nodeLabelsLimited: boolean;
  /** Whether remote nodes count as the host (enable-remote-node-identity switched off, in old versions). */
  readonly remoteNodesAreHost: boolean;
  /** Whether policies of hosts are enforced (enable-host-firewall); undefined where the ConfigMap was not read. */
  readonly hostFirewall: boolean | undefined;
  /** The agent's minor version 1.x, by its image; undefined where that does not tell. */
  readonly minor: number | undefined;
  readonly cluster: string;
  /** Patterns of labels that make up a pod's identity, after the built-in ones. */
  readonly labels: readonly string[];
  /** The ConfigMap, to cite; undefined where it was not read. */
  readonly resource: Resource | undefined;
}

export function ciliumSettings(objects: ObjectStore): CiliumSettings {
  const resource = objects.list("ConfigMap").find(({ ref }) => ref.name === "cilium-config");
  const data = stringMapOf(at(resource?.object, "data"));
  const enforcement = data["enable-policy"];
  return {
    enforcement: enforcement === "always" || enforcement === "never" ? enforcement : "default",
    cidrsMatchNodes: (data["policy-cidr-match-mode"] ?? "").split(/[\s,]+/).includes("nodes"),
    nodeSelectors: data["enable-node-selector-labels"] === "true",
    nodeLabelsLimited: (data["node-labels"] ?? "").trim() !== "",
    remoteNodesAreHost: data["enable-remote-node-identity"] === "false",
    hostFirewall: resource === undefined ? undefined : data["enable-host-firewall"] === "true",
    minor: agentMinor(objects),
    cluster: data["cluster-name"] ?? "default",
    labels: (data.labels ?? "").split(/\s+/).filter((pattern) => pattern !== ""),
    resource,
  };
}

/** `quay.io/cilium/cilium:v1.17.2@sha256:...` of the agent's DaemonSet; a digest alone tells nothing. */
function agentMinor(objects: ObjectStore): number | undefined {
  const minors = objects.list("DaemonSet.apps").flatMap(({ object }) =>
    objectsOf(at(object, "spec", "template", "spec", "containers"))
      .filter(({ name }) => name === "cilium-agent")
      .flatMap(({ image }) => /:v1\.(\d{1,4})(?:[.@-]|$)/.exec(stringOf(image) ?? "")?.[1] ?? []),
  );
  const [only, second] = [...new Set(minors)];
  return only === undefined || second !== undefined ? undefined : Number(only);
}
