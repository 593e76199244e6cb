import { at, entriesOf, isObject, objectsOf, stringMapOf } from "../json.ts";
import { type GroupKind, groupKind, type Resource } from "../resource.ts";

/**
 * Kinds in which the cluster keeps its own books: nodes and what is kept for each of them, history, locks.
 * What stands there says what is, not what somebody relies on.
 */
const BOOKS: ReadonlySet<GroupKind> = new Set([
  "Node",
  "Event",
  "Event.events.k8s.io",
  "ComponentStatus",
  "ControllerRevision.apps",
  "Lease.coordination.k8s.io",
  "CertificateSigningRequest.certificates.k8s.io",
  "CSINode.storage.k8s.io",
  "CSIStorageCapacity.storage.k8s.io",
  "VolumeAttachment.storage.k8s.io",
  "NodeMetrics.metrics.k8s.io",
  "PodMetrics.metrics.k8s.io",
  "Node.crd.projectcalico.org",
  "BlockAffinity.crd.projectcalico.org",
  "IPAMBlock.crd.projectcalico.org",
  "IPAMHandle.crd.projectcalico.org",
  "ClusterInformation.crd.projectcalico.org",
  "CiliumNode.cilium.io",
  "CiliumEndpoint.cilium.io",
  "CiliumIdentity.cilium.io",
]);

const BOOK_NAMES: ReadonlySet<string> = new Set([...BOOKS].map((kind) => kind.split(".", 1).join()));

/** Whether an object is the cluster's own record, history, or over: nothing in it will be used again. */
export function isRecord(resource: Resource): boolean {
  const { apiVersion, kind } = resource.ref;
  if (kind === "Pod") {
    const phase = at(resource.object, "status", "phase");
    return phase === "Succeeded" || phase === "Failed";
  }
  if (BOOK_NAMES.has(kind) && BOOKS.has(groupKind(apiVersion, kind))) return true;
  // Deployments keep their former templates as ReplicaSets of size nought.
  return (
    kind === "ReplicaSet" &&
    at(resource.object, "spec", "replicas") === 0 &&
    objectsOf(resource.object.metadata.ownerReferences).length > 0
  );
}

/** Names that mean something inside a namespace, so are no node's there. */
export class Neighbours {
  readonly #services = new Map<string, boolean>();
  readonly #statefulSets = new Set<string>();

  constructor(resources: readonly Resource[]) {
    for (const { ref, object } of resources) {
      if (ref.kind === "Service" && ref.apiVersion === "v1") {
        this.#services.set(
          `${ref.namespace}/${ref.name}`,
          entriesOf(at(object, "spec", "selector")).length > 0,
        );
      } else if (ref.kind === "StatefulSet") this.#statefulSets.add(`${ref.namespace}/${ref.name}`);
    }
  }

  /** Whether a bare name means a Service, or a pod of a StatefulSet, in that namespace. */
  means(namespace: string | undefined, name: string): boolean {
    if (this.#services.has(`${namespace}/${name}`)) return true;
    const set = /^(.+)-\d+$/.exec(name)?.[1];
    return set !== undefined && this.#statefulSets.has(`${namespace}/${set}`);
  }

  /** Whether a controller keeps the endpoints of that Service: it selects pods, or was not read. */
  keepsEndpoints(namespace: string | undefined, service: string): boolean {
    return this.#services.get(`${namespace}/${service}`) !== false;
  }
}

/**
 * Whether a controller writes the object anew whenever the cluster changes: endpoints of a Service that selects
 * pods (and the API server's own), mirrors of static pods.
 */
export function isMaintained(resource: Resource, neighbours: Neighbours): boolean {
  const { ref, object } = resource;
  if (ref.kind === "Pod") return isMirror(resource);
  if (ref.kind === "Endpoints") {
    return isApiService(ref.namespace, ref.name) || neighbours.keepsEndpoints(ref.namespace, ref.name);
  }
  if (ref.kind !== "EndpointSlice") return false;
  const labels = stringMapOf(object.metadata.labels);
  const service = labels["kubernetes.io/service-name"] ?? "";
  const manager = labels["endpointslice.kubernetes.io/managed-by"] ?? "";
  return isApiService(ref.namespace, service) || manager.endsWith("controller.k8s.io");
}

function isApiService(namespace: string | undefined, name: string): boolean {
  return namespace === "default" && name === "kubernetes";
}

/** The kubelet shows its static pods by mirror pods (kubernetes.io/config.mirror), owned by the Node. */
function isMirror({ object }: Resource): boolean {
  const { annotations, ownerReferences } = object.metadata;
  if (isObject(annotations) && "kubernetes.io/config.mirror" in annotations) return true;
  return Array.isArray(ownerReferences) && objectsOf(ownerReferences).some((owner) => owner.kind === "Node");
}
