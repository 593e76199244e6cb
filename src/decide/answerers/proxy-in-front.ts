import type { Controller } from "../../entry/controller.ts";
import { counted } from "../../guarantees/cite.ts";
import type { Evidence } from "../../guarantees/guarantee.ts";
import { meansEverything } from "../../world/addresses/blocks.ts";
import { parseCidr } from "../../world/addresses/cidr.ts";
import { refLabel } from "../../world/resource.ts";
import type { NameSign, RoadFacts } from "../facts.ts";
import type { Seen, Turn } from "../walk.ts";
import { controllersMeant } from "../who-enters.ts";

const MOST = 5;

/**
 * Records tell best: names that lead elsewhere lead to something in front, names that lead here to nothing. Settings
 * tell what the controller was made ready for: forwarded headers trusted from named blocks mean a proxy with these.
 */
export function proxyInFront(facts: RoadFacts, turns: readonly Turn[]): Seen {
  const { names = [] } = facts;
  const controllers = controllersMeant(facts, turns);
  const elsewhere = names.filter(({ leads }) => leads === "elsewhere");
  const here = names.filter(({ leads }) => leads === "cluster");
  const trust = controllers.flatMap(trusted);
  const ranges = [...new Set(trust.flatMap((one) => one.ranges))];
  const how = "observed";
  if (elsewhere.length > 0 && here.length === 0) {
    const reason = `${nameWords(elsewhere)} to addresses that are not the cluster's`;
    const evidence = [...signed(elsewhere), ...trust.map((one) => one.evidence)].slice(0, MOST);
    return { value: "yes", how, reason, evidence, ...(ranges.length > 0 ? { proxyRanges: ranges } : {}) };
  }
  if (elsewhere.length > 0) {
    const reason = `${nameWords(elsewhere)} elsewhere, ${nameWords(here)} to the cluster itself`;
    return { how, reason, evidence: signed([...elsewhere, ...here]), likely: "yes" };
  }
  if (trust.length > 0 && ranges.length > 0 && here.length === 0) {
    const reason = `${trust[0]?.words}, so a proxy there is expected`;
    return { value: "yes", how, reason, evidence: trust.map((one) => one.evidence), proxyRanges: ranges };
  }
  if (here.length > 0 && here.length === names.length && trust.length === 0) {
    return {
      value: "no",
      how,
      reason: `${nameWords(here)} to addresses of the cluster`,
      evidence: signed(here),
    };
  }
  if (trust.length > 0) {
    const reason = `${trust[0]?.words}, which is of use only behind a proxy; no record tells whether there is one`;
    return {
      how,
      reason,
      evidence: trust.map((one) => one.evidence),
      likely: here.length > 0 ? "no" : "yes",
    };
  }
  const reason =
    names.length === 0
      ? "where the names lead was not looked up"
      : "where some of the names lead is not known";
  return { how, reason, evidence: signed(here) };
}

interface Trust {
  readonly words: string;
  readonly ranges: readonly string[];
  readonly evidence: Evidence;
}

/** ingress-nginx's ConfigMap: use-forwarded-headers or enable-real-ip, and proxy-real-ip-cidr (default 0.0.0.0/0). */
function trusted({ workload, settings, settingsFrom }: Controller): Trust[] {
  if (settings === undefined || settingsFrom === undefined) return [];
  const key = ["use-forwarded-headers", "enable-real-ip"].find((name) => settings[name] === "true");
  // With PROXY protocol the blocks are those of whoever sends the header: a load balancer, not a proxy.
  if (key === undefined || settings["use-proxy-protocol"] === "true") return [];
  const ranges = blocksOf(settings["proxy-real-ip-cidr"]);
  const from = ranges.length === 0 ? "from anywhere" : `from ${ranges.join(", ")}`;
  const { ref, origin } = settingsFrom;
  const words = `${refLabel(workload.ref)} trusts forwarded headers ${from}`;
  const path = ["data", ranges.length === 0 ? key : "proxy-real-ip-cidr"];
  return [
    {
      words,
      ranges,
      evidence: { ref, origin, path, value: ranges.length === 0 ? "true" : ranges.join(",") },
    },
  ];
}

/** The blocks named; none where one of them is everything, or one is no block. */
function blocksOf(text: string | undefined): readonly string[] {
  const blocks = (text ?? "")
    .split(",")
    .map((block) => block.trim())
    .filter((block) => block !== "");
  const all = blocks.map(parseCidr);
  const limited = all.every((block) => block !== undefined && !meansEverything(block));
  return limited ? blocks : [];
}

function nameWords(signs: readonly NameSign[]): string {
  const [first] = signs;
  if (signs.length === 1) return `${first?.name} leads (${first?.note})`;
  return `${counted(signs.length, "name")} lead, ${first?.name} among them (${first?.note}),`;
}

function signed(signs: readonly NameSign[]): Evidence[] {
  return signs.flatMap(({ evidence }) => evidence).slice(0, MOST);
}
