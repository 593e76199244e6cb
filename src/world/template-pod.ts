import type { Pod, PodTemplate, Workload } from "./workload.ts";

/** A pod that a template makes, of which nothing is known but what the template says. */
export function podOfTemplate(
  name: string,
  namespace: string,
  { labels, spec }: Pick<PodTemplate, "labels" | "spec">,
): Pod {
  return {
    name,
    namespace,
    labels,
    spec,
    nodeName: undefined,
    ready: undefined,
    podIPs: [],
    resource: undefined,
  };
}

/** The pod a workload would make, named after it: for workloads none of whose pods was read. */
export function templatePod({ ref, template }: Workload): Pod {
  return podOfTemplate(ref.name, ref.namespace ?? "default", template);
}
