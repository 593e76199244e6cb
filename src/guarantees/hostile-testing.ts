import fc from "fast-check";
import { isObject } from "../world/json.ts";
import type { KubeObject } from "../world/resource.ts";

/** Objects with anything anywhere: the API server takes much, and files hold anything. */

type Place = readonly (string | number)[];

/** Every place in an object below its identity. */
function places(value: unknown, path: Place = []): readonly Place[] {
  const inside = Array.isArray(value)
    ? value.flatMap((entry, index) => places(entry, [...path, index]))
    : isObject(value)
      ? Object.entries(value).flatMap(([key, entry]) => places(entry, [...path, key]))
      : [];
  return path.length === 0 ? inside : [path, ...inside];
}

function replaced(value: unknown, path: Place, by: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return by;
  if (Array.isArray(value))
    return value.map((entry, index) => (index === step ? replaced(entry, rest, by) : entry));
  return isObject(value) ? { ...value, [step]: replaced(value[step], rest, by) } : value;
}

const deep = (depth: number) => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);
const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    null,
    -1,
    1e300,
    "",
    "100%",
    "-5%",
    "__proto__",
    [null],
    [[["x"]]],
    { "": "" },
    deep(5000),
  ),
);

/** The objects with up to three values in them replaced, by anything. */
export function hostileObjects(valid: readonly KubeObject[]): fc.Arbitrary<readonly KubeObject[]> {
  const spots = valid.flatMap((object, index) =>
    places(object)
      .filter(
        ([first, second]) =>
          first !== "apiVersion" &&
          first !== "kind" &&
          (first !== "metadata" || second === "labels" || second === "annotations"),
      )
      .map((path) => ({ index, path })),
  );
  const changes = fc.array(fc.tuple(fc.constantFrom(...spots), odd), { minLength: 1, maxLength: 3 });
  return changes.map((list) => {
    const objects = [...valid];
    for (const [{ index, path }, by] of list)
      objects[index] = replaced(objects[index], path, by) as KubeObject;
    return objects;
  });
}
