import { type ObjectRef, type Owner, refLabel } from "../../world/resource.ts";
import { formatMinor, type Minor } from "../../world/version.ts";
import type { ApiRemoval, ServedVersion } from "../api-removals.ts";
import { replacementAt } from "../api-removals-replacement.ts";
import type { FindingVerdict } from "../guarantee.ts";
import type { Moment } from "./moment.ts";
import type { UseGroup } from "./use.ts";

/** What a cause says of a group of uses. */
export interface Wording {
  readonly verdict: FindingVerdict;
  readonly message: string;
  readonly remedy: string;
}

/** How a cause words what is lost, or undefined where the statement shows nothing. */
export type Word = (group: UseGroup, removal: ApiRemoval, moment: Moment) => Wording | undefined;

export function served(minor: Minor): string {
  return `Kubernetes ${formatMinor(minor)}`;
}

/** `HorizontalPodAutoscaler shop/web`; of several, the first and how many more. */
export function namesOf(group: UseGroup): string {
  const [first, ...rest] = [...new Set(group.uses.map(({ object }) => refLabel(object)))];
  return rest.length === 0 ? `${first}` : `${first} and ${rest.length} more`;
}

/** `change it to autoscaling/v2, which 1.25 serves already`: when and to what. */
export function changeTo(removal: ApiRemoval, { before, target }: Moment): string {
  const best = replacementAt(removal, target, before);
  if (best === undefined) return `take it out: no API version replaces it${successorOf(removal)}`;
  const { apiVersion, servedFrom, servedNow, bridge } = best;
  if (servedNow) {
    const when =
      before === undefined
        ? `served from ${formatMinor(servedFrom)} on`
        : `which ${formatMinor(before)} serves already`;
    return `change it to ${apiVersion}, ${when}`;
  }
  const until = bridge === undefined ? "" : `; until then use ${bridge.apiVersion}, ${servedWhile(bridge)}`;
  return `change it to ${apiVersion} when the cluster has reached ${formatMinor(servedFrom)}, which first serves it${until}`;
}

function servedWhile({ introducedIn, removedIn }: ServedVersion): string {
  const from = `served from ${formatMinor(introducedIn)}`;
  return removedIn === undefined ? `${from} on` : `${from} to ${formatMinor(removedIn - 1)}`;
}

/** ` (use Pod Security Admission)`, where the table names something that is no API version. */
function successorOf({ replacement }: ApiRemoval): string {
  const named = /\((?:.*: )?(?:use )?([^()]+)\)$/.exec(replacement)?.[1];
  return named === undefined ? "" : ` (use ${named})`;
}

/** Who applies the object again, as the subject of a sentence. */
export function applier(owner: Owner, otherwise: string): string {
  switch (owner.kind) {
    case "helm":
      return `Helm (${owner.name})`;
    case "argo-cd":
      return `Argo CD (${owner.name})`;
    case "flux":
      return `Flux (${owner.name})`;
    default:
      return otherwise;
  }
}

/** Where the change is to be made, for whoever has to. */
export function changeWhere(owner: Owner, object: ObjectRef): string {
  switch (owner.kind) {
    case "argo-cd":
    case "flux":
      return `In the repository behind ${owner.name}`;
    case "helm":
      return `In the chart of ${owner.name}`;
    default:
      return `In the manifest of ${refLabel(object)}`;
  }
}

export const ALREADY = "It fails today already, so the move does not take it away";
