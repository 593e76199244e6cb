import { type ObjectRef, refKey, refLabel } from "../../world/resource.ts";
import { counted, listed } from "../cite.ts";
import type { Loss } from "./losses.ts";
import type { DnsMove } from "./move.ts";

/** One finding's losses: those of one policy. */
export interface LossGroup {
  readonly verdict: "breaks" | "unknown";
  readonly losses: readonly Loss[];
  /** The one to tell of: the worst, and of those the first. */
  readonly first: Loss;
}

/** Losses by the policy to change, in the order they were found. */
export function byPolicy(losses: readonly Loss[]): readonly LossGroup[] {
  const groups = new Map<string, Loss[]>();
  for (const loss of losses) {
    const key = refKey(loss.policy.policy.resource.ref);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [loss]);
    else group.push(loss);
  }
  return [...groups.values()].flatMap((group): readonly LossGroup[] => {
    const verdict = group.some((loss) => loss.verdict === "breaks") ? "breaks" : "unknown";
    const first = group.find((loss) => loss.verdict === verdict);
    return first === undefined ? [] : [{ verdict, losses: group, first }];
  });
}

/** Whose pods: `Deployment shop/web, Deployment shop/api and 4 more`; `pods of 212 workloads in 17 namespaces`. */
export function sufferers(losses: readonly Loss[]): string {
  const workloads = new Map<string, ObjectRef>();
  for (const { ref } of losses.flatMap(({ client }) => client.workloads)) workloads.set(refKey(ref), ref);
  const refs = [...workloads.values()];
  const spaces = new Set(refs.map(({ namespace }) => namespace));
  if (refs.length > MOST_NAMED && spaces.size > 1) {
    return `${counted(refs.length, "workload")} in ${counted(spaces.size, "namespace")}`;
  }
  return listed(refs.map(refLabel));
}

const MOST_NAMED = 6;

/** `UDP`, `UDP and TCP`. */
export function protocolsOf(losses: readonly Loss[]): string {
  return listed([...new Set(losses.flatMap(({ protocols }) => protocols))]);
}

/** The counterexample's packet: who asks whom where, and which pod and port policies see. */
export function example({ client, target, protocols }: Loss, { service }: DnsMove): string {
  const [workload] = client.workloads;
  const who = workload === undefined ? "a pod" : `a pod of ${refLabel(workload.ref)}`;
  const asked = service.addresses[0] ?? `Service ${service.ref.namespace}/${service.ref.name}`;
  const port = target.ports.find(({ protocol }) => protocols.includes(protocol));
  const sent = `${asked}:${port?.port ?? 53}/${port?.protocol ?? "UDP"}`;
  return `${who} on a new node asks ${sent}, which is ${target.name} on port ${port?.number ?? 53}`;
}

/** The rule that lets pods ask CoreDNS, for remedies. */
export function admitRule({ target }: Loss, { service }: DnsMove): string {
  const namespace = service.ref.namespace ?? "kube-system";
  const labels = Object.entries(service.selector).map(([key, value]) => `${key}: ${value}`);
  const ports = target.ports.map(({ number, protocol }) => `${number}/${protocol}`);
  return `namespaceSelector kubernetes.io/metadata.name: ${namespace} and, in the same peer, podSelector ${labels.join(", ")}, on ports ${listed(ports)}`;
}
