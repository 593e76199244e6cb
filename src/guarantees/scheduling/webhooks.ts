import {
  at,
  type Json,
  type JsonObject,
  listOf,
  objectsOf,
  stringMapOf,
  stringOf,
} from "../../world/json.ts";
import { type Resource, versionOf } from "../../world/resource.ts";
import { labelMatcher } from "../../world/scheduling/label-matcher.ts";
import { namespaceLabels } from "../../world/scheduling/pod-class.ts";
import type { Pod, Workload } from "../../world/workload.ts";
import type { World } from "../../world/world.ts";

/** One webhook that refuses requests while nobody answers it, served by pods of the cluster. */
export interface StrictWebhook {
  readonly resource: Resource;
  readonly index: number;
  readonly webhook: JsonObject;
  readonly service: { readonly namespace: string; readonly name: string };
  /** Undefined where the Service was not read. */
  readonly backend: readonly Workload[] | undefined;
  /** Pods that can answer. */
  readonly answering: number;
  /** Node of all of them, where they are known to share one. */
  readonly onOneNode: string | undefined;
  /** Whether it is asked about new pods at all. */
  readonly seesPods: boolean;
  /** Asked about the very pods that serve it. */
  readonly seesItself: boolean;
  readonly seesKubeSystem: boolean;
  /** Conditions (CEL) may exempt requests in ways not judged here. */
  readonly conditional: boolean;
}

const KINDS = [
  "ValidatingWebhookConfiguration.admissionregistration.k8s.io",
  "MutatingWebhookConfiguration.admissionregistration.k8s.io",
];

export function strictWebhooks(world: World): readonly StrictWebhook[] {
  return KINDS.flatMap((kind) => world.objects.list(kind)).flatMap((resource) =>
    objectsOf(at(resource.object, "webhooks")).flatMap((webhook, index) => {
      const found = read(resource, webhook, index, world);
      return found === undefined ? [] : [found];
    }),
  );
}

function read(
  resource: Resource,
  webhook: JsonObject,
  index: number,
  world: World,
): StrictWebhook | undefined {
  // v1 fails closed unless told otherwise, v1beta1 fails open.
  const byDefault = versionOf(resource.ref.apiVersion) === "v1beta1" ? "Ignore" : "Fail";
  if ((stringOf(webhook.failurePolicy) ?? byDefault) !== "Fail") return undefined;
  const namespace = stringOf(at(webhook, "clientConfig", "service", "namespace"));
  const name = stringOf(at(webhook, "clientConfig", "service", "name"));
  const rules = objectsOf(webhook.rules);
  if (namespace === undefined || name === undefined || rules.length === 0) return undefined;
  const backend = backendOf(world, namespace, name);
  const seesPods = rules.some(coversPodCreation);
  const sees = (inNamespace: string, labels?: Readonly<Record<string, string>>) =>
    seesPods && scopeCovers(webhook, world, inNamespace, labels);
  return {
    resource,
    index,
    webhook,
    service: { namespace, name },
    backend,
    answering: (backend ?? []).reduce((sum, workload) => sum + answering(workload), 0),
    onOneNode: sharedNode(backend ?? []),
    seesPods,
    seesItself: (backend ?? []).some((workload) => sees(namespace, labelsOf(workload))),
    seesKubeSystem: sees("kube-system"),
    conditional: objectsOf(webhook.matchConditions).length > 0,
  };
}

/** The workloads behind a Service; undefined where it was not read, or has no selector to tell. */
function backendOf(world: World, namespace: string, name: string): readonly Workload[] | undefined {
  const selector = at(world.objects.get("Service", namespace, name)?.object, "spec", "selector");
  if (selector === undefined || selector === null) return undefined;
  const wanted = Object.entries(stringMapOf(selector));
  return world.workloads.filter((workload) => {
    const labels = labelsOf(workload);
    return (
      (workload.ref.namespace ?? "default") === namespace &&
      wanted.every(([key, value]) => labels[key] === value)
    );
  });
}

function labelsOf(workload: Workload): Readonly<Record<string, string>> {
  return workload.pods[0]?.labels ?? workload.template.labels;
}

function answering(workload: Workload): number {
  if (workload.pods.length === 0) return workload.replicas;
  const starting = (pod: Pod) => at(pod.resource?.object, "status", "phase") === "Pending";
  return workload.pods.filter((pod) => pod.ready !== false && !starting(pod)).length;
}

function sharedNode(backend: readonly Workload[]): string | undefined {
  const nodes = new Set(backend.flatMap(({ pods }) => pods.map(({ nodeName }) => nodeName)));
  return nodes.size === 1 ? [...nodes][0] : undefined;
}

/** Whether a rule is about CREATE of pods (k8s.io/apiserver/pkg/admission/plugin/webhook/predicates/rules). */
function coversPodCreation(rule: JsonObject): boolean {
  const has = (field: string, ...wanted: string[]) =>
    listOf(rule[field]).some((entry) => typeof entry === "string" && wanted.includes(entry));
  return (
    has("apiGroups", "", "*") &&
    has("apiVersions", "v1", "*") &&
    has("operations", "CREATE", "*") &&
    has("resources", "pods", "*", "*/*") &&
    rule.scope !== "Cluster"
  );
}

function scopeCovers(
  webhook: JsonObject,
  world: World,
  namespace: string,
  labels: Readonly<Record<string, string>> | undefined,
): boolean {
  const inNamespace = matches(webhook.namespaceSelector, namespaceLabels(world.objects)(namespace));
  return inNamespace && (labels === undefined || matches(webhook.objectSelector, labels));
}

/** A selector that is not there exempts nothing. */
function matches(selector: Json | undefined, labels: Readonly<Record<string, string>>): boolean {
  return selector === undefined || selector === null || labelMatcher(selector)(labels);
}
