import type { Path } from "../../world/json.ts";
import type { NodeModel } from "../../world/node.ts";
import { NODE_NAME, type NodeRule, preferredNodeRules } from "../../world/scheduling/node-affinity.ts";
import { workloadNodeRules } from "../../world/scheduling/pod-class.ts";
import { preferredPodTerms, requiredPodTerms, spreads } from "../../world/scheduling/topology-rules.ts";
import type { Workload } from "../../world/workload.ts";

/** A place in a pod spec that names a node label. */
export interface LabelUse {
  readonly key: string;
  readonly path: Path;
  /** What it asks: a node that has it, an even spread over it, to be together or apart by it. */
  readonly kind: "node" | "spread" | "together" | "apart";
  /** A demand; else a wish. */
  readonly hard: boolean;
  readonly rule: NodeRule | undefined;
}

export const HOSTNAME = "kubernetes.io/hostname";

/** Where a pod spec may name node labels; most have none of it. */
const PLACED_BY = ["nodeSelector", "affinity", "topologySpreadConstraints"];
const NONE: readonly LabelUse[] = [];

/** Every node label a workload's pods are placed by. */
export function labelUses(workload: Workload): readonly LabelUse[] {
  const { spec } = workload.template;
  if (PLACED_BY.every((field) => spec[field] === undefined)) return NONE;
  const uses: LabelUse[] = [];
  const node = (rule: NodeRule, hard: boolean) => {
    uses.push({ key: rule.key, path: rule.path, kind: "node", hard, rule });
  };
  for (const rule of workloadNodeRules(workload)) node(rule, true);
  for (const rule of preferredNodeRules(spec)) node(rule, false);
  for (const { topologyKey, path, hard } of spreads(spec)) {
    uses.push({ key: topologyKey, path: [...path, "topologyKey"], kind: "spread", hard, rule: undefined });
  }
  for (const [field, kind] of [
    ["podAffinity", "together"],
    ["podAntiAffinity", "apart"],
  ] as const) {
    for (const [hard, terms] of [
      [true, requiredPodTerms(spec, field)],
      [false, preferredPodTerms(spec, field)],
    ] as const) {
      for (const { topologyKey, path } of terms) {
        uses.push({ key: topologyKey, path: [...path, "topologyKey"], kind, hard, rule: undefined });
      }
    }
  }
  return uses;
}

const BETA_STABLE: Readonly<Record<string, string>> = {
  "beta.kubernetes.io/os": "kubernetes.io/os",
  "beta.kubernetes.io/arch": "kubernetes.io/arch",
  "beta.kubernetes.io/instance-type": "node.kubernetes.io/instance-type",
  "failure-domain.beta.kubernetes.io/zone": "topology.kubernetes.io/zone",
  "failure-domain.beta.kubernetes.io/region": "topology.kubernetes.io/region",
};

/** The label that replaced a deprecated one; undefined for all others. */
export function stableLabel(key: string): string | undefined {
  return Object.hasOwn(BETA_STABLE, key) ? BETA_STABLE[key] : undefined;
}

/** Whether a use names nodes one by one. */
export function namesNodes({ key }: Pick<LabelUse, "key">): boolean {
  return key === HOSTNAME || key === NODE_NAME;
}

/**
 * A node with every deprecated label whose stable one it has. Whether new nodes will have them is not known, and
 * is a finding of its own: nothing else is concluded from their absence.
 */
export function withBetaLabels(node: NodeModel): NodeModel {
  const labels: Record<string, string> = { ...node.labels };
  for (const [beta, stable] of Object.entries(BETA_STABLE)) {
    const value = labels[stable];
    if (value !== undefined) labels[beta] ??= value;
  }
  return { ...node, labels };
}
