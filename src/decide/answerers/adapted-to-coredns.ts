import { counted } from "../../guarantees/cite.ts";
import type { Finding } from "../../simulate/proof.ts";
import type { RoadFacts } from "../facts.ts";
import type { Seen } from "../walk.ts";

const MOST = 5;

/** Whether dns-resolution holds in every state of the in-place move. */
export function adaptedToCoreDns({ dnsFindings }: RoadFacts): Seen {
  const how = "computed";
  if (dnsFindings === undefined) return { how, reason: "dns-resolution was not judged", evidence: [] };
  const breaking = dnsFindings.filter((finding) => finding.verdict === "breaks");
  if (breaking.length > 0) {
    const reason = `dns-resolution breaks in the simulated move: ${counted(breaking.length, "finding")}`;
    return { value: "no", how, reason, evidence: cited(breaking) };
  }
  const unclear = dnsFindings.filter((finding) => finding.verdict === "unknown");
  if (unclear.length > 0) {
    const [first] = unclear;
    const more = unclear.length > 1 ? ` (and ${unclear.length - 1} more)` : "";
    const reason = `nothing is known to break, but not everything could be judged: ${first?.message ?? ""}${more}`;
    return { how, reason, evidence: cited(unclear) };
  }
  return {
    value: "yes",
    how,
    reason: "dns-resolution holds in every state of the simulated move",
    evidence: [],
  };
}

function cited(findings: readonly Finding[]): Seen["evidence"] {
  return findings.flatMap((finding) => finding.evidence.slice(0, 1)).slice(0, MOST);
}
