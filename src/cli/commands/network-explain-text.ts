import type { ExplainedPair, Explanation, WantedPort } from "../../network/explain.ts";
import { portsText } from "../../network/names.ts";
import type { PortSet, PortSets } from "../../network/port-set.ts";
import { doubts } from "../../network/trace.ts";
import type { PolicyTrace, RuleTrace, SideTrace } from "../../network/trace-side.ts";
import { citations, type Place } from "../../observe/citations.ts";
import { visible } from "../../report/escape.ts";
import { formatPath } from "../../world/json.ts";
import { refLabel } from "../../world/resource.ts";
import { placeText } from "./network-place.ts";

/** What was asked, for the head of the answer. */
export interface Asked {
  readonly from: string;
  readonly to: string;
  readonly port: WantedPort | undefined;
  readonly state: string;
}

export type Cite = (place: Place) => string;

/** The lines of every policy and rule an explanation names. */
export async function citePolicies({ pairs }: Pick<Explanation, "pairs">): Promise<Cite> {
  const places: Place[] = [];
  for (const { trace } of pairs) {
    for (const { policy, rules } of [...trace.egress.policies, ...trace.ingress.policies]) {
      const { origin } = policy.resource;
      places.push({ origin, path: [] }, ...rules.map(({ rule }) => ({ origin, path: rule.path })));
    }
  }
  const cite = await citations(places);
  return (place) => placeText(place.origin, cite(place).line);
}

export function explainText(explanation: Explanation, asked: Asked, cite: Cite): string {
  const on = asked.port === undefined ? "" : ` on ${asked.port.protocol} ${asked.port.port}`;
  const lines = [
    `${visible(asked.from)} => ${visible(asked.to)}${on} in state ${visible(asked.state)}: ${explanation.verdict}`,
  ];
  for (const text of [explanation.problem, explanation.note]) {
    if (text !== undefined) lines.push(`  ${visible(text)}`);
  }
  for (const pair of explanation.pairs) lines.push("", ...pairLines(pair, explanation.table, cite));
  return `${lines.join("\n")}\n`;
}

export function pairLines(pair: ExplainedPair, table: PortSets, cite: Cite): readonly string[] {
  const { trace, port, via, verdict } = pair;
  const sent = via === undefined ? "" : `Service port ${via}, sent on to `;
  const on = port === undefined ? portsOf(pair, table) : `${sent}${port.protocol} ${port.port}`;
  const lines = [`${names(pair.from)} => ${names(pair.to)}`, `  ${verdict}: ${on}`];
  if (trace.exemption === "itself") return [...lines, "  a pod is never cut off from itself"];
  if (trace.exemption === "own-node") {
    lines.push("  a pod admits whatever the node it runs on sends, whatever policies say");
    if (trace.allowed === table.all) return lines;
    lines.push("  but for what Cilium is told to deny");
  }
  const asked = port === undefined ? table.all : table.of(port.protocol, port.port, port.port);
  for (const side of [trace.egress, trace.ingress]) lines.push(...sideLines(side, asked, table, cite));
  if (verdict === "unknown" || trace.unknown !== table.none) {
    for (const reason of doubts(trace)) lines.push(`  unknown because of ${visible(reason)}`);
  }
  return lines;
}

function portsOf({ trace: { allowed, unknown }, verdict }: ExplainedPair, table: PortSets): string {
  const parts: string[] = [];
  if (verdict === "denied" || allowed !== table.none) parts.push(portsText(allowed, table));
  if (unknown !== table.none) parts.push(`${portsText(unknown, table)} unknown`);
  return parts.join(", ");
}

const MOST_NAMES = 6;

export function names(all: readonly string[]): string {
  const shown = all.slice(0, MOST_NAMES).map(visible).join(", ");
  return all.length > MOST_NAMES ? `${shown} and ${all.length - MOST_NAMES} more` : shown;
}

function sideLines(side: SideTrace, asked: PortSet, table: PortSets, cite: Cite): readonly string[] {
  const end = side.direction === "egress" ? "the source may send" : "the destination admits";
  const certain = table.intersect(side.certain, asked);
  const possible = table.intersect(side.possible, asked);
  const state = certain !== table.none ? "allowed" : possible !== table.none ? "unknown" : "denied";
  if (side.policies.length === 0) return [`  ${side.direction}: ${state}, no policy applies`];
  const verdict =
    state !== "allowed"
      ? state
      : `allowed, ${end} ${certain === asked && asked !== table.all ? "it" : portsText(certain, table)}`;
  return [
    `  ${side.direction}: ${verdict}`,
    ...side.policies.flatMap((policy) => policyLines(policy, side, asked, table, cite)),
  ];
}

function policyLines(
  { policy, selects, rules }: PolicyTrace,
  side: SideTrace,
  asked: PortSet,
  table: PortSets,
  cite: Cite,
): readonly string[] {
  const { origin, ref } = policy.resource;
  const what = selects ? "selects" : "may select";
  const end = side.direction === "egress" ? "the source" : "the destination";
  const doubt = policy.uncertain === undefined ? "" : `, not understood: ${visible(policy.uncertain)}`;
  const lines = [`    ${visible(refLabel(ref))} (${cite({ origin, path: [] })}) ${what} ${end}${doubt}`];
  if (rules.length === 0) lines.push(`      it has no ${side.direction} rule: nothing is let through`);
  for (const trace of rules) {
    const { path } = trace.rule;
    lines.push(
      `      ${visible(formatPath(path))} (${cite({ origin, path })}): ${ruleText(trace, asked, table)}`,
    );
  }
  return lines;
}

const DOES = { allow: "lets through", deny: "stops", pass: "passes on" } as const;

/** What one rule does, in words: the deciding ones say with which ports. */
export function ruleText({ rule, peer, ports, decides }: RuleTrace, asked: PortSet, table: PortSets): string {
  if (rule.uncertain !== undefined) return `not understood, it may apply: ${visible(rule.uncertain)}`;
  if (peer === false) return "does not name the other end";
  const matched = table.intersect(ports, asked);
  if (ports === table.none) return "names the other end, but no port of it";
  if (matched === table.none) return `names the other end, but only ${portsText(ports, table)}`;
  if (peer === undefined) return `may name the other end, ${DOES[rule.action]} ${portsText(matched, table)}`;
  if (table.intersect(decides, asked) === table.none) {
    return `names the other end and ${portsText(matched, table)}, which was decided before`;
  }
  return `${DOES[rule.action]} ${portsText(matched, table)}`;
}
