import { entriesOf, type Json, type Path } from "../../world/json.ts";
import { type Resource, refLabel } from "../../world/resource.ts";
import { cite } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import type { Step } from "./rule.ts";

/** Custom resources that name a class an operator will make claims of: `spec.storage.storageClass: 4k`. */
export function customUses(step: Step, removed: ReadonlySet<string>): readonly Breach[] {
  const found: Breach[] = [];
  for (const kind of step.now.objects.kinds()) {
    if (!isCustom(kind)) continue;
    for (const resource of step.now.objects.list(kind)) {
      const use = firstUse(resource.object.spec, ["spec"], removed, DEEPEST);
      if (use !== undefined && !step.isPlatform(resource.ref)) found.push(breach(resource, use));
    }
  }
  return found;
}

interface Use {
  readonly name: string;
  readonly path: Path;
}

const KEY = /^storageClass(Name)?$/i;
/** Claim templates sit a few levels down; an object of any depth must not exhaust the stack. */
const DEEPEST = 12;
const BUILT_IN = new Set(["apps", "autoscaling", "batch", "policy", "extensions"]);

/** Kinds of groups that are neither Kubernetes' own nor the snapshots' (which name other classes). */
function isCustom(kind: string): boolean {
  const dot = kind.indexOf(".");
  const group = kind.slice(dot + 1);
  return dot > 0 && !group.endsWith(".k8s.io") && !BUILT_IN.has(group);
}

function firstUse(
  value: Json | undefined,
  path: Path,
  removed: ReadonlySet<string>,
  depth: number,
): Use | undefined {
  if (depth === 0) return undefined;
  const entries: readonly (readonly [string | number, Json])[] = Array.isArray(value)
    ? value.map((entry, index) => [index, entry] as const)
    : entriesOf(value);
  for (const [key, entry] of entries) {
    if (typeof entry === "string") {
      if (typeof key === "string" && KEY.test(key) && removed.has(entry))
        return { name: entry, path: [...path, key] };
      continue;
    }
    const found = firstUse(entry, [...path, key], removed, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function breach(resource: Resource, { name, path }: Use): Breach {
  return {
    cause: "storage-class-removed",
    verdict: "unknown",
    subject: resource.ref,
    message: `${refLabel(resource.ref)} names StorageClass ${name}, which is taken away. What its operator makes of it is not known; new claims of that class stay pending.`,
    remedy: "Name a StorageClass that stays, as far as the operator lets it be changed.",
    evidence: [cite(resource, path)],
  };
}
