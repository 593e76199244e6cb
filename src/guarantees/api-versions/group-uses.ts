import { refKey } from "../../world/resource.ts";
import type { Speaker, Use, UseGroup } from "./use.ts";

/** One group for each subject and removed version, whoever names it: one finding, by its weightiest evidence. */
export function groupUses(uses: readonly Use[]): readonly UseGroup[] {
  const groups = new Map<string, Use[]>();
  for (const use of uses) {
    const { apiVersion, kind } = use.removal;
    const key = `${refKey(use.subject)}|${apiVersion}|${kind}|${ownFinding(use.speaker)}`;
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

/** That a kind goes away, and that an object holds manifests of others, is beside what is said of the object. */
function ownFinding({ kind }: Speaker): string {
  return kind === "object" || kind === "embedded" ? kind : "";
}
