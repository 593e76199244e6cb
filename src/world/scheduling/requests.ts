import { at, isObject, type JsonObject, objectsOf } from "../json.ts";
import { parseAmounts, type ResourceAmounts } from "../quantity.ts";

/**
 * What a pod asks a node for, one pod slot included: the larger of its containers together and its hungriest
 * init container, plus overhead. Limits stand in for missing requests, as the API server defaults them.
 * Source: k8s.io/component-helpers/resource PodRequests; init containers that restart count as containers.
 */
export function podRequests(spec: JsonObject): ResourceAmounts {
  const running: Record<string, number> = Object.create(null);
  const starting: Record<string, number> = Object.create(null);
  for (const container of objectsOf(spec.containers)) add(running, containerRequests(container));
  for (const container of objectsOf(spec.initContainers)) {
    const requests = containerRequests(container);
    if (container.restartPolicy === "Always") add(running, requests);
    else for (const [name, amount] of Object.entries(requests)) raise(starting, name, amount);
  }
  for (const [name, amount] of Object.entries(starting)) raise(running, name, amount);
  add(running, parseAmounts(spec.overhead));
  running.pods = 1;
  return running;
}

function containerRequests(container: JsonObject): ResourceAmounts {
  const resources = container.resources;
  if (!isObject(resources)) return {};
  return { ...parseAmounts(at(resources, "limits")), ...parseAmounts(at(resources, "requests")) };
}

function add(sum: Record<string, number>, more: ResourceAmounts): void {
  for (const [name, amount] of Object.entries(more)) sum[name] = (sum[name] ?? 0) + amount;
}

function raise(sum: Record<string, number>, name: string, amount: number): void {
  sum[name] = Math.max(sum[name] ?? 0, amount);
}
