import type { World } from "../../world/world.ts";
import type { Breach, Guarantee, JudgeContext } from "../guarantee.ts";
import { collectUses } from "./collect-uses.ts";
import { deprecatedSoon, wordDeprecated } from "./deprecated-soon.ts";
import { groupUses } from "./group-uses.ts";
import { kindRemoved, wordKind } from "./kind-removed.ts";
import { fateOf, type Moment } from "./moment.ts";
import { API_VERSION_NEEDS } from "./needs.ts";
import { removedByManager, wordManager } from "./removed-by-manager.ts";
import { removedInEmbedded, wordEmbedded } from "./removed-in-embedded.ts";
import { removedInHelmRelease, wordHelmRelease } from "./removed-in-helm-release.ts";
import { removedInLastApplied, wordLastApplied } from "./removed-in-last-applied.ts";
import { removedInManifest, wordManifest } from "./removed-in-manifest.ts";
import type { Speaker, UseGroup } from "./use.ts";
import type { Word } from "./words.ts";

export const apiVersions: Guarantee = {
  id: "api-versions",
  promise: "every object that is stored, applied by Helm or from Git still has a served API version",
  needs: API_VERSION_NEEDS,
  causes: [
    removedInHelmRelease,
    removedInManifest,
    removedInLastApplied,
    removedByManager,
    removedInEmbedded,
    kindRemoved,
    deprecatedSoon,
  ],
  reads: (world) => [world.objects, world.manifests, world.api.minor],
  judge(before, now, context) {
    const minor = now.api.minor;
    if (minor === undefined) return [];
    const moment: Moment = { before: before.api.minor, now: minor, target: context.target.minor };
    return groupsOf(now, context)
      .map((group) => breachOf(group, moment))
      .filter((breach) => breach !== undefined);
  },
};

const BY_SPEAKER: Readonly<Record<Speaker["kind"], { readonly cause: string; readonly word: Word }>> = {
  helm: { cause: removedInHelmRelease.id, word: wordHelmRelease },
  manifest: { cause: removedInManifest.id, word: wordManifest },
  "last-applied": { cause: removedInLastApplied.id, word: wordLastApplied },
  "server-side-apply": { cause: removedByManager.id, word: wordManager },
  manager: { cause: removedByManager.id, word: wordManager },
  embedded: { cause: removedInEmbedded.id, word: wordEmbedded },
  object: { cause: kindRemoved.id, word: wordKind },
};

function breachOf(group: UseGroup, moment: Moment): Breach | undefined {
  const { removal, subject, speaker } = group.first;
  const fate = fateOf(removal, moment);
  if (fate === undefined) return undefined;
  const { cause, word } =
    fate === "announced" ? { cause: deprecatedSoon.id, word: wordDeprecated } : BY_SPEAKER[speaker.kind];
  const wording = word(group, removal, moment);
  if (wording === undefined) return undefined;
  return {
    cause,
    subject,
    detail: `${removal.apiVersion} ${removal.kind}`,
    ...wording,
    evidence: group.uses.slice(0, MOST_EVIDENCE).map((use) => use.evidence),
  };
}

/** A chart of a hundred autoscalers is one finding; twenty places show the way. */
const MOST_EVIDENCE = 20;

interface Collected {
  readonly parts: readonly unknown[];
  readonly groups: readonly UseGroup[];
}

/** The objects are the same in most states of a route: they are gone through once for all of them. */
const COLLECTED = new WeakMap<object, Collected>();

function groupsOf(world: World, { removals, profile }: JudgeContext): readonly UseGroup[] {
  const parts = [world.manifests, removals, profile];
  const known = COLLECTED.get(world.objects);
  if (known?.parts.every((part, index) => part === parts[index])) return known.groups;
  const groups = groupUses(collectUses(world, removals, profile));
  COLLECTED.set(world.objects, { parts, groups });
  return groups;
}
