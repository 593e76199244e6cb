import { at, type Json, listOf } from "../../world/json.ts";
import type { KubeObject, Resource } from "../../world/resource.ts";
import type { ClusterDns } from "./cluster-dns.ts";
import { dnsPortEntries } from "./dns-egress.ts";
import { isExactly } from "./dns-rules.ts";
import type { Edit } from "./edits.ts";

/** Every pod of every namespace: each asks CoreDNS itself once no cache stands in between (network.md 20). */
const EVERY_POD: Json = { namespaceSelector: {} };

/** What a policy on CoreDNS' pods needs so that pods may ask them. */
export function ingressEdits({ object }: Resource, dns: ClusterDns): readonly Edit[] {
  const index = dnsIngressRule(object, dns);
  if (index !== undefined) {
    return [{ kind: "append", path: ["spec", "ingress", index, "from"], value: EVERY_POD }];
  }
  const rule = { from: [EVERY_POD], ports: dnsPortEntries(dns) };
  return [{ kind: "append", path: ["spec", "ingress"], value: rule }];
}

/** A policy for CoreDNS alone, where those that isolate it select other pods too. */
export function addedIngress(dns: ClusterDns, isTaken: (name: string) => boolean): KubeObject {
  let name = "allow-dns-from-pods";
  for (let number = 2; isTaken(name); number++) name = `allow-dns-from-pods-${number}`;
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name, namespace: dns.namespace },
    spec: {
      podSelector: { matchLabels: { ...dns.labels } },
      policyTypes: ["Ingress"],
      ingress: [{ from: [EVERY_POD], ports: dnsPortEntries(dns) }],
    },
  };
}

/** The rule that admits somebody to CoreDNS' ports and to nothing else. */
export function dnsIngressRule(object: unknown, dns: ClusterDns): number | undefined {
  const index = listOf(at(object, "spec", "ingress")).findIndex(
    (rule) => listOf(at(rule, "from")).length > 0 && isExactly(listOf(at(rule, "ports")), dns.ports),
  );
  return index < 0 ? undefined : index;
}
