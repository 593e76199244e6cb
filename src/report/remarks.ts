import { refLabel } from "../world/resource.ts";
import type { Assessment } from "./assessment.ts";
import { sectionsOf } from "./sections.ts";

/** Something to know beside the findings, in a list of its own. */
export interface Remark {
  readonly title: string;
  /** At least one. */
  readonly items: readonly string[];
}

/** What was accepted, what the target lacks, where to go on. Names stand in it unescaped. */
export function remarksOf(assessment: Assessment): Remark[] {
  const remarks: Remark[] = [
    { title: "Suppressed in the configuration, and counted nowhere above", items: accepted(assessment) },
    { title: "Suppressions that do nothing", items: idle(assessment) },
    { title: `What ${assessment.profile.target} does not have yet`, items: lacking(assessment) },
    { title: "Addresses of the old platform", items: addresses(assessment) },
    { title: "Read on", items: furtherReading(assessment) },
  ];
  return remarks.filter((remark) => remark.items.length > 0);
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
  return [`replatform explain ${worst.id}: what it means and how to mend it; the same for every id`];
}
