import { type GroupKind, groupKind, type ObjectRef } from "../world/resource.ts";
import type { ObjectPattern } from "./profile.ts";

/** Whether a text matches a pattern in which `*` stands for any run of characters. Linear in both lengths. */
export function matchesGlob(pattern: string, text: string): boolean {
  const parts = pattern.split("*");
  const [first = "", ...rest] = parts;
  if (rest.length === 0) return pattern === text;
  const last = rest.pop() ?? "";
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}

export function matchesObject(pattern: ObjectPattern, ref: ObjectRef): boolean {
  return (
    pattern.kind === groupKind(ref.apiVersion, ref.kind) &&
    (pattern.namespace === undefined || matchesGlob(pattern.namespace, ref.namespace ?? "")) &&
    matchesGlob(pattern.name, ref.name)
  );
}

/** A predicate over refs that looks patterns up by kind: asked once for each of 100,000 objects. */
export function objectMatcher(patterns: readonly ObjectPattern[]): (ref: ObjectRef) => boolean {
  const byKind = new Map<GroupKind, ObjectPattern[]>();
  for (const pattern of patterns) {
    const list = byKind.get(pattern.kind);
    if (list === undefined) byKind.set(pattern.kind, [pattern]);
    else list.push(pattern);
  }
  return (ref) =>
    (byKind.get(groupKind(ref.apiVersion, ref.kind)) ?? []).some((pattern) => matchesObject(pattern, ref));
}
