import { matchesObject } from "../platforms/patterns.ts";
import type { ManagedPattern } from "../platforms/profile.ts";
import { stringMapOf } from "../world/json.ts";
import type { Owner } from "../world/resource.ts";
import type { Labels } from "../world/selector.ts";
import type { Workload } from "../world/workload.ts";
import type { Operator, Shown } from "./controller.ts";

/**
 * Who installs and changes a workload. A tool that will apply it again decides (whatever the object is called); then
 * what the profile says the provider runs; then a person's `kubectl apply`. Kubespray applies its addons with kubectl
 * too, so that mark alone tells only where nothing says provider.
 */
export function operatorOf(
  workload: Workload,
  managed: readonly ManagedPattern[],
  kubespray: Shown | undefined,
): Operator {
  const { resource, template } = workload;
  const shown = (path: Shown["path"], note: string): Shown => ({
    resource: resource ?? template.resource,
    path,
    note,
  });
  const owner = resource?.owner ?? UNREAD;
  const by = TOOLS[owner.kind];
  if (by !== undefined) {
    return { who: "customer", by, evidence: [shown(["metadata"], `applied by ${owner.name}`)] };
  }
  const chart = chartLabel({ ...template.labels, ...stringMapOf(resource?.object.metadata.labels) });
  if (chart !== undefined) {
    const note = `label ${chart}, which only charts give; no release that applies it is named`;
    return { who: "customer", by: "manifest", evidence: [shown(["metadata", "labels"], note)] };
  }
  const pattern = managed.find(
    (one) =>
      matchesObject(one, workload.ref) &&
      one.withoutLabels.every((key) => template.labels[key] === undefined),
  );
  if (pattern?.othersToo === true && kubespray === undefined) {
    const note = "named as what the provider installs, and as others do who install it by hand";
    return { who: "unknown", by: "unknown", evidence: [shown(["metadata", "name"], note)] };
  }
  if (pattern !== undefined) {
    const name = shown(["metadata", "name"], "the profile counts it among what the provider runs");
    return kubespray === undefined
      ? { who: "provider", by: "provider", evidence: [name] }
      : { who: "provider", by: "kubespray", evidence: [kubespray, name] };
  }
  if (kubespray !== undefined) return { who: "unknown", by: "kubespray", evidence: [kubespray] };
  if (owner.kind === "kubectl") {
    return { who: "customer", by: "manifest", evidence: [shown(["metadata"], `applied by ${owner.name}`)] };
  }
  return { who: "unknown", by: "unknown", evidence: [] };
}

/** Charts from before 2019 (stable/nginx-ingress) have `chart`, `release` and `heritage`. */
function chartLabel(labels: Labels): string | undefined {
  if (labels["helm.sh/chart"] !== undefined) return "helm.sh/chart";
  return labels.chart !== undefined && labels.heritage !== undefined ? "chart" : undefined;
}

const UNREAD: Owner = { kind: "unknown", name: "" };

const TOOLS: Partial<Record<Owner["kind"], Operator["by"]>> = {
  helm: "helm",
  "argo-cd": "git",
  flux: "git",
};
