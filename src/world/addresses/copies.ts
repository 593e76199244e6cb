import { at, objectsOf, stringOf } from "../json.ts";
import { groupKind, type Resource } from "../resource.ts";
import type { AddressMention } from "./scan.ts";

/**
 * Leaves out what an object only repeats from the one that made it: thirty pods of a Deployment name an
 * address because its template does, and changing the template changes them all. What only a pod has (an
 * injected sidecar) stays, once for all pods of one owner.
 */
export function withoutCopies(mentions: readonly AddressMention[]): AddressMention[] {
  const said = new Set<string>();
  for (const mention of mentions) said.add(saying(selfKey(mention.resource), mention));
  const repeated = new Set<string>();
  return mentions.filter((mention) => {
    const makers = makersOf(mention.resource);
    if (makers.some((maker) => said.has(saying(maker, mention)))) return false;
    const first = makers[0];
    if (first === undefined) return true;
    const key = `${saying(first, mention)}|${mention.path.join("/")}`;
    if (repeated.has(key)) return false;
    repeated.add(key);
    return true;
  });
}

function saying(object: string, { address, text }: AddressMention): string {
  return `${object}|${address.value}|${text}`;
}

function selfKey({ ref }: Resource): string {
  return `${groupKind(ref.apiVersion, ref.kind)}|${ref.namespace ?? ""}|${ref.name}`;
}

/** The objects that made this one, by what it says itself: its controller, and the Deployment behind a ReplicaSet. */
function makersOf({ ref, object }: Resource): readonly string[] {
  for (const owner of objectsOf(object.metadata.ownerReferences)) {
    const apiVersion = stringOf(owner.apiVersion);
    const kind = stringOf(owner.kind);
    const name = stringOf(owner.name);
    if (owner.controller !== true || !apiVersion || !kind || !name) continue;
    const key = (group: string, made: string): string => `${group}|${ref.namespace ?? ""}|${made}`;
    const makers = [key(groupKind(apiVersion, kind), name)];
    if (kind === "ReplicaSet") {
      const hash = stringOf(at(object, "metadata", "labels", "pod-template-hash"));
      if (hash !== undefined && name.endsWith(`-${hash}`)) {
        makers.push(key("Deployment.apps", name.slice(0, -hash.length - 1)));
      }
    } else if (kind === "Job") makers.push(key("CronJob.batch", name.replace(/-\d+$/, "")));
    return makers;
  }
  return [];
}
