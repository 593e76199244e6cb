import type { Policy } from "../../network/policy.ts";
import { hasPort, type Protocol } from "../../network/port-set.ts";
import type { PolicyTrace, SideTrace } from "../../network/trace-side.ts";
import type { Client } from "./clients.ts";
import type { NearMiss } from "./near-misses.ts";
import type { CachePath, CoreDnsPath, Paths } from "./paths.ts";
import { lossOf, type Reach, worst } from "./reach.ts";
import type { CoreDnsTarget } from "./targets.ts";

/** Pods that got names through the cache and do not get them from CoreDNS, by the policy to change. */
export interface Loss {
  readonly side: "egress" | "ingress";
  readonly verdict: "breaks" | "unknown";
  /** True where the way to CoreDNS itself cannot be told; false where only that to the cache could not. */
  readonly unclear: boolean;
  readonly client: Client;
  readonly protocols: readonly Protocol[];
  readonly target: CoreDnsTarget;
  /** The policy that let the cache through, or that was meant to; on ingress CoreDNS's own. */
  readonly policy: PolicyTrace;
  /** All that stand in the way together. */
  readonly policies: readonly Policy[];
  /** What of `policy` was meant for CoreDNS and misses it. */
  readonly misses: readonly NearMiss[];
}

export function lossesOf(clients: readonly Client[], paths: Paths): readonly Loss[] {
  return clients.flatMap((client) => {
    const ways = paths.toCoreDns(client);
    const open = ways.every((way) => way.target.ports.every(({ protocol }) => isOpen(way, protocol)));
    if (open) return [];
    const cache = paths.toCache(client);
    return ways.flatMap((way) => [
      ...egressLoss(client, cache, way, paths),
      ...ingressLoss(client, cache, way),
    ]);
  });
}

function isOpen(way: CoreDnsPath, protocol: Protocol): boolean {
  return way.egressReach(protocol) === "yes" && way.ingressReach(protocol) === "yes";
}

interface Lost {
  readonly verdict: "breaks" | "unknown";
  readonly protocols: readonly Protocol[];
  readonly worst: Reach;
}

function lost(cache: CachePath, way: CoreDnsPath, now: (protocol: Protocol) => Reach): Lost | undefined {
  const found = way.target.ports.flatMap(({ protocol }) => {
    const verdict = lossOf(cache.reach(protocol), now(protocol));
    return verdict === undefined ? [] : [{ protocol, verdict, now: now(protocol) }];
  });
  if (found.length === 0) return undefined;
  return {
    verdict: found.some(({ verdict }) => verdict === "breaks") ? "breaks" : "unknown",
    protocols: [...new Set(found.map(({ protocol }) => protocol))],
    worst: worst(found.map((one) => one.now)),
  };
}

function egressLoss(client: Client, cache: CachePath, way: CoreDnsPath, paths: Paths): readonly Loss[] {
  const { target, egress } = way;
  const gone = lost(cache, way, way.egressReach);
  if (gone === undefined) return [];
  const [protocol = "UDP"] = gone.protocols;
  const admitting = cache.trace.policies.find(({ rules }) =>
    rules.some(({ rule, decides }) => rule.action === "allow" && hasPort(decides, protocol, 53)),
  );
  const unclear = gone.worst === "maybe";
  const blamed = unclear
    ? (egress.policies.find(isDoubtful) ?? admitting)
    : (admitting ?? cache.meant()[0] ?? denying(egress, target, protocol));
  const policy = sameIn(egress, blamed) ?? egress.policies[0];
  if (policy === undefined) return [];
  const { verdict, protocols } = gone;
  const misses = paths.nearMisses(policy, target);
  const policies = isolating(egress);
  return [{ side: "egress", verdict, unclear, client, protocols, target, policy, policies, misses }];
}

function ingressLoss(client: Client, cache: CachePath, way: CoreDnsPath): readonly Loss[] {
  const { target, ingress } = way;
  const gone = lost(cache, way, way.ingressReach);
  if (gone === undefined) return [];
  const unclear = gone.worst === "maybe";
  const [port] = target.ports;
  const forNames = ingress.policies.find(({ rules }) =>
    rules.some(({ ports }) => port !== undefined && hasPort(ports, port.protocol, port.number)),
  );
  const policy = (unclear ? ingress.policies.find(isDoubtful) : undefined) ?? forNames ?? ingress.policies[0];
  if (policy === undefined) return [];
  const { verdict, protocols } = gone;
  const policies = isolating(ingress);
  return [{ side: "ingress", verdict, unclear, client, protocols, target, policy, policies, misses: [] }];
}

/** The policy as another trace of the same pod has it. */
function sameIn(trace: SideTrace, policy: PolicyTrace | undefined): PolicyTrace | undefined {
  return trace.policies.find((one) => one.policy === policy?.policy);
}

function isDoubtful({ policy, selects, rules }: PolicyTrace): boolean {
  return (
    !selects ||
    policy.uncertain !== undefined ||
    rules.some(({ rule, peer }) => peer === undefined || (rule.uncertain !== undefined && peer))
  );
}

/** A rule that says no, or what isolates the pod. */
function denying(
  { policies, direction }: SideTrace,
  target: CoreDnsTarget,
  protocol: Protocol,
): PolicyTrace | undefined {
  const port = target.ports.find((one) => one.protocol === protocol)?.number ?? 53;
  return (
    policies.find(({ rules }) =>
      rules.some(({ rule, decides }) => rule.action === "deny" && hasPort(decides, protocol, port)),
    ) ?? policies.find(({ policy }) => policy[direction]?.isolates === true)
  );
}

function isolating({ policies, direction }: SideTrace): readonly Policy[] {
  return policies
    .map(({ policy }) => policy)
    .filter(
      (policy) =>
        policy[direction]?.isolates === true ||
        policy[direction]?.rules.some(({ action }) => action === "deny"),
    );
}
