import { parseCidr } from "../../../world/addresses/cidr.ts";
import type { Direction, PeerTerm } from "../../policy.ts";
import { writtenEndpoints } from "../../written-endpoints.ts";
import type { CiliumContext } from "./context.ts";
import {
  EVERYBODY,
  hostTerm,
  LINK,
  LINK_REASON,
  maybe,
  NOBODY,
  NODES,
  OUTSIDE,
  ownNode,
  PODS,
  WORLD,
} from "./peers.ts";

/** The entities of one rule together (pkg/policy/api/entity.go); undefined for a name that is none. */
export function entitiesTerm(
  names: readonly string[],
  direction: Direction,
  context: CiliumContext,
): PeerTerm | undefined {
  const terms = names.map((name) => ENTITIES.get(name)?.(direction, context));
  if (terms.includes(undefined)) return undefined;
  // One of both is every node, whichever it is for a pod.
  if (names.includes("host") && names.includes("remote-node")) terms.push(NODES);
  return { kind: "any-of", terms: terms.filter((term) => term !== undefined) };
}

type Entity = (direction: Direction, context: CiliumContext) => PeerTerm;

const ENTITIES: ReadonlyMap<string, Entity> = new Map<string, Entity>([
  ["all", () => EVERYBODY],
  ["world", () => WORLD],
  ["world-ipv4", () => worldOf("0.0.0.0/0")],
  ["world-ipv6", () => worldOf("::/0")],
  ["cluster", cluster],
  ["host", host],
  ["remote-node", remoteNodes],
  ["kube-apiserver", (_, context) => apiServer(context) ?? UNREAD_API_SERVER],
  ["health", () => maybe(OUTSIDE, "the addresses of Cilium's health checks are not known")],
  ["ingress", () => maybe(OUTSIDE, "the addresses of Cilium's ingress are not known")],
  ["unmanaged", () => maybe(PODS, "which pods Cilium does not manage is not known")],
  // Endpoints still starting: none lasts, so none is counted.
  ["init", () => NOBODY],
  ["none", () => NOBODY],
]);

function worldOf(text: string): PeerTerm {
  const cidr = parseCidr(text);
  return cidr === undefined
    ? NOBODY
    : { kind: "all-of", terms: [WORLD, { kind: "block", cidr, except: [] }] };
}

/** The pod's own node; in old versions any node, where these have no identity of their own. */
function host(direction: Direction, { settings }: CiliumContext): PeerTerm {
  const node = settings.remoteNodesAreHost ? NODES : ownNode(direction);
  return { kind: "any-of", terms: [node, maybe(LINK, LINK_REASON)] };
}

function remoteNodes(direction: Direction): PeerTerm {
  return { kind: "all-of", terms: [NODES, { kind: "not", term: ownNode(direction) }] };
}

/** Everything of the cluster, the API server outside of it included. */
function cluster(_: Direction, context: CiliumContext): PeerTerm {
  const server = apiServer(context);
  const terms = [PODS, NODES, maybe(LINK, LINK_REASON), ...(server === undefined ? [] : [server])];
  return { kind: "any-of", terms };
}

/** The hosts behind the Service kubernetes, which is how the agent knows them; undefined where that was not read. */
function apiServer({ objects }: CiliumContext): PeerTerm | undefined {
  const written = writtenEndpoints(objects, { namespace: "default", name: "kubernetes" });
  if (written.length === 0) return undefined;
  return { kind: "any-of", terms: written.map(({ address }) => hostTerm(address)) };
}

const UNREAD_API_SERVER = maybe(
  { kind: "any-of", terms: [NODES, OUTSIDE] },
  "the addresses of the API server (Endpoints default/kubernetes) were not read",
);
