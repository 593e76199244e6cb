import {
  at,
  isObject,
  type Json,
  type JsonObject,
  type Path,
  type PathSegment,
  stringOf,
} from "../../world/json.ts";
import { groupOf, type ObjectRef, type Resource } from "../../world/resource.ts";
import type { ApiRemoval } from "../api-removals.ts";
import { findRemoval, type RemovalIndex } from "../api-removals-between.ts";
import type { Use } from "./use.ts";

/**
 * Manifests inside other objects that somebody will apply from there: whole objects in custom resources
 * (Crossplane's Object, Open Cluster Management's ManifestWork, Kyverno's generate rules), and YAML in
 * ConfigMaps (Cluster API's ClusterResourceSet, addon managers, operators' templates).
 */
export function embeddedUses(resource: Resource, index: RemovalIndex): readonly Use[] {
  const { ref, object } = resource;
  if (ref.kind === "ConfigMap" && ref.apiVersion === "v1") return textUses(resource, index);
  if (!isCustom(ref)) return NONE;
  const walk: Walk = { resource, index, path: [], uses: [] };
  for (const key in object) {
    if (key === "metadata" || key === "status") continue;
    walk.path.push(key);
    visit(walk, object[key]);
    walk.path.pop();
  }
  return walk.uses;
}

const NONE: readonly Use[] = [];
const DEEPEST = 40;

/** Kubernetes' own groups (and its projects' under k8s.io) hold no manifests of other objects. */
function isCustom({ apiVersion }: ObjectRef): boolean {
  const group = groupOf(apiVersion);
  return group.includes(".") && !group.endsWith(".k8s.io");
}

interface Walk {
  readonly resource: Resource;
  readonly index: RemovalIndex;
  readonly path: PathSegment[];
  readonly uses: Use[];
}

function visit(walk: Walk, value: Json | undefined): void {
  const { path } = walk;
  if (typeof value !== "object" || value === null || path.length > DEEPEST) return;
  if (Array.isArray(value)) {
    for (let position = 0; position < value.length; position++) {
      path.push(position);
      visit(walk, value[position]);
      path.pop();
    }
    return;
  }
  const object = value as JsonObject;
  if (isManifest(object)) {
    const use = objectUse(object, [...path], walk.resource, walk.index);
    if (use !== undefined) walk.uses.push(use);
  }
  for (const key in object) {
    if (typeof object[key] !== "object") continue;
    path.push(key);
    visit(walk, object[key]);
    path.pop();
  }
}

/** References name apiVersion and kind too; what is to be applied has metadata. */
function isManifest(object: JsonObject): boolean {
  return (
    typeof object.apiVersion === "string" && typeof object.kind === "string" && isObject(object.metadata)
  );
}

function objectUse(object: JsonObject, path: Path, resource: Resource, index: RemovalIndex): Use | undefined {
  const apiVersion = String(object.apiVersion);
  const kind = String(object.kind);
  const removal = findRemoval(index, apiVersion, kind);
  if (removal === undefined) return undefined;
  const name = stringOf(at(object, "metadata", "name")) ?? "(no name)";
  return makeUse({ apiVersion, kind, name }, removal, [...path, "apiVersion"], resource);
}

function makeUse(object: ObjectRef, removal: ApiRemoval, path: Path, { ref, owner, origin }: Resource): Use {
  const note = `manifest of ${object.kind} ${object.name}`;
  const evidence = { ref, origin, path, value: object.apiVersion, note };
  return { speaker: { kind: "embedded" }, removal, object, subject: ref, owner, evidence };
}

function textUses(resource: Resource, index: RemovalIndex): readonly Use[] {
  const { data } = resource.object;
  if (!isObject(data)) return NONE;
  const uses: Use[] = [];
  for (const key in data) {
    const text = data[key];
    if (typeof text !== "string" || !text.includes("apiVersion:")) continue;
    for (const [apiVersion, kind, name] of manifestsIn(text)) {
      const removal = findRemoval(index, apiVersion, kind);
      if (removal !== undefined)
        uses.push(makeUse({ apiVersion, kind, name }, removal, ["data", key], resource));
    }
  }
  return uses;
}

const FIELD = /^(apiVersion|kind):[ \t]*["']?([A-Za-z0-9./-]{1,100})["']?[ \t\r]*(?:#.*)?$/;
const NAME = /^ {1,4}name:[ \t]*["']?([a-z0-9.-]{1,253})["']?/;
const LONGEST = 3 * 2 ** 20;

/** The manifests in a text of YAML documents, read line by line: templates need not be valid YAML. */
function manifestsIn(text: string): readonly (readonly [apiVersion: string, kind: string, name: string])[] {
  const found: (readonly [string, string, string])[] = [];
  for (const document of text.slice(0, LONGEST).split(/^---/m)) {
    let apiVersion: string | undefined;
    let kind: string | undefined;
    let name: string | undefined;
    for (const line of document.split("\n")) {
      const field = FIELD.exec(line);
      if (field?.[1] === "apiVersion") apiVersion ??= field[2];
      else if (field?.[1] === "kind") kind ??= field[2];
      else name ??= NAME.exec(line)?.[1];
    }
    if (apiVersion !== undefined && kind !== undefined) found.push([apiVersion, kind, name ?? "(no name)"]);
  }
  return found;
}
