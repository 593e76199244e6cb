import { at, listOf, stringMapOf, stringOf } from "../../world/json.ts";
import type { KubeObject } from "../../world/resource.ts";
import type { Labels } from "../../world/selector.ts";
import { liesIn } from "./naive-addresses.ts";
import { naiveSelector } from "./naive-calico-selector.ts";
import type { NaivePeer, NaivePod } from "./naive-peers.ts";
import type { WholeBlocks } from "./naive-v1.ts";
import type { Oracle } from "./oracle.ts";

/** One end of a Calico rule, as the documentation of EntityRule has it. */
export interface NaiveCalico {
  readonly objects: readonly KubeObject[];
  readonly namespaces: Readonly<Record<string, Labels>>;
  readonly whole: WholeBlocks;
  /** Decides what only the packet or the running cluster knows: its HTTP request, its source port, a Service's ends. */
  readonly oracle: Oracle;
}

/** Something with labels that stands behind an address: a pod, or a set that lists the address. */
interface Face {
  readonly own: Labels;
  readonly namespace: Labels | undefined;
  readonly inNamespace: string | undefined;
  readonly account: Labels;
  readonly accountName: string | undefined;
}
export type PodFace = Face & { readonly namespace: Labels };

export function isWorkload(peer: NaivePeer): peer is NaivePod {
  return peer.kind === "pod" && !peer.hostNetwork;
}

/** Everything with labels behind a peer; the labels are put together once for each pod and each set. */
export function calicoFaces(world: NaiveCalico): {
  ofPod(pod: NaivePod): PodFace;
  of(peer: NaivePeer): readonly Face[];
  isIn(nets: readonly string[], peer: NaivePeer): boolean;
} {
  // An address nobody knows lies in the block of all addresses alone.
  const isIn = (nets: readonly string[], { ips }: NaivePeer): boolean =>
    ips.length === 0
      ? nets.includes(world.whole.pods)
      : nets.some((net) => ips.some((ip) => liesIn(net, ip)));
  const sets = world.objects.flatMap((set) => {
    const nets = { NetworkSet: "nets", GlobalNetworkSet: "nets", HostEndpoint: "expectedIPs" }[set.kind];
    if (nets === undefined) return [];
    return [{ face: faceOfSet(set, world), nets: listOf(at(set, "spec", nets)).map(String) }];
  });
  const pods = new Map<NaivePod, PodFace>();
  const ofPod = (pod: NaivePod): PodFace => {
    const face = pods.get(pod) ?? faceOfPod(pod, world);
    pods.set(pod, face);
    return face;
  };
  const known = new Map<NaivePeer, readonly Face[]>();
  return {
    ofPod,
    isIn,
    of(peer) {
      const there = known.get(peer) ?? [
        ...(isWorkload(peer) ? [ofPod(peer)] : []),
        ...sets.filter(({ nets }) => isIn(nets, peer)).map(({ face }) => face),
      ];
      known.set(peer, there);
      return there;
    },
  };
}

function faceOfSet(set: KubeObject, world: NaiveCalico): Face {
  const inNamespace = set.kind === "NetworkSet" ? set.metadata.namespace : undefined;
  const own = { ...stringMapOf(at(set, "metadata", "labels")) };
  if (inNamespace !== undefined) own["projectcalico.org/namespace"] = inNamespace;
  const namespace = inNamespace === undefined ? undefined : namespaceFace(world, inNamespace);
  return { own, namespace, inNamespace, account: {}, accountName: undefined };
}

function faceOfPod(pod: NaivePod, world: NaiveCalico): PodFace {
  const accountName = pod.serviceAccount ?? "default";
  const account = world.objects.find(
    ({ kind, metadata }) =>
      kind === "ServiceAccount" && metadata.name === accountName && metadata.namespace === pod.namespace,
  );
  return {
    own: {
      ...pod.labels,
      "projectcalico.org/namespace": pod.namespace,
      "projectcalico.org/serviceaccount": accountName,
      "projectcalico.org/orchestrator": "k8s",
    },
    namespace: namespaceFace(world, pod.namespace),
    inNamespace: pod.namespace,
    account: { ...stringMapOf(at(account, "metadata", "labels")), "projectcalico.org/name": accountName },
    accountName,
  };
}

function namespaceFace({ namespaces }: NaiveCalico, name: string): Labels {
  return { ...namespaces[name], "kubernetes.io/metadata.name": name, "projectcalico.org/name": name };
}

/** Whether a peer is what one end of a rule asks for: all of what it says holds. */
export function readEntity(
  entity: unknown,
  policy: KubeObject,
  faces: ReturnType<typeof calicoFaces>,
): (peer: NaivePeer) => boolean {
  const text = (key: string): string | undefined => stringOf(at(entity, key));
  const [selector, not, namespaceSelector] = [
    text("selector"),
    text("notSelector"),
    text("namespaceSelector"),
  ];
  const names = listOf(at(entity, "serviceAccounts", "names"));
  const accounts = stringOf(at(entity, "serviceAccounts", "selector"));
  const nets = listOf(at(entity, "nets")).map(String);
  const notNets = listOf(at(entity, "notNets")).map(String);
  const namespaced = policy.kind === "NetworkPolicy";
  const limited =
    selector !== undefined || namespaceSelector !== undefined || names.length > 0 || accounts !== undefined;
  const asked = limited || (not !== undefined && namespaced);
  const matchesFace = (face: Face): boolean => {
    if (namespaceSelector !== undefined) {
      if (!naiveSelector(namespaceSelector, face.namespace)) return false;
    } else if (namespaced && face.inNamespace !== policy.metadata.namespace) {
      return false;
    }
    if (!naiveSelector(selector ?? "", face.own)) return false;
    if (!naiveSelector(accounts ?? "", face.account)) return false;
    return names.length === 0 || names.includes(face.accountName ?? "");
  };
  return (peer) => {
    if (nets.length > 0 && !faces.isIn(nets, peer)) return false;
    if (notNets.length > 0 && faces.isIn(notNets, peer)) return false;
    if (not !== undefined && faces.of(peer).some((face) => naiveSelector(not, face.own))) return false;
    return !asked || faces.of(peer).some(matchesFace);
  };
}
