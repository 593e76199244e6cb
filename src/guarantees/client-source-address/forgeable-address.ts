import type { Arrival } from "../../entry/arrival.ts";
import { settingsIn } from "../../entry/settings.ts";
import { cite } from "../cite.ts";
import type { Breach, Evidence } from "../guarantee.ts";
import { isUsed } from "./loss.ts";
import type { Judged, Rule, Site } from "./rule.ts";
import { controllerName, wayWords } from "./words.ts";

/**
 * Whoever may state the client's address in a header may state any: lists that admit by address then admit whoever
 * writes one of theirs. It is a loss where clients cannot today and can then (behind a balancer in TCP mode every
 * connection comes from a peer that is trusted); where they can today already, the move takes nothing.
 */
export const forgeableAddress: Rule = {
  id: "forgeable-address",
  title: "Clients can claim any address",
  hazards: ["IN-3"],
  find(judged) {
    return judged.sites.flatMap((site) => forgeableAt(site, judged));
  },
};

function forgeableAt({ controller, ways }: Site, judged: Judged): readonly Breach[] {
  const was = ways.before.filter(isUsed);
  const is = ways.now.filter(isUsed);
  const already = was.some(canForge);
  const forging = is.filter(canForge);
  const certain = forging.find(({ used }) => used === "yes") ?? forging[0];
  if (certain === undefined) return [];
  const name = controllerName(controller);
  const by = wayWords(certain);
  const { settingsFrom } = controller;
  const verdict = already ? "advice" : certain.used === "yes" ? "breaks" : "unknown";
  const trusted = settingsIn(judged.now, controller)?.["proxy-real-ip-cidr"];
  const whom =
    trusted === undefined ? "everybody (proxy-real-ip-cidr is not set)" : `proxy-real-ip-cidr ${trusted}`;
  return [
    {
      cause: forgeableAddress.id,
      verdict,
      subject: settingsFrom?.ref ?? controller.workload.ref,
      message: already
        ? `${name} believes the forwarded header of ${whom}, today already: whoever writes an address into X-Forwarded-For passes for it, at allow-lists (OPEN), at limits and in logs.`
        : `${name} believes the forwarded header of ${whom}. Users who come by ${by} are among those, so whoever writes an address into X-Forwarded-For passes for it: what admits by address fails OPEN. Today they cannot.`,
      remedy: `Set proxy-real-ip-cidr to the addresses of the proxy and the load balancer alone, before traffic moves; where nothing in front states the client, turn use-forwarded-headers and enable-real-ip off.`,
      evidence: evidenceOf(controller),
    },
  ];
}

function canForge({ forgeable }: Arrival): boolean {
  return forgeable === true;
}

function evidenceOf({ settings, settingsFrom, workload }: Site["controller"]): readonly Evidence[] {
  const keys = ["use-forwarded-headers", "enable-real-ip", "use-proxy-protocol", "proxy-real-ip-cidr"];
  const set = keys.filter((key) => settings?.[key] !== undefined);
  if (settingsFrom === undefined || set.length === 0) return [cite(workload.template.resource, [])];
  return set.map((key) => cite(settingsFrom, ["data", key]));
}
