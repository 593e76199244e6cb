import { at, listOf, objectsOf, stringMapOf, stringOf } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import { type Labels, selects } from "../../world/selector.ts";
import { podOfTemplate } from "../../world/template-pod.ts";
import type { Pod, Workload } from "../../world/workload.ts";
import type { World } from "../../world/world.ts";
import { type ClusterDns, dnsPods } from "./cluster-dns.ts";

/**
 * Pods nobody runs yet, to judge policies by that select nothing today (a CronJob between its runs, a file of
 * policies alone): one in each policy's place, and one for CoreDNS where its pods were not read.
 */
export function withProbes(world: World, policies: readonly Resource[], dns: ClusterDns): World {
  const probed = withPolicyProbes(world, policies);
  const [cited] = policies;
  if (cited === undefined || dnsPods(world, dns).length > 0) return probed;
  const server = workloadOf(cited, dns.namespace, `${PROBE}dns`, dns.labels, {
    dnsPolicy: "Default",
    containers: [],
  });
  return { ...probed, workloads: [...probed.workloads, server] };
}

/** One pod in the place of each policy alone. */
export function withPolicyProbes(world: World, policies: readonly Resource[]): World {
  const probes = policies.flatMap((policy, index) => probeOf(policy, `${PROBE}${index}`) ?? []);
  return probes.length === 0 ? world : { ...world, workloads: [...world.workloads, ...probes] };
}

/** No object can have a name like this. */
const PROBE = " probe ";

export function isProbe({ name }: Pick<Pod, "name">): boolean {
  return name.startsWith(PROBE);
}

function probeOf(policy: Resource, name: string): Workload | undefined {
  const selector = at(policy.object, "spec", "podSelector") ?? {};
  const labels: Record<string, string> = { ...stringMapOf(at(selector, "matchLabels")) };
  for (const { key, operator, values } of objectsOf(at(selector, "matchExpressions"))) {
    const own = stringOf(key);
    if (own === undefined || own in labels) continue;
    if (operator === "In") labels[own] = String(listOf(values)[0] ?? "");
    else if (operator === "Exists") labels[own] = "";
  }
  if (selects(selector, labels) !== true) return undefined;
  return workloadOf(policy, policy.ref.namespace ?? "default", name, labels, { containers: [] });
}

/** One made-up pod as a workload of its own. */
export function workloadOf(
  cited: Resource,
  namespace: string,
  name: string,
  labels: Labels,
  spec: Pod["spec"],
): Workload {
  return {
    ref: { apiVersion: "v1", kind: "Pod", namespace, name },
    resource: undefined,
    replicas: 1,
    template: { labels, annotations: {}, spec, resource: cited, path: [] },
    pods: [podOfTemplate(name, namespace, { labels, spec })],
    transient: false,
  };
}
