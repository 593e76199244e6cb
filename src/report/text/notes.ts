import { refLabel } from "../../world/resource.ts";
import type { Assessment } from "../assessment.ts";
import { sectionsOf } from "../sections.ts";
import type { Screen } from "./screen.ts";
import { hang } from "./wrap.ts";

const LISTED = 20;

/** What a reader must know beside the findings: what was accepted, what the target lacks, where to go on. */
export function notes(assessment: Assessment, screen: Screen): string[] {
  return [
    ...list("Suppressed in the configuration, and counted nowhere above", accepted(assessment), screen),
    ...list("Suppressions that do nothing", idle(assessment), screen),
    ...list(`What ${assessment.profile.target} does not have yet`, lacking(assessment), screen),
    ...list("Addresses of the old platform", addresses(assessment), screen),
    ...list("Read on", furtherReading(assessment), screen),
  ];
}

function list(title: string, items: readonly string[], screen: Screen): string[] {
  if (items.length === 0) return [];
  const shown = screen.all ? items : items.slice(0, LISTED);
  const left = items.length - shown.length;
  return [
    "",
    ...hang("", title, screen.width).map((line) => screen.paint("title", line)),
    ...shown.flatMap((item) => hang("  ", item, screen.width, 4)),
    ...(left > 0 ? hang("  ", `and ${left} more (--all shows them, -o json holds them)`, screen.width) : []),
  ];
}

function accepted(assessment: Assessment): string[] {
  return assessment.findings.flatMap((finding) => {
    if (finding.suppressed === undefined) return [];
    const { reason, expires } = finding.suppressed;
    const until = expires === undefined ? "" : ` (until ${expires})`;
    return [`${finding.verdict} ${finding.id}, ${refLabel(finding.subject)}: ${reason}${until}`];
  });
}

function idle(assessment: Assessment): string[] {
  return assessment.suppressions.flatMap(({ rule, reason, expires, status }) => {
    if (status === "used") return [];
    const why = status === "expired" ? `expired on ${expires ?? "an unknown day"}` : "matches no finding";
    return [`${rule}: ${why} (its reason was: ${reason})`];
  });
}

function lacking({ profile }: Assessment): string[] {
  return profile.features.flatMap(({ title, status, expected, note }) => {
    if (status !== "unsupported" && status !== "planned") return [];
    const when = expected === undefined ? "" : `, expected ${expected}`;
    return [`${title}: ${status}${when}${note === undefined ? "" : `. ${note}`}`];
  });
}

function addresses({ addresses: mentions }: Assessment): string[] {
  if (mentions.length === 0) return [];
  const own = mentions.filter((mention) => mention.platformOwned).length;
  const platform = own === 0 ? "" : `, ${own} of them in objects the platform writes itself`;
  const places = mentions.length === 1 ? "1 place names one" : `${mentions.length} places name one`;
  return [`${places}${platform} (-o json lists all under addresses).`];
}

function furtherReading(assessment: Assessment): string[] {
  const worst = sectionsOf(assessment).flatMap((section) => section.findings)[0];
  if (worst === undefined) return [];
  return [`replatform explain ${worst.id}   what it means and how to mend it; so for every id`];
}
