import { type AddressMention, type KnownAddress, scanAddresses } from "../../world/addresses/scan.ts";
import type { DnsService } from "../../world/dns-service.ts";
import { type Resource, refLabel } from "../../world/resource.ts";
import type { ObjectStore } from "../../world/store.ts";
import { mentionEvidence } from "../address-claims.ts";
import type { Breach } from "../guarantee.ts";
import type { DnsMove } from "./move.ts";
import { isPin } from "./resolver-pinned.ts";
import type { Rule } from "./rule.ts";

/** CoreDNS's Service keeps its name and address in place; in any other cluster both are others. */
export const servicePinned: Rule = {
  id: "service-pinned",
  title: "CoreDNS's Service is written down",
  hazards: ["DNS-2"],
  find(move) {
    const byObject = new Map<Resource, AddressMention[]>();
    for (const mention of mentionsOf(move)) {
      const list = byObject.get(mention.resource);
      if (list === undefined) byObject.set(mention.resource, [mention]);
      else list.push(mention);
    }
    return [...byObject].map(([resource, mentions]) => breach(resource, mentions, move.service));
  },
};

const KNOWN = new WeakMap<ObjectStore, readonly AddressMention[]>();

/** The scan costs as much as reading all objects once, and its answer is the same all along a route. */
function mentionsOf({ before, service, isPlatform }: DnsMove): readonly AddressMention[] {
  const known = KNOWN.get(before.objects);
  if (known !== undefined) return known;
  const found = scanAddresses([...before.objects.all()], namesOf(service), isPlatform).filter(
    (mention) =>
      isPin(mention) && mention.resource.ref !== service.ref && !BOOKS.has(mention.resource.ref.kind),
  );
  KNOWN.set(before.objects, found);
  return found;
}

/** Where the cluster keeps the Service's own addresses. */
const BOOKS = new Set(["Service", "Endpoints", "EndpointSlice"]);

function namesOf({ ref, addresses }: DnsService): readonly KnownAddress[] {
  const short = `${ref.name}.${ref.namespace ?? "kube-system"}`;
  const owner = refLabel(ref);
  return [...addresses, short, `${short}.svc`, `${short}.svc.cluster.local`].map((value) => ({
    kind: "resolver",
    value: value.toLowerCase(),
    owner,
  }));
}

function breach(resource: Resource, mentions: readonly AddressMention[], service: DnsService): Breach {
  const who = refLabel(resource.ref);
  const text = mentions[0]?.text ?? "";
  return {
    cause: servicePinned.id,
    verdict: "advice",
    subject: resource.ref,
    message: `${who} names ${text}, ${refLabel(service.ref)}. An upgrade in place keeps it; a new cluster has another address, and most installers call the Service kube-dns.`,
    remedy: `In ${who}, use the resolver of the pod (/etc/resolv.conf) instead, which is right in every cluster.`,
    evidence: mentions.slice(0, MOST_EVIDENCE).map(mentionEvidence),
  };
}

const MOST_EVIDENCE = 20;
