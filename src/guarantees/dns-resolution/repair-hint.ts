import { NETWORK_POLICY } from "../../network/repair/choose.ts";
import { dnsRules } from "../../network/repair/dns-rules.ts";
import { groupKind, type Resource } from "../../world/resource.ts";
import type { Loss } from "./losses.ts";
import type { DnsMove } from "./move.ts";

/** The command that prints the change a remedy is about, for remedies; nothing where it would not mend the loss. */
export function repairHint(loss: Loss, move: DnsMove): string {
  return isMended(loss, move)
    ? " `replatform network repair` prints the change, proven to open nothing else."
    : "";
}

/** Other kinds of policy are not edited, and may say no beside one that is; nor are policies that do not speak of names. */
function isMended({ side, policy, policies, target }: Loss, { service, context }: DnsMove): boolean {
  const { resource } = policy.policy;
  if (![resource, ...policies.map((one) => one.resource)].every(isNetworkPolicy)) return false;
  if (side === "ingress") return true;
  const dns = {
    namespace: service.ref.namespace ?? "kube-system",
    labels: service.selector,
    ports: target.ports.map(({ protocol, number }) => ({ protocol, port: number })),
    clusterIPs: service.addresses,
    assumed: service.resource === undefined,
  };
  return dnsRules(resource, dns, context.profile.source.resolver).length > 0;
}

function isNetworkPolicy({ ref }: Resource): boolean {
  return groupKind(ref.apiVersion, ref.kind) === NETWORK_POLICY;
}
