import { canonicalHost } from "../../world/addresses/known-index.ts";
import { at, isObject, type Json, objectsOf, type Path, stringOf } from "../../world/json.ts";
import type { NodeModel } from "../../world/node.ts";
import { groupKind, type Resource, refLabel } from "../../world/resource.ts";
import { selects } from "../../world/selector.ts";
import type { World } from "../../world/world.ts";
import type { Breach, Cause } from "../guarantee.ts";

export const egressGateway: Cause = {
  id: "egress-gateway",
  title: "An egress gateway stands on the nodes that go",
  hazards: ["ACL-1"],
};

/** Where each kind says which nodes are gateways, and which address traffic leaves by. */
interface Shape {
  readonly gateways: (object: Json) => readonly { readonly value: Json | undefined; readonly path: Path }[];
  readonly selector: string;
  readonly addresses: readonly string[];
}

const whole = (path: Path) => (object: Json) => [{ value: at(object, ...path), path }];

const SHAPES: Readonly<Record<string, Shape>> = {
  // https://docs.cilium.io/en/stable/network/egress-gateway/egress-gateway/
  "CiliumEgressGatewayPolicy.cilium.io": {
    gateways: (object) => [
      ...whole(["spec", "egressGateway"])(object),
      ...objectsOf(at(object, "spec", "egressGateways")).map((value, position) => ({
        value,
        path: ["spec", "egressGateways", position],
      })),
    ],
    selector: "nodeSelector",
    addresses: ["egressIP"],
  },
  "CiliumEgressNATPolicy.cilium.io": {
    gateways: whole(["spec"]),
    selector: "",
    addresses: ["egressSourceIP"],
  },
  // OVN-Kubernetes places the addresses on nodes labelled k8s.ovn.org/egress-assignable.
  "EgressIP.k8s.ovn.org": { gateways: whole(["spec"]), selector: "", addresses: ["egressIPs"] },
  "Egress.crd.antrea.io": { gateways: whole(["spec"]), selector: "", addresses: ["egressIP", "egressIPs"] },
};

const ASSIGNABLE = { "k8s.ovn.org/egress-assignable": "" };

/**
 * A gateway's address has to be put on its nodes by whoever runs them, and the nodes are found by labels: both
 * go with the nodes. Certain where no new node bears the labels or the address is an old node's own.
 */
export function judgeEgressGateways(before: World, now: World): readonly Breach[] {
  const left = remaining(now);
  if (left === undefined) return [];
  const breaches: Breach[] = [];
  for (const kind of Object.keys(SHAPES)) {
    for (const resource of now.objects.list(kind)) {
      const breach = judgeGateway(resource, before, left);
      if (breach !== undefined) breaches.push(breach);
    }
  }
  return breaches;
}

/** The nodes that stay or have come; undefined while none has been replaced. */
function remaining(now: World): readonly NodeModel[] | undefined {
  const leaving = new Set(now.roll?.replaced === true ? now.roll.from : []);
  const left = now.nodes.filter((node) => !leaving.has(node));
  return leaving.size > 0 || left.some((node) => node.generation > 0) ? left : undefined;
}

function judgeGateway(resource: Resource, before: World, left: readonly NodeModel[]): Breach | undefined {
  const shape = SHAPES[groupKind(resource.ref.apiVersion, resource.ref.kind)];
  const gateways = shape?.gateways(resource.object).filter(({ value }) => isObject(value)) ?? [];
  if (shape === undefined || gateways.length === 0) return undefined;
  const addresses = gateways.flatMap(({ value, path }) => addressesIn(value, path, shape));
  const old = before.nodes.flatMap((node) => node.addresses.map(({ address }) => canonicalHost(address)));
  const own = addresses.find(({ text }) => old.includes(canonicalHost(text)));
  const unselected = gateways.find(({ value }) =>
    losesNodes(selectorIn(value, resource, shape), before, left),
  );
  const cited = own ?? (unselected === undefined ? addresses[0] : undefined);
  const where =
    unselected !== undefined && own === undefined ? [...unselected.path, shape.selector] : cited?.path;
  const who = refLabel(resource.ref);
  const by = addresses[0] === undefined ? "an address of a gateway node" : addresses[0].text;
  return {
    cause: egressGateway.id,
    verdict: own !== undefined || unselected !== undefined ? "breaks" : "unknown",
    subject: resource.ref,
    message:
      own !== undefined
        ? `${who} sends traffic out by ${own.text}, an old node's own address: it goes with the node, and the traffic with it.`
        : unselected !== undefined
          ? `${who} finds its gateway nodes by labels that no new node has: its traffic is dropped or leaves by another address.`
          : `${who} sends traffic out by ${by}: its gateway nodes are replaced, and whether the new ones are given that address cannot be told.`,
    remedy: `Agree with the provider which new nodes are gateways, how they are labelled and which addresses they get, and change ${who} before the nodes are replaced.`,
    evidence: [
      {
        ref: resource.ref,
        origin: resource.origin,
        path: (where ?? ["spec"]).filter((step) => step !== ""),
        ...(cited === undefined ? {} : { value: cited.text }),
      },
    ],
  };
}

function addressesIn(gateway: Json | undefined, path: Path, shape: Shape): { text: string; path: Path }[] {
  return shape.addresses.flatMap((field) => {
    const value = at(gateway, field);
    const list = Array.isArray(value) ? value : [value];
    return list.flatMap((entry, position) => {
      const text = stringOf(entry);
      if (text === undefined || text === "") return [];
      return [{ text, path: Array.isArray(value) ? [...path, field, position] : [...path, field] }];
    });
  });
}

function selectorIn(gateway: Json | undefined, { ref }: Resource, shape: Shape): Json | undefined {
  if (ref.kind === "EgressIP") return { matchLabels: ASSIGNABLE };
  return shape.selector === "" ? undefined : at(gateway, shape.selector);
}

/** Whether the selector found a node before and finds none of those left. */
function losesNodes(selector: Json | undefined, before: World, left: readonly NodeModel[]): boolean {
  if (selector === undefined) return false;
  const finds = (node: NodeModel): boolean => selects(selector, node.labels) === true;
  return before.nodes.some(finds) && !left.some(finds);
}
