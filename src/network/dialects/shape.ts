import { isObject, type JsonObject, type Path } from "../../world/json.ts";
import { selectorFaults } from "../selector-faults.ts";

/**
 * How a dialect's objects are built: which fields there are, and which hold lists. What is built otherwise the API
 * refuses; reading past it would take a rule whose `from` is no list for one that admits everybody.
 */
export type Shape =
  /** Read, and judged, by the dialect itself. */
  | "any"
  | "text"
  | "number"
  | "flag"
  /** A LabelSelector. */
  | "selector"
  | { readonly list: Shape }
  | { readonly oneOf: readonly string[] }
  | { readonly fields: Readonly<Record<string, Shape>> };

export interface Fault {
  readonly path: Path;
  readonly reason: string;
  /** The selector it is in says itself, pod by pod, what is unknown for it. */
  readonly ownDoubt: boolean;
}

/** Everything in a value that is not built as it should be; what is null or missing is as good as not there. */
export function faultsOf(value: unknown, shape: Shape, path: Path): readonly Fault[] {
  if (value === undefined || value === null || shape === "any") return [];
  if (shape === "selector") {
    return selectorFaults(value).map((fault) => ({
      path: [...path, ...fault.path],
      reason: fault.reason,
      ownDoubt: true,
    }));
  }
  const fault = (reason: string): readonly Fault[] => [{ path, reason, ownDoubt: false }];
  if (typeof shape === "string") return typeof value === TYPES[shape] ? [] : fault(`it is no ${shape}`);
  if ("oneOf" in shape) {
    return shape.oneOf.includes(value as string)
      ? []
      : fault(`${JSON.stringify(value)} is none of ${shape.oneOf.join(", ")}`);
  }
  if ("list" in shape) {
    if (!Array.isArray(value)) return fault("it is no list");
    return value.flatMap((item, index) => faultsOf(item, shape.list, [...path, index]));
  }
  return isObject(value) ? fieldFaults(value, shape.fields, path) : fault("it has no fields");
}

const TYPES = { text: "string", number: "number", flag: "boolean" } as const;

function fieldFaults(
  value: JsonObject,
  fields: Readonly<Record<string, Shape>>,
  path: Path,
): readonly Fault[] {
  return Object.keys(value).flatMap((key): readonly Fault[] => {
    const shape = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (shape !== undefined) return faultsOf(value[key], shape, [...path, key]);
    return [{ path: [...path, key], reason: "there is no such field", ownDoubt: false }];
  });
}
