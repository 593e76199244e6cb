import { at, isObject, type Json, type JsonObject, type Path, type PathSegment, stringOf } from "../json.ts";
import type { KubeObject } from "../resource.ts";
import type { AddressIndex } from "./known-index.ts";

/** Called for each string that may name something. The path is the visitor's to keep. */
export type Found = (text: string, path: Path) => void;

/**
 * Every string of an object that may name an address: values, and keys that are addresses themselves. Left
 * out is what the API server or a controller states (status, and of the metadata all but labels and
 * annotations), and what is copied from elsewhere (last-applied). Pods of one controller share what is equal in them:
 * `plain` remembers, over many objects, which of those parts named nothing.
 */
export function walkStrings(
  object: KubeObject,
  index: AddressIndex,
  found: Found,
  plain: WeakSet<object> = new WeakSet(),
): void {
  const walk: Walk = { index, found, path: [], later: [], isPod: object.kind === "Pod", plain, finds: 0 };
  for (const key in object) {
    if (NOT_SAID_BY_PEOPLE.has(key)) continue;
    walk.path.push(key);
    // A ConfigMap's keys are file names; its values are searched.
    const mapOfFiles = key === "data" || key === "stringData";
    if (key === "metadata") visitMetadata(walk, object.metadata);
    else visit(walk, object[key], 1, !mapOfFiles);
    walk.path.pop();
  }
  for (let next = walk.later.pop(); next !== undefined; next = walk.later.pop()) {
    walk.path = [...next.path];
    visit(walk, next.value, 1, true);
  }
}

/**
 * What a string goes by: the last key on its path; for `{name, value}` and `{key, values}` pairs the name or
 * key; for an argument after a flag of its own (`--server`, `10.0.0.5`) the flag.
 */
export function keyOf(object: KubeObject, path: Path): string {
  const last = path.at(-1);
  if (typeof last === "number" && last > 0) {
    const flag = stringOf(at(object, ...path.slice(0, -1), last - 1));
    if (flag?.startsWith("-") === true && !flag.includes("=")) return flag;
  }
  let end = path.length - 1;
  while (end > 0 && typeof path[end] === "number") end--;
  const key = String(path[end] ?? "");
  if (key !== "value" && key !== "values") return key;
  const pair = path.slice(0, end);
  return stringOf(at(object, ...pair, key === "value" ? "name" : "key")) ?? key;
}

interface Walk {
  readonly index: AddressIndex;
  readonly found: Found;
  path: PathSegment[];
  readonly later: { readonly value: Json; readonly path: Path }[];
  readonly isPod: boolean;
  readonly plain: WeakSet<object>;
  /** Strings found so far, and values put off. */
  finds: number;
}

const NOT_SAID_BY_PEOPLE: ReadonlySet<string> = new Set(["apiVersion", "kind", "status", "binaryData"]);

/** Annotations that tools keep their own records in. */
const RECORDS: ReadonlySet<string> = new Set([
  "kubectl.kubernetes.io/last-applied-configuration",
  "control-plane.alpha.kubernetes.io/leader",
  "volume.kubernetes.io/selected-node",
  "endpoints.kubernetes.io/last-change-trigger-time",
  "field.cattle.io/publicEndpoints",
  "k8s.v1.cni.cncf.io/network-status",
]);

/** Deeper values are put off, so that hostile nesting cannot exhaust the stack. */
const DEEPEST = 200;

function visitMetadata(walk: Walk, metadata: unknown): void {
  if (!isObject(metadata)) return;
  for (const part of ["annotations", "labels"]) {
    const map = metadata[part];
    if (!isObject(map)) continue;
    walk.path.push(part);
    for (const key in map) {
      const text = map[key];
      if (typeof text !== "string" || RECORDS.has(key)) continue;
      walk.path.push(key);
      visitString(walk, text);
      walk.path.pop();
    }
    walk.path.pop();
  }
}

function visit(walk: Walk, value: Json | undefined, depth: number, keysToo: boolean): void {
  if (typeof value === "string") visitString(walk, value);
  else if (typeof value !== "object" || value === null) return;
  else if (depth > DEEPEST) {
    walk.finds++;
    walk.later.push({ value, path: [...walk.path] });
  } else if (walk.isPod && depth === LISTS_OF_PODS && Array.isArray(value)) visitShared(walk, value, depth);
  else if (Array.isArray(value)) visitList(walk, value, depth);
  else visitObject(walk, value as JsonObject, depth, keysToo);
}

/** Of a pod's spec, the lists that make most of it. */
const LISTS_OF_PODS = 2;

function visitShared(walk: Walk, list: readonly Json[], depth: number): void {
  if (walk.plain.has(list)) return;
  const before = walk.finds;
  visitList(walk, list, depth);
  if (walk.finds === before) walk.plain.add(list);
}

function visitList(walk: Walk, list: readonly Json[], depth: number): void {
  const { path } = walk;
  for (let position = 0; position < list.length; position++) {
    const value = list[position];
    if (typeof value === "number" || typeof value === "boolean") continue;
    path.push(position);
    visit(walk, value, depth + 1, true);
    path.pop();
  }
}

function visitObject(walk: Walk, object: JsonObject, depth: number, keysToo: boolean): void {
  const { path } = walk;
  for (const key in object) {
    const value = object[key];
    if (keysToo && isAddressLike(key)) {
      path.push(key);
      visitString(walk, key);
      path.pop();
    }
    if (typeof value !== "string" && (typeof value !== "object" || value === null)) continue;
    if (walk.isPod && isSchedulersField(key, depth)) continue;
    if (key === "caBundle") continue;
    path.push(key);
    visit(walk, value, depth + 1, true);
    path.pop();
  }
}

function visitString(walk: Walk, text: string): void {
  const { index } = walk;
  if (text.length < index.shortest || !index.hint.test(text)) return;
  walk.finds++;
  walk.found(text, [...walk.path]);
}

/** A pod's place is the scheduler's word (spec.nodeName), or the DaemonSet controller's (matchFields). */
function isSchedulersField(key: string, depth: number): boolean {
  return (key === "nodeName" && depth === 1) || key === "matchFields";
}

function isAddressLike(key: string): boolean {
  const first = key.charCodeAt(0);
  return (
    key.length >= 7 && (first === 0x3a || (first >= 0x30 && first <= 0x39)) && /^[0-9a-f.:/]+$/i.test(key)
  );
}
