import type { Json, JsonObject, Path } from "./json.ts";

/** Names one Kubernetes object. Cluster-scoped objects have no namespace. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** A Kubernetes object as plain JSON, exactly as read, without secret values and managedFields. */
export interface KubeObject extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly spec?: Json;
  readonly status?: Json;
}

export interface ObjectMeta extends JsonObject {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
}

/**
 * Where a piece of text came from. `file` origins can be read again to cite the line; `live` and
 * `snapshot` ones have no line, only the request or the snapshot they stand in.
 */
export type Origin =
  | { readonly kind: "live"; readonly source: string }
  | { readonly kind: "snapshot"; readonly source: string }
  | {
      readonly kind: "file";
      /** Path as the user gave it, `-` for standard input, `backup.tar.gz!resources/x.json` inside archives. */
      readonly source: string;
      /** Byte offset and length of the object's own text in the source. */
      readonly offset: number;
      readonly length: number;
      /** 1-based line the text at `offset` stands in. */
      readonly line: number;
      readonly syntax: "yaml" | "json";
      /** Where in that text the object stands, for lists that are read whole: ["items", 3]. */
      readonly within?: Path;
    };

/** Who said that an object should exist with this API version, and will say it again. */
export type ManifestSource =
  | {
      readonly kind: "helm";
      readonly release: string;
      readonly namespace: string;
      readonly chart: string;
      readonly revision: number;
      readonly status: string;
      /** The Secret or ConfigMap the release is stored in. */
      readonly storedIn: ObjectRef;
    }
  | { readonly kind: "last-applied" }
  | { readonly kind: "managed-fields"; readonly manager: string; readonly operation: string }
  | { readonly kind: "file" };

/** One statement about an object that is not the live object itself: evidence in its own right. */
export interface Manifest {
  readonly source: ManifestSource;
  readonly apiVersion: string;
  readonly kind: string;
  readonly origin: Origin;
  /** The manifest's object where its fields are evidence too (Helm, files); never a Secret's values. */
  readonly object?: KubeObject;
}

/** A manifest whose object was not read, with the object it names. */
export interface UnboundManifest extends Manifest {
  readonly ref: ObjectRef;
}

/** Who will apply the object again, so whom a change must be made with. */
export interface Owner {
  readonly kind: "helm" | "argo-cd" | "flux" | "kubectl" | "controller" | "unknown";
  /** `release shop in namespace shop`, `Application argocd/shop`, `ReplicaSet web-5d4`. */
  readonly name: string;
}

/** Everything known of one object: what is in the cluster, who applies it, and what they apply. */
export interface Resource {
  readonly ref: ObjectRef;
  /** What is in the cluster (or, where only manifests are given, what would be). */
  readonly object: KubeObject;
  readonly origin: Origin;
  /** True when the object was read from an API server (directly, or in a dump): it exists. */
  readonly observed: boolean;
  readonly manifests: readonly Manifest[];
  readonly owner: Owner;
}

/** The group of an apiVersion: "" for the core group. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf("/");
  return slash < 0 ? "" : apiVersion.slice(0, slash);
}

/** The version of an apiVersion: "v1" for both "v1" and "apps/v1". */
export function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf("/") + 1);
}

/** A kind independent of its version: "Deployment.apps", "Pod". */
export type GroupKind = string;

export function groupKind(apiVersion: string, kind: string): GroupKind {
  const group = groupOf(apiVersion);
  if (group === "") return kind === "Event" ? "Event.events.k8s.io" : kind;
  if (group === "extensions") return MOVED_FROM_EXTENSIONS.get(kind) ?? `${kind}.extensions`;
  return `${kind}.${group}`;
}

/** The group `extensions` was split up before it went away in 1.22; the objects are the same ones. */
const MOVED_FROM_EXTENSIONS: ReadonlyMap<string, GroupKind> = new Map([
  ["Deployment", "Deployment.apps"],
  ["DaemonSet", "DaemonSet.apps"],
  ["ReplicaSet", "ReplicaSet.apps"],
  ["Ingress", "Ingress.networking.k8s.io"],
  ["NetworkPolicy", "NetworkPolicy.networking.k8s.io"],
  ["PodSecurityPolicy", "PodSecurityPolicy.policy"],
]);

export function refOf(object: KubeObject): ObjectRef {
  const { apiVersion, kind, metadata } = object;
  return metadata.namespace === undefined
    ? { apiVersion, kind, name: metadata.name }
    : { apiVersion, kind, namespace: metadata.namespace, name: metadata.name };
}

/** The same for two refs to one object, whatever API version each names. */
export function refKey(ref: ObjectRef): string {
  return `${groupKind(ref.apiVersion, ref.kind)}|${ref.namespace ?? ""}|${ref.name}`;
}

/** `Deployment shop/web`, `Node worker-1`: as findings and messages name an object. */
export function refLabel(ref: ObjectRef): string {
  return `${ref.kind} ${ref.namespace === undefined ? "" : `${ref.namespace}/`}${ref.name}`;
}
