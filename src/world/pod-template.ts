import { at, isObject, type JsonObject, type Path, stringMapOf } from "./json.ts";
import { type GroupKind, groupKind, type Resource } from "./resource.ts";
import type { PodTemplate } from "./workload.ts";

/** Where each built-in kind that makes pods keeps its pod template; [] for a Pod, which is its own. */
export const TEMPLATE_PATHS: Readonly<Record<GroupKind, Path>> = {
  "Deployment.apps": ["spec", "template"],
  "StatefulSet.apps": ["spec", "template"],
  "DaemonSet.apps": ["spec", "template"],
  "ReplicaSet.apps": ["spec", "template"],
  ReplicationController: ["spec", "template"],
  "Job.batch": ["spec", "template"],
  "CronJob.batch": ["spec", "jobTemplate", "spec", "template"],
  Pod: [],
};

const EMPTY: JsonObject = Object.freeze({});

/** The pod template an object holds; undefined for kinds that make no pods, and for templates without a spec. */
export function podTemplateOf(resource: Resource): PodTemplate | undefined {
  const path = TEMPLATE_PATHS[groupKind(resource.ref.apiVersion, resource.ref.kind)];
  if (path === undefined) return undefined;
  const template = at(resource.object, ...path);
  const spec = at(template, "spec");
  if (!isObject(spec)) return undefined;
  return {
    labels: stringMapOf(at(template, "metadata", "labels") ?? EMPTY),
    annotations: stringMapOf(at(template, "metadata", "annotations") ?? EMPTY),
    spec,
    resource,
    path: [...path, "spec"],
  };
}
