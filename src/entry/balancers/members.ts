import type { Profile } from "../../platforms/profile.ts";
import type { JsonObject, Path } from "../../world/json.ts";
import type { NodeModel } from "../../world/node.ts";
import type { Resource } from "../../world/resource.ts";
import { selects } from "../../world/selector.ts";
import type { Minor } from "../../world/version.ts";
import type { World } from "../../world/world.ts";
import { parseSelector } from "../controllers/text-selector.ts";
import type { Cloud } from "./cloud.ts";
import { cloudOf } from "./detect-cloud.ts";
import { AWS_NODE_LABELS, toPods } from "./modes/aws.ts";
import { HETZNER_NODE_SELECTOR } from "./modes/hetzner.ts";
import { controllerMinor, OCTAVIA, PROXY_VERSIONS_SINCE } from "./modes/openstack.ts";
import { annotationPath, pairsOf, type ServiceView, viewOf } from "./service-view.ts";

export const EXCLUDED = "node.kubernetes.io/exclude-from-external-load-balancers";
const GOING = "ToBeDeletedByClusterAutoscaler";
const MASTER = "node-role.kubernetes.io/master";
/** LegacyNodeRoleBehavior, which left out masters by their role label, ended here. */
const ROLE_IGNORED_SINCE: Minor = 21;

/** Which nodes a Service wants behind its load balancer, beyond what all leave out. */
export interface MemberSelector {
  /** The annotation's key and value, to cite. */
  readonly key: string;
  readonly value: string;
  readonly path: Path;
  /** A LabelSelector; undefined where the text cannot be read. */
  readonly selector: JsonObject | undefined;
  /** Whether the controller in this world reads the annotation; undefined where its version does not tell. */
  readonly honoured: boolean | undefined;
}

type MembersWorld = Pick<World, "nodes" | "workloads" | "api">;

/**
 * The nodes a Service's load balancer sends to in a world: its members. None where it sends to pods directly.
 * Where it is not known whether a selector is read, all nodes that may be members.
 */
export function balancerMembers(
  service: Resource,
  world: MembersWorld,
  profile?: Profile,
): readonly NodeModel[] {
  const { cloud } = cloudOf(service, world, profile);
  const view = viewOf(service, world, cloud);
  if (cloud === "aws" && toPods(view)) return [];
  const eligible = eligibleNodes(world);
  const wanted = selectorOf(view, cloud, world.api.minor);
  if (wanted?.honoured !== true || wanted.selector === undefined) return eligible;
  return chosenBy(wanted.selector, eligible);
}

const CHOSEN = new WeakMap<readonly NodeModel[], Map<string, readonly NodeModel[]>>();

/** The nodes of a list that a selector picks. Services share their selectors, and states their lists. */
export function chosenBy(selector: JsonObject, nodes: readonly NodeModel[]): readonly NodeModel[] {
  const known = CHOSEN.get(nodes) ?? new Map<string, readonly NodeModel[]>();
  CHOSEN.set(nodes, known);
  const key = JSON.stringify(selector);
  const chosen = known.get(key) ?? nodes.filter(({ labels }) => selects(selector, labels) !== false);
  known.set(key, chosen);
  return chosen;
}

/** The selector a Service has its members chosen by; undefined where it has none. */
export function memberSelector(
  service: Resource,
  world: MembersWorld,
  profile?: Profile,
): MemberSelector | undefined {
  const { cloud } = cloudOf(service, world, profile);
  return selectorOf(viewOf(service, world, cloud), cloud, world.api.minor);
}

function selectorOf(view: ServiceView, cloud: Cloud, minor: Minor | undefined): MemberSelector | undefined {
  const key = SELECTOR_KEYS[cloud];
  const value = key === undefined ? undefined : view.annotations.get(key);
  if (key === undefined || value === undefined || value.trim() === "") return undefined;
  return {
    key,
    value,
    path: annotationPath(key),
    selector: cloud === "hetzner" ? parseSelector(value) : pairsSelector(value),
    honoured: cloud === "openstack" ? openstackReads(controllerMinor(view.controller), minor) : true,
  };
}

const SELECTOR_KEYS: Readonly<Partial<Record<Cloud, string>>> = {
  openstack: `${OCTAVIA}node-selector`,
  hetzner: HETZNER_NODE_SELECTOR,
  aws: AWS_NODE_LABELS,
};

/** `a=b,c`: all of them, any value where none is given (cloud-provider-openstack, matchNodeLabels). */
function pairsSelector(text: string): JsonObject {
  return {
    matchExpressions: [...pairsOf(text)].map(([key, value]) =>
      value === "" ? { key, operator: "Exists" } : { key, operator: "In", values: [value] },
    ),
  };
}

/** The controller is upgraded with the cluster: an old one read, in a world past that version, says nothing. */
function openstackReads(controller: Minor | undefined, cluster: Minor | undefined): boolean | undefined {
  if (controller === undefined) return undefined;
  if (controller >= PROXY_VERSIONS_SINCE) return true;
  return cluster !== undefined && cluster < PROXY_VERSIONS_SINCE ? false : undefined;
}

const ELIGIBLE = new WeakMap<readonly NodeModel[], ReadonlyMap<boolean, readonly NodeModel[]>>();

/**
 * Nodes the service controller offers to load balancers (k8s.io/cloud-provider, controllers/service): all but those
 * labelled out and those the autoscaler is taking away. kubeadm labels control-plane nodes out, from 1.21 on.
 */
export function eligibleNodes({ nodes, api }: Pick<World, "nodes" | "api">): readonly NodeModel[] {
  const byRole = api.minor !== undefined && api.minor < ROLE_IGNORED_SINCE;
  const known = ELIGIBLE.get(nodes)?.get(byRole);
  if (known !== undefined) return known;
  const eligible = nodes.filter(
    ({ labels, taints }) =>
      !Object.hasOwn(labels, EXCLUDED) &&
      !(byRole && Object.hasOwn(labels, MASTER)) &&
      !taints.some(({ key }) => key === GOING),
  );
  ELIGIBLE.set(nodes, new Map([...(ELIGIBLE.get(nodes) ?? []), [byRole, eligible]]));
  return eligible;
}
