import { type ControlPlane, startControlPlane } from "../test/support/control-plane.ts";
import { missingParts } from "../test/support/parts.ts";
// @ts-expect-error a plain script without types
import { objects } from "./generate.mjs";

/**
 * A real API server holding a generated cluster, for the live bench. Created through the API, several at once;
 * API versions are those the bench's 1.20 serves.
 */
export async function startLoaded(count: number): Promise<ControlPlane | readonly string[]> {
  const missing = missingParts(["etcd", "kube-apiserver", "kubectl"]);
  if (missing.length > 0) return missing;
  // No controllers: they would act on pods whose owners nobody runs.
  const plane = await startControlPlane({
    controllers: [],
    disableAdmissionPlugins: ["ServiceAccount", "TaintNodesByCondition"],
  });
  for (let team = 0; team < 60; team++)
    await create(plane, "/api/v1/namespaces", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: `team-${team}` },
    });
  const pending = new Set<Promise<void>>();
  for (const object of objects(count) as Iterable<Generated>) {
    const path = collectionOf(object);
    if (path === undefined) continue;
    const work: Promise<void> = create(plane, path, cleaned(object)).finally(() => pending.delete(work));
    pending.add(work);
    if (pending.size >= 24) await Promise.race(pending);
  }
  await Promise.all(pending);
  return plane;
}

/** What `assess` reads beside what was generated is little; kubectl is asked for the generated kinds. */
export const KINDS =
  "nodes,pods,replicasets.apps,configmaps,deployments.apps,services,endpointslices.discovery.k8s.io,secrets," +
  "serviceaccounts,networkpolicies.networking.k8s.io,persistentvolumeclaims,poddisruptionbudgets.policy," +
  "horizontalpodautoscalers.autoscaling,ingresses.networking.k8s.io,rolebindings.rbac.authorization.k8s.io";

interface Generated {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [key: string]: unknown };
  readonly spec?: { readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

const OLDER: Readonly<Record<string, string>> = {
  "discovery.k8s.io/v1": "discovery.k8s.io/v1beta1",
  "policy/v1": "policy/v1beta1",
  "autoscaling/v2": "autoscaling/v2beta2",
};

function collectionOf({ apiVersion, kind, metadata }: Generated): string | undefined {
  const version = OLDER[apiVersion] ?? apiVersion;
  const plural = kind === "Ingress" || kind === "NetworkPolicy" ? PLURALS[kind] : `${kind.toLowerCase()}s`;
  const root = version.includes("/") ? `/apis/${version}` : `/api/${version}`;
  return metadata.namespace === undefined
    ? `${root}/${plural}`
    : `${root}/namespaces/${metadata.namespace}/${plural}`;
}

const PLURALS = { Ingress: "ingresses", NetworkPolicy: "networkpolicies" } as const;

/** Without what the server sets, and with addresses left for it to choose. */
function cleaned(object: Generated): object {
  const { uid: _uid, resourceVersion: _version, creationTimestamp: _created, ...metadata } = object.metadata;
  const { clusterIP: _address, ...spec } = object.spec ?? {};
  const apiVersion = OLDER[object.apiVersion] ?? object.apiVersion;
  return { ...object, apiVersion, metadata, ...(object.spec === undefined ? {} : { spec }) };
}

async function create(plane: ControlPlane, path: string, object: object): Promise<void> {
  const { status, text } = await plane.api.request("POST", path, { content: object });
  if (status >= 300 && status !== 409)
    throw new Error(`POST ${path} was answered ${status}: ${text.slice(0, 300)}`);
}
