import { cacheCorefile, coreDnsCorefile, type PlacedCorefile } from "../../world/dns-corefiles.ts";
import { refLabel } from "../../world/resource.ts";
import { cite, counted, listed } from "../cite.ts";
import type { Breach, Evidence } from "../guarantee.ts";
import { type LostZone, lostZones } from "./lost-zones.ts";
import type { DnsMove } from "./move.ts";
import type { Rule } from "./rule.ts";

/** Kubespray's nodelocaldns_external_zones go to the caches only; pods that ask CoreDNS do not meet them. */
export const zoneOnlyInCache: Rule = {
  id: "zone-only-in-cache",
  title: "Only the cache knows a zone",
  hazards: ["DNS-3"],
  find(move) {
    const { objects, workloads } = move.before;
    const cache = cacheCorefile(objects, workloads);
    if (cache === undefined) return [];
    const coreDns = coreDnsCorefile(move.now.objects, move.now.workloads);
    const lost = lostZones(cache.corefile, coreDns?.corefile, move.service.addresses);
    return [...gone(cache, coreDns, lost), ...changed(cache, coreDns, lost), ...unread(cache, move)];
  },
};

function gone(
  cache: PlacedCorefile,
  coreDns: PlacedCorefile | undefined,
  lost: readonly LostZone[],
): readonly Breach[] {
  const zones = lost.filter(({ kind }) => kind === "gone");
  if (zones.length === 0) return [];
  return [
    {
      cause: zoneOnlyInCache.id,
      verdict: "breaks",
      subject: cache.resource.ref,
      message: `The cache answers ${namesOf(zones)}, which CoreDNS knows nothing of: ${shown(zones)}. Pods on new nodes ask CoreDNS and get other answers, or none.`,
      remedy: `Give CoreDNS the same ${zones.length === 1 ? "zone" : "zones"} before nodes are upgraded (Kubespray: coredns_external_zones; the provider where CoreDNS is its own): ${shown(zones)}.`,
      evidence: evidenceOf(cache, coreDns, zones),
    },
  ];
}

function changed(
  cache: PlacedCorefile,
  coreDns: PlacedCorefile | undefined,
  lost: readonly LostZone[],
): readonly Breach[] {
  const zones = lost.filter(({ kind }) => kind !== "gone");
  if (zones.length === 0) return [];
  const why =
    coreDns === undefined
      ? "CoreDNS's Corefile was not read"
      : "CoreDNS has another rule for it, or imports what was not read";
  return [
    {
      cause: zoneOnlyInCache.id,
      verdict: "unknown",
      subject: cache.resource.ref,
      detail: "answered otherwise",
      message: `Whether CoreDNS answers ${namesOf(zones)} as the cache does is not known (${why}): in the cache ${shown(zones)}.`,
      remedy: `Compare the answers for names in ${namesOf(zones)} from both, and align CoreDNS's Corefile before nodes are upgraded.`,
      evidence: evidenceOf(cache, coreDns, zones),
    },
  ];
}

/** What the cache's Corefile imports or how it ends may hold zones nobody saw. */
function unread(cache: PlacedCorefile, move: DnsMove): readonly Breach[] {
  const { missing, problem } = cache.corefile;
  if (missing.length === 0 && problem === undefined) return [];
  const what = problem === undefined ? `it imports ${listed(missing)}, which was not read` : problem;
  return [
    {
      cause: zoneOnlyInCache.id,
      verdict: "unknown",
      subject: cache.resource.ref,
      detail: "not read",
      message: `Which zones the cache answers is not known in full: of the Corefile in ${refLabel(cache.resource.ref)}, ${what}.`,
      remedy: `Read what is missing, or compare by hand which zones the caches and ${refLabel(move.service.ref)} answer.`,
      evidence: [cite(cache.resource, ["data", cache.key])],
    },
  ];
}

function namesOf(zones: readonly LostZone[]): string {
  const names = [...new Set(zones.map(({ rule }) => (rule.zone === "." ? "all other names" : rule.zone)))];
  return `${names.length > 1 ? `${counted(names.length, "zone")} (` : ""}${listed(names)}${names.length > 1 ? ")" : ""}`;
}

function shown(zones: readonly LostZone[]): string {
  return listed(zones.map(({ rule }) => `${rule.zone} { ${rule.text} }`));
}

function evidenceOf(
  cache: PlacedCorefile,
  coreDns: PlacedCorefile | undefined,
  zones: readonly LostZone[],
): readonly Evidence[] {
  const own = zones.slice(0, MOST_CITED).map(
    ({ rule }): Evidence => ({
      ...cite(cache.resource, ["data", cache.key], `line ${rule.line} of the Corefile, zone ${rule.zone}`),
      value: rule.text,
    }),
  );
  return coreDns === undefined
    ? own
    : [
        ...own,
        {
          ref: coreDns.resource.ref,
          origin: coreDns.resource.origin,
          path: ["data", coreDns.key],
          note: "what CoreDNS answers by",
        },
      ];
}

const MOST_CITED = 10;
