import type { AddressMention } from "../../world/addresses/scan.ts";
import { keyOf } from "../../world/addresses/walk.ts";
import { type Resource, refLabel } from "../../world/resource.ts";
import { formatMinor, parseMinor } from "../../world/version.ts";
import { mentionEvidence } from "../address-claims.ts";
import type { Breach } from "../guarantee.ts";
import type { DnsMove } from "./move.ts";
import type { Rule } from "./rule.ts";

/**
 * The cache's DaemonSet stays installed while clusters are upgraded, but nothing says that it runs on new nodes, which
 * do not use it; where the profile says so it is removed everywhere from some minor on.
 */
export const resolverPinned: Rule = {
  id: "resolver-pinned",
  title: "The cache's address is written down",
  hazards: ["DNS-2"],
  find(move) {
    const byObject = new Map<Resource, AddressMention[]>();
    for (const mention of move.context.mentions.filter(isPin)) {
      const list = byObject.get(mention.resource);
      if (list === undefined) byObject.set(mention.resource, [mention]);
      else list.push(mention);
    }
    return [...byObject].map(([resource, mentions]) => breach(resource, mentions, move));
  },
};

/** Policies are judged by what they let through; a block, or a list of what needs no proxy, sends nothing anywhere. */
export function isPin({ address, as, platformOwned, resource, path }: AddressMention): boolean {
  return (
    address.kind === "resolver" &&
    (as === "address" || as === "name") &&
    !platformOwned &&
    !/Network(?:Policy|Set)$/.test(resource.ref.kind) &&
    !/no_?proxy/i.test(keyOf(resource.object, path))
  );
}

function breach(resource: Resource, mentions: readonly AddressMention[], { context, now }: DnsMove): Breach {
  const who = refLabel(resource.ref);
  const address = mentions[0]?.address.value ?? context.profile.source.resolver;
  const removed = parseMinor(context.profile.target.resolverRemovedIn ?? "");
  const gone = removed !== undefined && (now.api.minor ?? 0) >= removed;
  const until =
    removed === undefined
      ? "Nothing says that it runs there"
      : `It stays installed until ${formatMinor(removed)}, but nothing says that it runs there`;
  return {
    cause: resolverPinned.id,
    verdict: gone ? "breaks" : "unknown",
    subject: resource.ref,
    message: gone
      ? `${who} resolves names at ${address}, the old platform's cache, which is removed from all nodes at ${formatMinor(removed)}: nothing answers there.`
      : `${who} resolves names at ${address}, the old platform's cache on the pod's own node. New nodes do not use it. ${until}: where it does not, no name resolves.`,
    remedy: `In ${who}, take the address out and let the cluster give pods their resolver (dnsPolicy ClusterFirst; programs that need one read /etc/resolv.conf).`,
    evidence: mentions.slice(0, MOST_EVIDENCE).map(mentionEvidence),
  };
}

const MOST_EVIDENCE = 20;
