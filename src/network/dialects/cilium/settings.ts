import { at, stringMapOf } from "../../../world/json.ts";
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
    cluster: data["cluster-name"] ?? "default",
    labels: (data.labels ?? "").split(/\s+/).filter((pattern) => pattern !== ""),
    resource,
  };
}
