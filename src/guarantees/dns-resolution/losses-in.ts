import { viewOf } from "../../network/view-of.ts";
import { nameServers } from "../../world/dns-resolver.ts";
import { type DnsService, dnsService } from "../../world/dns-service.ts";
import type { NodeModel } from "../../world/node.ts";
import { remembering } from "../../world/remember.ts";
import type { Pod, Workload } from "../../world/workload.ts";
import type { World } from "../../world/world.ts";
import { cacheAsked, clientsOf, differentPods, type Kubelets, podsOf, settingsOf } from "./clients.ts";
import { type Loss, lossesOf } from "./losses.ts";
import { pathsIn } from "./paths.ts";
import { networkPlugin } from "./plugin.ts";
import { nodeAddresses, samplePodAddress } from "./pod-address.ts";
import { withRelevantPolicies } from "./relevant-policies.ts";
import { coreDnsTargets, selectsAll } from "./targets.ts";

interface Known {
  readonly objects: World["objects"];
  /** The nodes as they were read. */
  readonly nodes: World["nodes"];
  readonly key: string;
  readonly losses: readonly Loss[];
}

const KNOWN = new WeakMap<World["workloads"], Known>();

/** States along a route share their objects and pods: only the nodes differ, and so seldom the answer. */
export function lossesIn(
  before: World,
  now: World,
  given: Pick<Kubelets, "before" | "now">,
  resolver: string,
): readonly Loss[] {
  const { objects, workloads } = now;
  const { nodes } = before;
  const kubelets = { ...given, classify: nameServers(objects, resolver) };
  const service = dnsService(objects);
  const key = JSON.stringify(deciding(now, kubelets, service));
  const known = KNOWN.get(workloads);
  if (known?.objects === objects && known.nodes === nodes && known.key === key) return known.losses;
  const view = viewOf(withRelevantPolicies(now, service.ref.namespace));
  const pods = podsOf(view);
  const sample = samplePodAddress(now);
  const clients = clientsOf(pods, kubelets, { pod: sample, node: nodeAddresses(before) });
  const targets = coreDnsTargets(now, pods, service, sample);
  const losses = lossesOf(clients, pathsIn(view, networkPlugin(now), targets, service.addresses));
  KNOWN.set(workloads, { objects, nodes, key, losses });
  return losses;
}

/** What of a state's nodes the losses depend on: whom pods asked and ask, and whatever policies know of nodes. */
function deciding(now: World, kubelets: Kubelets, service: DnsService): readonly unknown[] {
  const { bySettings, onHosts } = podsIn(now.workloads);
  const caches = new Map([...bySettings].map(([settings, spec]) => [settings, cacheAsked(spec, kubelets)]));
  const involved = onHosts.filter(
    (pod) =>
      caches.get(settingsOf(pod.spec)) !== undefined ||
      (pod.namespace === service.ref.namespace && selectsAll(service.selector, pod.labels)),
  );
  const names = new Set(involved.map(({ nodeName }) => nodeName));
  // Cilium may take the cache for the host, for which any node stands.
  const hosts = networkPlugin(now) === "cilium" ? now.nodes.slice(0, 1) : [];
  const places = [...now.nodes.filter(({ name }) => names.has(name)), ...hosts];
  return [[...caches], places.map(asPoliciesSee)];
}

function asPoliciesSee({ name, labels, addresses }: NodeModel): readonly unknown[] {
  return [name, labels, addresses];
}

interface Asking {
  /** A pod spec for each different setting of names. */
  readonly bySettings: ReadonlyMap<string, Pod["spec"]>;
  /** The pods on the host's network, which are seen as their nodes. */
  readonly onHosts: readonly Pod[];
}

const podsIn = remembering((workloads: readonly Workload[]): Asking => {
  const bySettings = new Map<string, Pod["spec"]>();
  const onHosts: Pod[] = [];
  for (const pod of workloads.flatMap(differentPods)) {
    const settings = settingsOf(pod.spec);
    if (!bySettings.has(settings)) bySettings.set(settings, pod.spec);
    if (pod.spec.hostNetwork === true) onHosts.push(pod);
  }
  return { bySettings, onHosts };
});
