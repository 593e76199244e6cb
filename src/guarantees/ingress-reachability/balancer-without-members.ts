import {
  balancerMembers,
  chosenBy,
  EXCLUDED,
  eligibleNodes,
  type MemberSelector,
  memberSelector,
} from "../../entry/balancers/members.ts";
import type { Profile } from "../../platforms/profile.ts";
import type { NodeModel } from "../../world/node.ts";
import { refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import { cite, listed } from "../cite.ts";
import type { Breach, Evidence } from "../guarantee.ts";
import { addressWords, type BalancerService, balancerServices } from "./balancer-services.ts";
import type { Rule } from "./rule.ts";

/** A load balancer sends to nodes; one that chooses them by a label which goes has none to send to. */
export const balancerWithoutMembers: Rule = {
  id: "balancer-without-members",
  title: "A load balancer is left without a node to send to",
  hazards: [],
  find(before, now, { profile }) {
    if (before.nodes.length === 0 || now.nodes.length === 0 || now.nodes === before.nodes) return [];
    return balancerServices(before, profile).flatMap((one) => {
      const had = balancerMembers(one.service, before, profile);
      return had.length === 0 ? [] : ofService(one, had, before, now, profile);
    });
  },
};

function ofService(
  one: BalancerService,
  had: readonly NodeModel[],
  before: World,
  now: World,
  profile: Profile,
): readonly Breach[] {
  const eligible = eligibleNodes(now);
  if (eligible.length === 0) return [allExcluded(one, now)];
  const wanted = memberSelector(one.service, now, profile);
  if (wanted?.selector === undefined || wanted.honoured === false) return [];
  if (chosenBy(wanted.selector, eligible).length > 0) return [];
  const labelled = chosenBy(wanted.selector, had);
  // A new cluster has a controller of its own, whose version is its own.
  const sure = wanted.honoured === true && (now.copy === undefined || one.balancer.cloud !== "openstack");
  return [noneChosen(one, wanted, labelled, sure, before)];
}

function noneChosen(
  one: BalancerService,
  { key, value, path }: MemberSelector,
  labelled: readonly NodeModel[],
  sure: boolean,
  before: World,
): Breach {
  const who = refLabel(one.service.ref);
  const names = labelled.map(({ name }) => name);
  const today =
    labelled.length === 0
      ? `None of today's ${before.nodes.length} nodes has it, and none of the new ones will`
      : `Today ${listed(names)} ${names.length === 1 ? "has it" : "have it"}; none of the new nodes does`;
  const end = `then no member is left, and nobody answers at ${addressWords(one)}`;
  return {
    cause: balancerWithoutMembers.id,
    verdict: sure ? "breaks" : "unknown",
    subject: one.service.ref,
    message: `${who} lets its load balancer send to nodes with ${value} only (annotation ${key}). ${today}: ${
      sure ? end : `where the cloud controller reads the annotation, as it does from 1.31 on, ${end}`
    }.`,
    remedy:
      "Choose the nodes by a label that new nodes have (topology.kubernetes.io/zone, one under node.cluster.x-k8s.io/), or take the annotation away before the nodes are replaced: all nodes are members then.",
    evidence: [cite(one.service, path), ...labelled.slice(0, MOST_NODES).map(labelEvidence)],
  };
}

function allExcluded(one: BalancerService, now: World): Breach {
  const excluded = now.nodes.filter(({ labels }) => Object.hasOwn(labels, EXCLUDED));
  return {
    cause: balancerWithoutMembers.id,
    verdict: "breaks",
    subject: one.service.ref,
    message: `${refLabel(one.service.ref)} has a load balancer, and every node of this state is kept from being a member (label ${EXCLUDED}): nobody answers at ${addressWords(one)}.`,
    remedy: "Take the label off the nodes that are to get traffic.",
    evidence: excluded
      .slice(0, MOST_NODES)
      .map(({ resource }) => cite(resource, ["metadata", "labels", EXCLUDED])),
  };
}

const MOST_NODES = 5;

function labelEvidence({ resource }: NodeModel): Evidence {
  return cite(resource, ["metadata", "labels"], "a member today");
}
