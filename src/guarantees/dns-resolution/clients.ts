import { type Endpoint, podEndpoint } from "../../network/endpoint.ts";
import { type PodSubject, subjectsOf } from "../../network/subjects.ts";
import type { View } from "../../network/view.ts";
import type { Address } from "../../world/addresses/address.ts";
import { type NameServer, nameServersOf } from "../../world/dns-resolver.ts";
import type { Labels } from "../../world/selector.ts";
import { templatePod } from "../../world/template-pod.ts";
import type { Pod, Workload } from "../../world/workload.ts";
import type { World } from "../../world/world.ts";

/** Pods that policies and resolv.conf do not tell apart: they asked the cache, and on some node ask CoreDNS. */
export interface Client {
  readonly endpoint: Endpoint;
  readonly workloads: readonly Workload[];
  /** The address of the cache they asked. */
  readonly cache: string;
}

/** What kubelets give pods: on every node as it was read, and by kinds of node in the state judged. */
export interface Kubelets {
  readonly before: readonly (readonly NameServer[])[];
  readonly now: readonly (readonly NameServer[])[];
  readonly classify: (address: string) => NameServer;
}

/** Addresses for pods that do not run yet. */
export interface Samples {
  readonly pod: Address;
  readonly node: readonly Address[];
}

/** The pods to judge. A pod may land on any node, so one kind of node that gives CoreDNS is enough. */
export function clientsOf(
  pods: readonly PodSubject[],
  { before, now, classify }: Kubelets,
  samples: Samples,
): readonly Client[] {
  const caches = new Map<string, string | undefined>();
  const texts = new Map<Labels, string>();
  const found = new Map<string, { endpoint: Endpoint; cache: string; workloads: Set<Workload> }>();
  for (const one of pods) {
    const { spec } = one.pod;
    const settings = settingsOf(spec);
    if (!caches.has(settings)) caches.set(settings, cacheAsked(spec, { before, now, classify }));
    const cache = caches.get(settings);
    if (cache === undefined) continue;
    const { namespace, labels, serviceAccount } = one.subject;
    const text = texts.get(labels) ?? JSON.stringify(labels);
    texts.set(labels, text);
    const key = `${one.asNode} ${cache} ${namespace} ${serviceAccount} ${text}`;
    const there = found.get(key);
    if (there !== undefined) {
      there.workloads.add(one.workload);
      continue;
    }
    const endpoint = podEndpoint(one);
    // On the host's network a pod has its node's address, and those of new nodes are not known: one of today's
    // stands for them. Blocks that name single nodes are pod-connectivity's to judge.
    const addresses = one.asNode ? samples.node : [samples.pod];
    const located = endpoint.addresses.length > 0 ? endpoint : { ...endpoint, addresses };
    found.set(key, { endpoint: located, cache, workloads: new Set([one.workload]) });
  }
  return [...found.values()].map((client) => ({ ...client, workloads: [...client.workloads] }));
}

/** What of a pod decides which name servers it has, as text. */
export function settingsOf({ dnsPolicy, dnsConfig, hostNetwork }: Pod["spec"]): string {
  return `${dnsPolicy} ${hostNetwork} ${dnsConfig === undefined ? "" : JSON.stringify(dnsConfig)}`;
}

/** The cache a pod asked where it now asks CoreDNS instead; undefined for pods nothing changes for. */
export function cacheAsked(spec: Pod["spec"], { before, now, classify }: Kubelets): string | undefined {
  const asked = before.map((kubelet) => nameServersOf(spec, kubelet, classify));
  const cache = asked
    .flatMap((servers) => (servers === "node" ? [] : servers))
    .find(({ kind }) => kind === "cache");
  if (cache?.address === undefined || asked.some((servers) => has(servers, "cluster-dns"))) return undefined;
  const asks = now.map((kubelet) => nameServersOf(spec, kubelet, classify));
  return asks.some((servers) => has(servers, "cluster-dns")) ? cache.address : undefined;
}

function has(servers: readonly NameServer[] | "node", wanted: NameServer["kind"]): boolean {
  return servers !== "node" && servers.some(({ kind }) => kind === wanted);
}

/** Every pod as policies see it, one for those that nothing tells apart here; of a workload none of whose pods runs now, the pod it would make. */
export function podsOf(view: View): readonly PodSubject[] {
  return subjectsOf({ ...view, world: withTemplates(view.world) }).pods;
}

function withTemplates(world: World): World {
  return {
    ...world,
    workloads: world.workloads.map((workload) => ({ ...workload, pods: differentPods(workload) })),
  };
}

/** A workload's pods, those left out that differ from the one before them in nothing that names or policies know. */
export function differentPods(workload: Workload): readonly Pod[] {
  const { pods, transient, replicas } = workload;
  if (pods.length === 0) return transient && replicas === 0 ? [] : [templatePod(workload)];
  const different: Pod[] = [];
  let last: Pod | undefined;
  for (const pod of pods) {
    if (last !== undefined && isAlike(last, pod)) continue;
    different.push(pod);
    last = pod;
  }
  return different;
}

/** On the host's network a pod has its node's address and labels: each is another. */
function isAlike(a: Pod, b: Pod): boolean {
  return (
    a.namespace === b.namespace &&
    a.labels === b.labels &&
    a.spec.hostNetwork !== true &&
    b.spec.hostNetwork === a.spec.hostNetwork &&
    KNOWN_BY.every((field) => a.spec[field] === b.spec[field])
  );
}

/** Pods of one workload share what is equal in them, so looking at the values' identity is enough. */
const KNOWN_BY = ["dnsPolicy", "dnsConfig", "serviceAccountName", "serviceAccount", "containers"];
