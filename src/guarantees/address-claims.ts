import type { AddressMention } from "../world/addresses/scan.ts";
import { keyOf } from "../world/addresses/walk.ts";
import { at, type Json, objectsOf, type Path } from "../world/json.ts";

/**
 * Which guarantee speaks of a mention, so that one string is one finding: the Kubernetes API's own addresses
 * are api-access', the nodes' are egress-address', or pod-connectivity's in network policies, the resolver is the concern of name resolution, and where
 * pods are bound to nodes by name that of scheduling.
 */
export type Claim =
  | "api"
  | "webhook"
  | "policy"
  | "policy-address"
  | "floating-ip"
  | "node-address"
  | undefined;

export function claimOf(mention: AddressMention): Claim {
  const { address, platformOwned, path, as } = mention;
  if (platformOwned || address.kind === "resolver" || isEgressGateway(mention)) return undefined;
  if (isNamed(mention) && !isConnection(mention)) return undefined;
  if (isWebhookUrl(mention)) return "webhook";
  switch (address.kind) {
    case "api-server":
      return "api";
    case "control-plane":
    case "control-plane-name":
      if (isPolicy(mention)) return isApiRule(mention) ? "policy" : "policy-address";
      return (as === "address" || as === "name") && isApiPort(mention.text) && !path.includes("except")
        ? "api"
        : "node-address";
    case "node-external":
      return isPolicy(mention) ? "policy-address" : "floating-ip";
    default:
      return isPolicy(mention) ? "policy-address" : "node-address";
  }
}

/** Kinds that give traffic an address of its own, which egress-address judges as wholes. */
const EGRESS_GATEWAYS: ReadonlySet<string> = new Set([
  "CiliumEgressGatewayPolicy",
  "CiliumEgressNATPolicy",
  "EgressIP",
  "Egress",
]);

export function isEgressGateway({ resource: { ref } }: Pick<AddressMention, "resource">): boolean {
  return (
    EGRESS_GATEWAYS.has(ref.kind) && /^(?:cilium\.io|k8s\.ovn\.org|crd\.antrea\.io)\//.test(ref.apiVersion)
  );
}

function isNamed({ address }: AddressMention): boolean {
  return address.kind === "node-name" || address.kind === "control-plane-name";
}

const BINDING = new Set([
  "nodeName",
  "nodeSelector",
  "nodeAffinity",
  "matchExpressions",
  "labels",
  "allowedTopologies",
]);
const HOST_KEY = /host(?!name)|server|addr|endpoint|target|master|peer|upstream|backend|url|api/i;

/** Whether a node's name stands where a connection goes, not where pods are bound to the node. */
function isConnection({ path, text, resource }: AddressMention): boolean {
  if (path.some((step) => BINDING.has(String(step)))) return false;
  return (
    text.includes("://") ||
    /:\d+$/.test(text) ||
    text.includes(".") ||
    HOST_KEY.test(keyOf(resource.object, path))
  );
}

/** The API server calls these itself: webhooks of all kinds and a CustomResourceDefinition's conversion. */
function isWebhookUrl({ path, resource: { ref } }: AddressMention): boolean {
  return (
    path.at(-1) === "url" &&
    path.at(-2) === "clientConfig" &&
    /^(?:(?:Validating|Mutating)WebhookConfiguration|CustomResourceDefinition|AuditSink)$/.test(ref.kind)
  );
}

/** Ports of etcd, the kubelet and exporters on a control-plane node are not the API's. */
function isApiPort(text: string): boolean {
  const port = /:(\d+)$/.exec(text)?.[1];
  return port === undefined || port === "6443" || port === "443" || port === "8443";
}

/** Network policies of every kind, and the sets of addresses their rules select; not what their annotations say. */
function isPolicy({ resource: { ref }, path }: AddressMention): boolean {
  return (
    String(path[0]).startsWith("spec") &&
    /NetworkPolicy$|^(?:Global)?NetworkSet$|^CiliumCIDRGroup$/.test(ref.kind) &&
    /(?:^extensions|networking\.k8s\.io|policy\.networking\.k8s\.io|projectcalico\.org|cilium\.io|antrea\.io)\//.test(
      ref.apiVersion,
    )
  );
}

/**
 * Whether a policy's rule is about the API: from pods to it (port 6443, or any port of exactly that address), or
 * from it to pods, as it calls webhooks. A block that is not the address alone counts with port 6443 only.
 */
function isApiRule({ resource, path, as }: AddressMention): boolean {
  if (path.includes("except")) return false;
  const exact = as === "address";
  const direction = path.findIndex((step) => step === "egress" || step === "ingress");
  if (direction < 0) return false;
  if (path[direction] === "ingress") return exact;
  const ports = portsOf(at(resource.object, ...path.slice(0, direction + 2)));
  return ports.includes("6443") || (exact && (ports.length === 0 || ports.includes("443")));
}

/** The destination ports of a rule: NetworkPolicy `ports`, Calico `destination.ports`, Cilium `toPorts`. */
function portsOf(rule: Json | undefined): readonly string[] {
  const calico = at(rule, "destination", "ports");
  const cilium = objectsOf(at(rule, "toPorts")).flatMap((entry) => objectsOf(entry.ports));
  return [
    ...objectsOf(at(rule, "ports")).map((entry) => entry.port),
    ...(Array.isArray(calico) ? calico : []),
    ...cilium.map((entry) => entry.port),
  ].flatMap((port) => (port === undefined || port === null ? [] : [String(port)]));
}

/** A mention as evidence, with whose address it is. */
export function mentionEvidence(mention: AddressMention): {
  readonly ref: AddressMention["resource"]["ref"];
  readonly origin: AddressMention["resource"]["origin"];
  readonly path: Path;
  readonly value: string;
  readonly note: string;
} {
  const { resource, path, text, address } = mention;
  return {
    ref: resource.ref,
    origin: resource.origin,
    path,
    value: text,
    note: `${address.value}: ${address.owner}`,
  };
}
