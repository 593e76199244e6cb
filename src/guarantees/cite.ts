import { at, type Path } from "../world/json.ts";
import type { NodeModel } from "../world/node.ts";
import type { Resource } from "../world/resource.ts";
import type { PodTemplate, Workload } from "../world/workload.ts";
import type { Evidence } from "./guarantee.ts";

/** An object's field as evidence, with what stands there. */
export function cite(resource: Resource, path: Path, note?: string): Evidence {
  const found = at(resource.object, ...path);
  return {
    ref: resource.ref,
    origin: resource.origin,
    path,
    ...(found === undefined ? {} : { value: valueWords(found) }),
    ...(note === undefined ? {} : { note }),
  };
}

/** A field of a workload's pod spec. */
export function citeTemplate(template: PodTemplate, path: Path, note?: string): Evidence {
  return cite(template.resource, [...template.path, ...path], note);
}

/** The field that says how many pods a workload wants, or the object where no field says so. */
export function citeReplicas(workload: Workload): readonly Evidence[] {
  const { resource } = workload;
  if (resource === undefined) return [];
  const path = ["spec", "replicas"];
  return [cite(resource, at(resource.object, ...path) === undefined ? [] : path)];
}

const LONGEST = 100;

/** A value in short, as evidence and messages show it. */
export function valueWords(value: unknown): string {
  const text = typeof value === "string" ? value : asJson(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

/** Nesting deep enough to exhaust the stack is no value anybody wants to read. */
function asJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return "…";
  }
}

/** `1 pod`, `3 pods`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(names: readonly string[], most = 3): string {
  if (names.length <= most) {
    const last = names.at(-1) ?? "";
    return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
  }
  return `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
}

/** A node by a name people know: replacements go by the machine in whose place they stand. */
export function nodeWords(node: NodeModel): string {
  return node.generation === 0 ? node.name : `the node in place of ${node.resource.ref.name}`;
}
