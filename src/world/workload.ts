import type { JsonObject, Path } from "./json.ts";
import type { ObjectRef, Resource } from "./resource.ts";
import type { Labels } from "./selector.ts";

/**
 * What makes pods: a Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob, a custom controller known
 * only by its pods' ownerReferences, or a bare Pod (then `ref` is the pod's own). Findings name workloads, never their hundred pods.
 */
export interface Workload {
  readonly ref: ObjectRef;
  /** Its object; undefined when only its pods were read. */
  readonly resource: Resource | undefined;
  /** Pods wanted. For a DaemonSet without pods, one for each node it may run on is not known here: 0. */
  readonly replicas: number;
  readonly template: PodTemplate;
  /** The pods that run, or, where no pod was read at all, the pods the workload would create. */
  readonly pods: readonly Pod[];
  /** True for Jobs and CronJobs: their pods end by themselves. */
  readonly transient: boolean;
}

/** The pod as its workload writes it, with the place to cite. */
export interface PodTemplate {
  readonly labels: Labels;
  readonly annotations: Labels;
  /** The pod spec. */
  readonly spec: JsonObject;
  /** The object the template stands in and the path of the pod spec there (["spec","template","spec"]). */
  readonly resource: Resource;
  readonly path: Path;
}

export interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly spec: JsonObject;
  /** The node it runs on; undefined for pods that are not placed or only expanded from a manifest. */
  readonly nodeName: string | undefined;
  readonly ready: boolean | undefined;
  readonly podIPs: readonly string[];
  /** The Pod read; undefined for expanded ones. */
  readonly resource: Resource | undefined;
}
