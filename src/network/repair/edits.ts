import { at, isObject, type Json, listOf, type Path } from "../../world/json.ts";
import type { KubeObject } from "../../world/resource.ts";

/**
 * One change of an object. Few kinds, so that the same list can be carried out on the object as data and on the text
 * its owner wrote. Paths are those of the object as it was read: removals are meant for the last, from the back.
 */
export type Edit =
  | { readonly kind: "append"; readonly path: Path; readonly value: Json }
  | { readonly kind: "set"; readonly path: Path; readonly value: Json }
  | { readonly kind: "remove"; readonly path: Path };

/** The edits in an order in which none moves the place of another. */
export function inOrder(edits: readonly Edit[]): readonly Edit[] {
  const removals = edits.filter((edit) => edit.kind === "remove");
  const others = edits.filter((edit) => edit.kind !== "remove");
  return [...others, ...[...removals].sort((a, b) => comparePaths(b.path, a.path))];
}

/** The object with the edits carried out; the one given is unchanged. */
export function applyEdits(object: KubeObject, edits: readonly Edit[]): KubeObject {
  return inOrder(edits).reduce<Json>(applyEdit, object) as KubeObject;
}

function applyEdit(value: Json, edit: Edit): Json {
  switch (edit.kind) {
    case "append":
      return replaced(value, edit.path, [...listOf(at(value, ...edit.path)), edit.value]);
    case "set":
      return replaced(value, edit.path, edit.value);
    case "remove": {
      const list = listOf(at(value, ...edit.path.slice(0, -1)));
      const index = edit.path.at(-1);
      return replaced(
        value,
        edit.path.slice(0, -1),
        list.filter((_, own) => own !== index),
      );
    }
  }
}

function replaced(value: Json, path: Path, by: Json): Json {
  const [segment, ...rest] = path;
  if (segment === undefined) return by;
  if (typeof segment === "number") {
    return listOf(value).map((one, index) => (index === segment ? replaced(one, rest, by) : one));
  }
  const map = isObject(value) ? value : {};
  return { ...map, [segment]: replaced(map[segment] ?? null, rest, by) };
}

function comparePaths(a: Path, b: Path): number {
  for (const [index, segment] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (typeof segment === "number" && typeof other === "number" && segment !== other) return segment - other;
  }
  return a.length - b.length;
}
