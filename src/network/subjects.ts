import { type Address, parseAddress } from "../world/addresses/address.ts";
import { at, numberOf, objectsOf, stringMapOf, stringOf } from "../world/json.ts";
import type { NodeModel } from "../world/node.ts";
import type { Labels } from "../world/selector.ts";
import type { Pod, Workload } from "../world/workload.ts";
import type { Subject } from "./policy.ts";
import type { Protocol } from "./port-set.ts";
import type { View } from "./view.ts";

/** A port a container names: what `port: http` of a rule is looked up in. */
export interface NamedPort {
  readonly name: string;
  readonly protocol: Protocol;
  readonly port: number;
}

export interface PodSubject {
  readonly kind: "pod";
  readonly workload: Workload;
  readonly pod: Pod;
  readonly subject: Subject;
  readonly namedPorts: readonly NamedPort[];
  readonly addresses: readonly Address[];
  /** What its address would be of, where none is known. */
  readonly family: Family;
  /** On its node's network and taken for it: policies see the node's address, selectors see nothing. */
  readonly asNode: boolean;
}

export interface NodeSubject {
  readonly kind: "node";
  readonly node: NodeModel;
  readonly subject: Subject;
  readonly addresses: readonly Address[];
  /** What its address would be of, where none is known. */
  readonly family: Family;
}

type Family = Address["family"];

const NAME_LABEL = "kubernetes.io/metadata.name";

/** Every pod and node of a view, as policies see them. */
export function subjectsOf({ world, options }: View): {
  pods: readonly PodSubject[];
  nodes: readonly NodeSubject[];
} {
  const namespaceLabels = labelsOfNamespaces(world.objects.list("Namespace"));
  const parts = world.nodes.map((node) => ({ node, ...nodeParts(node) }));
  const hostFamily = usualFamily(parts);
  const nodes = parts.map((one): NodeSubject => ({ kind: "node", family: hostFamily, ...one }));
  const nodeByName = new Map(nodes.map((node) => [node.node.name, node]));
  const pods: PodSubject[] = [];
  for (const workload of world.workloads) {
    const named = new Map<unknown, readonly NamedPort[]>();
    for (const pod of workload.pods) {
      const host = pod.spec.hostNetwork === true;
      const asNode = host && options.hostNetwork === "as-node";
      let namedPorts = named.get(pod.spec);
      if (namedPorts === undefined) {
        namedPorts = namedPortsOf(pod.spec);
        named.set(pod.spec, namedPorts);
      }
      const node = pod.nodeName === undefined ? undefined : nodeByName.get(pod.nodeName);
      pods.push({
        kind: "pod",
        workload,
        pod,
        asNode,
        namedPorts,
        family: asNode ? hostFamily : 4,
        addresses: host ? (node?.addresses ?? []) : addressesOf(pod.podIPs),
        subject: {
          kind: asNode ? "node" : "pod",
          namespace: pod.namespace,
          labels: asNode ? (node?.subject.labels ?? {}) : pod.labels,
          namespaceLabels: asNode ? {} : namespaceLabels(pod.namespace),
          serviceAccount:
            stringOf(pod.spec.serviceAccountName) ?? stringOf(pod.spec.serviceAccount) ?? "default",
          ...(asNode && pod.nodeName !== undefined ? { node: pod.nodeName } : {}),
        },
      });
    }
  }
  if (usualFamily(pods.filter(({ asNode }) => !asNode)) === 4) return { pods, nodes };
  return { pods: pods.map((pod) => (pod.asNode ? pod : { ...pod, family: 6 })), nodes };
}

/** IPv6 is what unknown addresses are of where no known one is of IPv4. */
function usualFamily(all: readonly { readonly addresses: readonly Address[] }[]): Family {
  const located = all.filter(({ addresses }) => addresses.length > 0);
  return located.length > 0 && located.every(({ addresses }) => addresses.every(({ family }) => family === 6))
    ? 6
    : 4;
}

function nodeParts(node: NodeModel): { subject: Subject; addresses: readonly Address[] } {
  return {
    subject: {
      kind: "node",
      namespace: "",
      labels: node.labels,
      namespaceLabels: {},
      serviceAccount: "",
      node: node.name,
    },
    addresses: addressesOf(node.addresses.map(({ address }) => address)),
  };
}

/** Labels of a namespace. Since 1.21 the API server gives each its name as a label, read or not. */
function labelsOfNamespaces(
  namespaces: readonly { readonly ref: { readonly name: string }; readonly object: unknown }[],
): (name: string) => Labels {
  const read = new Map(
    namespaces.map(({ ref, object }) => [
      ref.name,
      { ...stringMapOf(at(object, "metadata", "labels")), [NAME_LABEL]: ref.name },
    ]),
  );
  const unread = new Map<string, Labels>();
  return (name) => {
    const labels = read.get(name) ?? unread.get(name) ?? { [NAME_LABEL]: name };
    if (!read.has(name)) unread.set(name, labels);
    return labels;
  };
}

function addressesOf(texts: readonly string[]): readonly Address[] {
  return texts.map(parseAddress).filter((address) => address !== undefined);
}

function namedPortsOf(spec: unknown): readonly NamedPort[] {
  const named: NamedPort[] = [];
  for (const container of objectsOf(at(spec, "containers"))) {
    for (const entry of objectsOf(container.ports)) {
      const name = stringOf(entry.name);
      const port = numberOf(entry.containerPort);
      const protocol = stringOf(entry.protocol) ?? "TCP";
      if (name === undefined || port === undefined || !isProtocol(protocol)) continue;
      named.push({ name, protocol, port });
    }
  }
  return named;
}

function isProtocol(text: string): text is Protocol {
  return text === "TCP" || text === "UDP" || text === "SCTP";
}
