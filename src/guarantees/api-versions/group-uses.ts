import { refKey } from "../../world/resource.ts";
import type { Speaker, Use, UseGroup } from "./use.ts";

/**
 * One group for each subject and removed version. What a Helm release says of an object is said once, by the
 * release; kubectl and field managers only repeat it.
 */
export function groupUses(uses: readonly Use[]): readonly UseGroup[] {
  const released = new Set(uses.filter((use) => use.speaker.kind === "helm").map(objectKey));
  const groups = new Map<string, Use[]>();
  for (const use of uses) {
    if (ECHOES.has(use.speaker.kind) && released.has(objectKey(use))) continue;
    const key = `${refKey(use.subject)}|${use.removal.apiVersion}|${use.removal.kind}|${ownFinding(use.speaker)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [use]);
    else group.push(use);
  }
  return [...groups.values()].flatMap((group) => {
    const sorted = group.sort((a, b) => WEIGHT.indexOf(a.speaker.kind) - WEIGHT.indexOf(b.speaker.kind));
    return sorted[0] === undefined ? [] : [{ first: sorted[0], uses: sorted }];
  });
}

const WEIGHT: readonly Speaker["kind"][] = [
  "helm",
  "manifest",
  "last-applied",
  "server-side-apply",
  "manager",
  "embedded",
  "object",
];

const ECHOES: ReadonlySet<Speaker["kind"]> = new Set(["last-applied", "server-side-apply", "manager"]);

/** That a kind goes away, and that an object holds manifests of others, is beside what is said of the object. */
function ownFinding({ kind }: Speaker): string {
  return kind === "object" || kind === "embedded" || kind === "helm" ? kind : "";
}

function objectKey({ object, removal }: Use): string {
  return `${refKey(object)}|${removal.apiVersion}`;
}
