import { at, isObject, type Json, listOf } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import { selects } from "../../world/selector.ts";
import type { World } from "../../world/world.ts";
import type { ClusterDns } from "./cluster-dns.ts";
import { type DnsPeer, type DnsRule, dnsRules } from "./dns-rules.ts";
import type { Edit } from "./edits.ts";

const NAME_LABEL = "kubernetes.io/metadata.name";

/** The peer that means CoreDNS wherever the policy stands: its namespace AND its labels in one item (network.md 6). */
export function dnsPeer({ namespace, labels }: ClusterDns): Json {
  return {
    namespaceSelector: namespaceNamed(namespace),
    podSelector: { matchLabels: { ...labels } },
  };
}

function namespaceNamed(namespace: string): Json {
  return { matchLabels: { [NAME_LABEL]: namespace } };
}

export function dnsPortEntries({ ports }: ClusterDns): readonly Json[] {
  return ports.map(({ protocol, port }) => ({ protocol, port }));
}

/** What a policy's egress needs so that the pods it selects reach CoreDNS: one peer, or one rule where no rule has CoreDNS' ports alone. */
export function egressEdits(
  policy: Resource,
  dns: ClusterDns,
  resolver: string,
  world: World,
): readonly Edit[] {
  const rules = dnsRules(policy, dns, resolver).filter(({ exactly }) => exactly);
  for (const rule of rules) {
    const meant = rule.peers.find((peer) => lacksOnlyNamespace(peer, policy, dns, world));
    if (meant !== undefined) {
      const path = ["spec", "egress", rule.index, "to", meant.index, "namespaceSelector"];
      return [{ kind: "set", path, value: namespaceNamed(dns.namespace) }];
    }
  }
  const [first] = rules.filter(({ size }) => size > 0);
  if (first !== undefined) {
    return [{ kind: "append", path: ["spec", "egress", first.index, "to"], value: dnsPeer(dns) }];
  }
  const rule = { to: [dnsPeer(dns)], ports: dnsPortEntries(dns) };
  return [{ kind: "append", path: ["spec", "egress"], value: rule }];
}

/**
 * A peer with CoreDNS' labels and no namespace selects pods of the policy's own namespace. Where there are none, it
 * was meant for CoreDNS and is completed in its place; where there are some, they must stay reachable.
 */
function lacksOnlyNamespace(
  { intent, peer }: DnsPeer,
  { ref }: Resource,
  dns: ClusterDns,
  world: World,
): boolean {
  if (intent !== "dns-pods" || peer.namespaceSelector !== undefined || ref.namespace === dns.namespace)
    return false;
  return !world.workloads.some(({ ref: own, pods, template }) =>
    [{ namespace: own.namespace, labels: template.labels }, ...pods].some(
      (one) => one.namespace === ref.namespace && selects(peer.podSelector, one.labels) !== false,
    ),
  );
}

/**
 * What is left over once no pod asks the cache any more: its address, and peers that name its pods, which never
 * matched. A rule that had nobody else goes as a whole, for a rule without peers would admit everybody.
 */
export function cacheEdits(
  policy: Resource,
  dns: ClusterDns,
  resolver: string,
  added: readonly Edit[],
): readonly Edit[] {
  const rules = listOf(at(policy.object, "spec", "egress"));
  const edits = leftovers(policy, dns, resolver).flatMap(({ index, peers, size }): readonly Edit[] => {
    const path = ["spec", "egress", index];
    const gets = added.some((edit) => edit.kind === "append" && edit.path[2] === index);
    if (peers.length === size && !gets) return [{ kind: "remove", path }];
    return peers.map((peer) => ({ kind: "remove", path: [...path, "to", peer.index] }));
  });
  const gone = edits.filter(({ path }) => path.length === 3).length;
  const extra = added.some(({ path }) => path.length === 2);
  // Without rules and without policyTypes the policy would no longer isolate for egress at all (defaults.go).
  const explicit = listOf(at(policy.object, "spec", "policyTypes")).includes("Egress");
  return gone === rules.length && !extra && !explicit ? [] : edits;
}

/** Every rule with peers that are the cache's, whatever its ports. */
function leftovers(policy: Resource, dns: ClusterDns, resolver: string): readonly DnsRule[] {
  const bare = listOf(at(policy.object, "spec", "egress")).map((rule) =>
    isObject(rule) ? { ...rule, ports: [] } : rule,
  );
  const spec = at(policy.object, "spec");
  const object = { ...policy.object, spec: { ...(isObject(spec) ? spec : {}), egress: bare } };
  return dnsRules({ ...policy, object }, dns, resolver)
    .map((rule) => ({
      ...rule,
      peers: rule.peers.filter(({ intent }) => intent === "cache" || intent === "cache-pods"),
    }))
    .filter(({ peers }) => peers.length > 0);
}
