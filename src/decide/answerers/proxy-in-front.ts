import { counted } from "../../guarantees/cite.ts";
import type { Evidence } from "../../guarantees/guarantee.ts";
import type { NameSign, RoadFacts } from "../facts.ts";
import { headersTrusted, rangesAdmitted } from "../trust.ts";
import type { Seen, Turn } from "../walk.ts";
import { arrivalsAt, controllersMeant } from "../who-enters.ts";

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
  const trust = controllers.flatMap((controller) => headersTrusted(controller, facts.world.nodes));
  const trusted = [...new Set(trust.flatMap((one) => one.ranges))];
  const admitted = rangesAdmitted(controllers.flatMap((controller) => arrivalsAt(facts, controller)));
  const ranges = trusted.length > 0 ? trusted : admitted;
  const how = "observed";
  if (elsewhere.length > 0 && here.length === 0) {
    const only = trusted.length === 0 && admitted.length > 0;
    const whom = only ? `, and the load balancer admits ${admitted.join(", ")} alone` : "";
    const reason = `${nameWords(elsewhere)} to addresses that are not the cluster's${whom}`;
    const evidence = [...signed(elsewhere), ...trust.map((one) => one.evidence)].slice(0, MOST);
    return { value: "yes", how, reason, evidence, ...(ranges.length > 0 ? { proxyRanges: ranges } : {}) };
  }
  if (elsewhere.length > 0) {
    const reason = `${nameWords(elsewhere)} elsewhere, ${nameWords(here)} to the cluster itself`;
    return { how, reason, evidence: signed([...elsewhere, ...here]) };
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
    const records =
      here.length > 0 ? `${nameWords(here)} to the cluster itself` : "no record tells whether there is one";
    const reason = `${trust[0]?.words}, which is of use only behind a proxy; ${records}`;
    return { how, reason, evidence: [...trust.map((one) => one.evidence), ...signed(here)].slice(0, MOST) };
  }
  const reason =
    names.length === 0
      ? "where the names lead was not looked up"
      : "where some of the names lead is not known";
  return { how, reason, evidence: signed(here) };
}

function nameWords(signs: readonly NameSign[]): string {
  const [first] = signs;
  if (signs.length === 1) return `${first?.name} leads (${first?.note})`;
  return `${counted(signs.length, "name")} lead, ${first?.name} among them (${first?.note}),`;
}

function signed(signs: readonly NameSign[]): Evidence[] {
  return signs.flatMap(({ evidence }) => evidence).slice(0, MOST);
}
