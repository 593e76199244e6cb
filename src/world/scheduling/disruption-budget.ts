import { at, type Json, numberOf } from "../json.ts";
import { type Resource, versionOf } from "../resource.ts";
import type { Labels } from "../selector.ts";
import { labelMatcher } from "./label-matcher.ts";

/**
 * The disruption controller's arithmetic (k8s.io/kubernetes/pkg/controller/disruption, getExpectedPodCount and
 * updatePdbStatus) and the eviction API's (pkg/registry/core/pod/storage/eviction.go), as of 1.22 and later.
 */
export interface Budget {
  readonly resource: Resource;
  readonly namespace: string;
  /** Whether it selects a pod of its namespace with these labels. */
  readonly selects: (labels: Labels) => boolean;
  readonly minAvailable: Json | undefined;
  readonly maxUnavailable: Json | undefined;
  /** `unhealthyPodEvictionPolicy: AlwaysAllow`; API servers before 1.27 ignore it. */
  readonly alwaysAllow: boolean;
}

export function readBudget(resource: Resource): Budget {
  const { object, ref } = resource;
  return {
    resource,
    namespace: ref.namespace ?? "default",
    selects: budgetSelector(ref.apiVersion, at(object, "spec", "selector")),
    minAvailable: at(object, "spec", "minAvailable") ?? undefined,
    maxUnavailable: at(object, "spec", "maxUnavailable") ?? undefined,
    alwaysAllow: at(object, "spec", "unhealthyPodEvictionPolicy") === "AlwaysAllow",
  };
}

/** policy/v1: an empty selector selects every pod of the namespace; policy/v1beta1: none. No selector: none. */
function budgetSelector(apiVersion: string, selector: Json | undefined): (labels: Labels) => boolean {
  return versionOf(apiVersion) === "v1beta1" && isEmpty(selector) ? () => false : labelMatcher(selector);
}

function isEmpty(selector: Json | undefined): boolean {
  const any = (value: Json | undefined) =>
    typeof value === "object" && value !== null && Object.keys(value).length > 0;
  return !any(at(selector, "matchLabels")) && !any(at(selector, "matchExpressions"));
}

/** What a budget is counted over. */
export interface Counted {
  /** Pods it selects, ready or not. */
  readonly pods: number;
  /** Sum of the replicas wanted by the controllers of those pods; undefined when one has no scale. */
  readonly scale: number | undefined;
}

export interface Allowance {
  /** Pods the controller expects; with none expected it allows no eviction. */
  readonly expected: number;
  readonly desiredHealthy: number;
}

/** What a budget demands; undefined where the controller fails to compute it, which allows no eviction. */
export function allowanceOf(
  budget: Pick<Budget, "minAvailable" | "maxUnavailable">,
  counted: Counted,
): Allowance | undefined {
  const { pods, scale } = counted;
  if (budget.maxUnavailable !== undefined) {
    if (scale === undefined) return undefined;
    const most = scaled(budget.maxUnavailable, scale);
    return most === undefined ? undefined : { expected: scale, desiredHealthy: Math.max(0, scale - most) };
  }
  if (budget.minAvailable === undefined) return { expected: 0, desiredHealthy: 0 };
  const least = numberOf(budget.minAvailable);
  if (least !== undefined) return { expected: pods, desiredHealthy: least };
  if (scale === undefined) return undefined;
  const share = scaled(budget.minAvailable, scale);
  return share === undefined ? undefined : { expected: scale, desiredHealthy: share };
}

/** An integer as it is, a percentage of the total rounded up; anything else cannot be read. */
function scaled(value: Json, total: number): number | undefined {
  if (typeof value === "number") return value;
  const percent = typeof value === "string" ? /^(\d+)%$/.exec(value)?.[1] : undefined;
  return percent === undefined ? undefined : Math.ceil((Number(percent) * total) / 100);
}

/** Evictions of ready pods the API server grants one after another. */
export function disruptionsAllowed(allowance: Allowance, healthy: number): number {
  return allowance.expected <= 0 ? 0 : Math.max(0, healthy - allowance.desiredHealthy);
}

/** Whether a pod that runs but is not ready may be evicted. */
export function unreadyEvictable(allowance: Allowance, healthy: number, alwaysAllow: boolean): boolean {
  if (alwaysAllow) return true;
  if (healthy >= allowance.desiredHealthy && allowance.desiredHealthy > 0) return true;
  return disruptionsAllowed(allowance, healthy) > 0;
}
