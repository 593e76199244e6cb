import type { Cover } from "../../network/evaluate.ts";
import { compareText, workloadName } from "../../network/names.ts";
import type { Direction, PeerTerm, Policy, Subject } from "../../network/policy.ts";
import type { PortSet } from "../../network/port-set.ts";
import { memberOf } from "../../network/reasons.ts";
import { buildNetwork, type Network } from "../../network/relation.ts";
import { isProbe, withPolicyProbes } from "../../network/repair/probes.ts";
import { subjectsOf } from "../../network/subjects.ts";
import { viewOf } from "../../network/view-of.ts";
import type { Path } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import { isController, type OldController, withNew, withOld } from "./controller-probe.ts";

/** A policy by which pods and the controller no longer reach each other once it has other labels. */
export interface ControllerLoss {
  readonly policy: Resource;
  /** The rules that name the old labels. */
  readonly rules: readonly Path[];
  readonly workloads: readonly string[];
}

export function controllerLosses(before: World, controller: OldController): readonly ControllerLoss[] {
  const subjects = [withOld(before, controller), withNew(before, controller)].map(
    (world) => subjectsOf(viewOf(world)).pods.find(isController)?.subject,
  );
  const [was, is] = subjects;
  if (was === undefined || is === undefined) return [];
  const named = viewOf(before)
    .layers.flatMap(({ policies }) => policies)
    .flatMap((policy) => {
      const rules = rulesNaming(policy, was, is);
      return rules.length === 0 ? [] : [{ policy, rules }];
    });
  if (named.length === 0) return [];
  const plain = named.map(({ policy }) => policy.resource).filter(({ ref }) => ref.kind === "NetworkPolicy");
  const probed = withPolicyProbes(before, plain);
  const network = buildNetwork([viewOf(withOld(probed, controller)), viewOf(withNew(probed, controller))]);
  return named.flatMap(({ policy, rules }) => {
    const workloads = losers(network, policy);
    return workloads === undefined ? [] : [{ policy: policy.resource, rules, workloads }];
  });
}

function rulesNaming({ ingress, egress }: Policy, was: Subject, is: Subject): readonly Path[] {
  return [...(ingress?.rules ?? []), ...(egress?.rules ?? [])]
    .filter(({ peers }) =>
      peers.flatMap(selectors).some((one) => one.matches(was) === true && one.matches(is) !== true),
    )
    .map(({ path }) => path);
}

function selectors(term: PeerTerm): readonly { matches(subject: Subject): boolean | undefined }[] {
  if (term.kind === "pods") return [term.selector];
  if (term.kind === "all-of" || term.kind === "any-of") return term.terms.flatMap(selectors);
  return term.kind === "not" || term.kind === "maybe" ? selectors(term.term) : [];
}

/** The workloads a policy selects that lose the controller; undefined where none does, as other rules admit it. */
function losers({ classes, relations, table }: Network, policy: Policy): readonly string[] | undefined {
  const controller = classes.findIndex(({ pods }) => pods.some(isController));
  const ports = (cover: Cover | undefined): PortSet => {
    let sum = table.none;
    for (const part of cover ?? []) if (part.peers.has(controller)) sum = table.union(sum, part.ports);
    return sum;
  };
  const [before, after] = relations;
  const loses = (id: number, direction: Direction): boolean =>
    table.subtract(ports(before?.[direction][id]?.certain), ports(after?.[direction][id]?.certain)) !==
    table.none;
  const lost = classes.filter((one, id) => {
    const subject = one.kind === "pods" && !one.pods.some(isController) ? memberOf(one)?.subject : undefined;
    if (subject === undefined || policy.subjects.matches(subject) === false) return false;
    return loses(id, "ingress") || loses(id, "egress");
  });
  if (lost.length === 0) return undefined;
  const pods = lost.flatMap((one) => one.pods).filter(({ pod }) => !isProbe(pod));
  return [...new Set(pods.map(({ workload }) => workloadName(workload.ref)))].sort(compareText);
}
