import type { Path } from "../world/json.ts";
import type { Resource } from "../world/resource.ts";
import { holdsAll } from "./classes.ts";
import { subjectsOf } from "./subjects.ts";
import { termsOf } from "./terms.ts";
import type { View } from "./view.ts";

/** Something in a policy that is malformed or not understood: what it touches is unknown. */
export interface PolicyProblem {
  readonly resource: Resource;
  readonly path: Path;
  readonly reason: string;
}

export function policyProblems({ layers }: View): readonly PolicyProblem[] {
  const found: PolicyProblem[] = [];
  for (const policy of layers.flatMap(({ policies }) => policies)) {
    const { resource, uncertain, malformed, ingress, egress } = policy;
    found.push(...(malformed ?? []).map((one) => ({ resource, ...one })));
    if (uncertain !== undefined) found.push({ resource, path: ["spec"], reason: uncertain });
    for (const rule of [...(ingress?.rules ?? []), ...(egress?.rules ?? [])]) {
      if (rule.uncertain !== undefined) found.push({ resource, path: rule.path, reason: rule.uncertain });
    }
  }
  return found;
}

/** What had to be assumed where the sources do not tell, as sentences. */
export function assumptions(view: View): readonly string[] {
  const partial = termsOf(view.layers).blocks.filter(
    (block) => !holdsAll(block, 4) && !holdsAll(block, 6),
  ).length;
  if (partial === 0) return [];
  const { pods, nodes } = subjectsOf(view);
  const missing = pods.filter(({ asNode, addresses }) => !asNode && addresses.length === 0).length;
  const hosts = nodes.filter(({ addresses }) => addresses.length === 0).length;
  const notes: string[] = [];
  if (missing > 0 && view.options.ipBlockMatchesPods) {
    notes.push(
      `${count(missing, "pod has", "pods have")} no known address: taken to lie in no ipBlock but those of all addresses`,
    );
  }
  if (hosts > 0) {
    notes.push(
      `${count(hosts, "node has", "nodes have")} no known address: whether an ipBlock admits traffic of its host is unknown`,
    );
  }
  return notes;
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
