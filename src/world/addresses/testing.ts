import { formatPath, type Json } from "../json.ts";
import { type KubeObject, type Resource, refOf } from "../resource.ts";
import { type AddressMention, type KnownAddress, scanAddresses } from "./scan.ts";

/** What the scanner's tests look for: two workers, a control-plane node, the API's name, the resolver. */
export const KNOWN: readonly KnownAddress[] = [
  { kind: "control-plane", value: "10.128.0.5", owner: "Node master-1 (InternalIP)" },
  { kind: "control-plane-name", value: "master-1", owner: "Node master-1" },
  { kind: "node-internal", value: "10.128.0.11", owner: "Node worker-1 (InternalIP)" },
  { kind: "node-external", value: "203.0.113.11", owner: "Node worker-1 (ExternalIP)" },
  { kind: "node-internal", value: "2001:db8::11", owner: "Node worker-1 (InternalIP)" },
  { kind: "node-name", value: "worker-1", owner: "Node worker-1" },
  { kind: "node-internal", value: "10.128.0.12", owner: "Node worker-2 (InternalIP)" },
  { kind: "node-name", value: "worker-2", owner: "Node worker-2" },
  { kind: "node-name", value: "web", owner: "Node web" },
  { kind: "node-name", value: "node7.dc1.example.com", owner: "Node node7.dc1.example.com" },
  { kind: "api-server", value: "k8s.example.com", owner: "ConfigMap kube-system/kubeadm-config" },
  { kind: "resolver", value: "169.254.25.10", owner: "the resolver of the old platform" },
];

export function resource(object: Json): Resource {
  const kube = object as KubeObject;
  return {
    ref: refOf(kube),
    object: kube,
    origin: { kind: "snapshot", source: "test" },
    observed: true,
    manifests: [],
    owner: { kind: "unknown", name: "" },
  };
}

export function configMap(data: Record<string, string>): Json {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings", namespace: "shop" }, data };
}

export function scan(objects: readonly Json[], known = KNOWN): readonly AddressMention[] {
  return scanAddresses(objects.map(resource), known, () => false);
}

/** `value as text`, for one string standing in a ConfigMap under that key. */
export function scanText(text: string, key = "setting", known = KNOWN): string[] {
  return scan([configMap({ [key]: text })], known).map(
    (mention) => `${mention.address.value} ${mention.as} ${mention.text}`,
  );
}

/** `Kind path value`, for whole objects. */
export function places(objects: readonly Json[], known = KNOWN): string[] {
  return scan(objects, known).map(
    ({ resource: { ref }, path, address }) => `${ref.kind} ${formatPath(path)} ${address.value}`,
  );
}
