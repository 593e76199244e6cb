import type { Suppressed } from "../config/suppressions.ts";
import type { RoadResult } from "../decide/road.ts";
import type { Evidence, Guarantee } from "../guarantees/guarantee.ts";
import { causeOf, docsPage } from "../guarantees/registry.ts";
import type { Detected } from "../platforms/detect.ts";
import { featureOn, minorsToPassFirst, type Profile } from "../platforms/profile.ts";
import type { Finding, Proof, State, Verdict } from "../simulate/proof.ts";
import { verdictsFrom } from "../simulate/prove.ts";
import type { AddressMention } from "../world/addresses/scan.ts";
import { coverageOf } from "../world/coverage.ts";
import { formatPath } from "../world/json.ts";
import { formatMinor } from "../world/version.ts";
import type { World } from "../world/world.ts";
import type { Assessment, AssessmentCoverage, AssessmentFinding } from "./assessment.ts";
import { roadSection } from "./build-road.ts";
import { type Citation, evidenceRow } from "./evidence-row.ts";

export interface AssessmentInput {
  readonly world: World;
  readonly proof: Proof;
  readonly guarantees: readonly Guarantee[];
  readonly suppressed: Suppressed;
  readonly mentions: readonly AddressMention[];
  readonly network: Assessment["network"];
  readonly entries: Assessment["entries"];
  readonly road: RoadResult | undefined;
  readonly detected: Detected;
  readonly profile: Profile;
  readonly target: number;
  readonly on: string;
  readonly sources: readonly string[];
  readonly version: string;
  cite(evidence: Pick<Evidence, "origin" | "path">): Citation;
}

/** Puts a proof into the shape every output format shows. */
export function buildAssessment(input: AssessmentInput): Assessment {
  const { world, proof, profile, detected, suppressed } = input;
  const counting = proof.findings.filter((finding) => !suppressed.accepted.has(finding));
  const guarantees = proof.guarantees.map(({ id, promise }) => ({
    id,
    promise,
    verdicts: verdictsFrom(
      counting.filter((finding) => finding.guarantee === id),
      proof.states,
    ),
  }));
  const { minor } = world.api;
  return {
    apiVersion: "replatform.io/v1alpha1",
    kind: "Assessment",
    generator: { name: "replatform", version: input.version },
    outcome: detected.platform === "target" ? "not-affected" : outcomeOf(guarantees),
    cluster: {
      sources: [...input.sources],
      ...(minor === undefined ? {} : { version: formatMinor(minor) }),
      nodes: world.nodes.length,
      workloads: world.workloads.length,
      objects: world.objects.size,
      platform: detected.platform,
      platformEvidence: [...detected.evidence],
      minorsToPassFirst: minorsToPassFirst(profile, minor),
    },
    profile: profileOf(profile, input.on),
    target: { version: formatMinor(input.target) },
    coverage: coverageRows(world, input.guarantees),
    states: proof.states.map(stateRow),
    guarantees,
    findings: proof.findings.map((finding) => findingRow(finding, input)),
    addresses: input.mentions.map((mention) => mentionRow(mention, input)),
    ...(input.network === undefined ? {} : { network: input.network }),
    ...(input.entries === undefined ? {} : { entries: input.entries }),
    ...(input.road === undefined ? {} : { road: roadSection(input.road, input) }),
    suppressions: suppressed.uses.map(({ rule, status }) => ({
      rule: `${rule.finding} for ${rule.kind} ${rule.namespace}/${rule.name}`,
      reason: rule.reason,
      ...(rule.expires === undefined ? {} : { expires: rule.expires }),
      status,
    })),
  };
}

function outcomeOf(
  guarantees: readonly { verdicts: Readonly<Record<string, Verdict>> }[],
): Assessment["outcome"] {
  const all = guarantees.flatMap((guarantee) => Object.values(guarantee.verdicts));
  if (all.includes("breaks")) return "breaks";
  return all.includes("unknown") ? "unknown" : "ready";
}

function profileOf(profile: Profile, on: string): Assessment["profile"] {
  const { name, title, described } = profile.metadata;
  const features = profile.features.flatMap((feature) => {
    const now = featureOn(profile, feature.id, on);
    if (now === undefined) return [];
    const { status, expected, note } = now;
    return [
      {
        id: feature.id,
        title: feature.title,
        status,
        ...(expected === undefined ? {} : { expected }),
        ...(note === undefined ? {} : { note }),
      },
    ];
  });
  return { name, title, described, source: profile.source.title, target: profile.target.title, features };
}

function stateRow({ id, title, story, actor, mixed, world }: State): Assessment["states"][number] {
  // While nodes roll for the second time, the ones made by the first roll are the old ones.
  const newest = Math.max(1, ...world.nodes.map((node) => node.generation));
  const fresh = world.nodes.filter((node) => node.generation === newest).length;
  const { minor } = world.api;
  return {
    id,
    title,
    story,
    actor,
    mixed,
    ...(minor === undefined ? {} : { version: formatMinor(minor) }),
    nodes: { old: world.nodes.length - fresh, new: fresh },
  };
}

/** What was reported on while reading, and every kind a guarantee needs that nobody reported on. */
function coverageRows(world: World, guarantees: readonly Guarantee[]): AssessmentCoverage[] {
  const needed = new Map<string, string[]>();
  for (const guarantee of guarantees) {
    for (const { kind } of guarantee.needs) needed.set(kind, [...(needed.get(kind) ?? []), guarantee.id]);
  }
  const rows: AssessmentCoverage[] = world.coverage.entries.map((entry) => {
    const { subject, status, count, reason, place } = entry;
    const neededBy = "kind" in subject ? (needed.get(subject.kind) ?? []) : guarantees.map(({ id }) => id);
    const where = "kind" in subject ? place : subject.place;
    return {
      ...("kind" in subject ? { kind: subject.kind } : {}),
      ...(where === undefined ? {} : { place: where }),
      status,
      count,
      ...(reason === undefined ? {} : { reason }),
      neededBy: "place" in subject && status === "read" ? [] : neededBy,
    };
  });
  const reported = new Set(rows.map((row) => row.kind));
  for (const [kind, neededBy] of needed) {
    if (reported.has(kind)) continue;
    const { status, count, reason } = coverageOf(world.coverage, kind);
    rows.push({ kind, status, count, ...(reason === undefined ? {} : { reason }), neededBy });
  }
  return rows;
}

function findingRow(finding: Finding, input: AssessmentInput): AssessmentFinding {
  const rule = input.suppressed.accepted.get(finding);
  const owner = input.world.objects.find(finding.subject)?.owner;
  return {
    id: finding.id,
    title: causeOf(finding.id)?.title ?? finding.cause,
    guarantee: finding.guarantee,
    verdict: finding.verdict,
    state: finding.state,
    states: Object.keys(finding.verdicts),
    verdicts: { ...finding.verdicts },
    subject: finding.subject,
    ...(owner === undefined || owner.kind === "unknown" ? {} : { owner }),
    message: finding.message,
    evidence: finding.evidence.map((evidence) => evidenceRow(evidence, finding.subject, input)),
    remedy: finding.remedy,
    docs: docsPage(finding.id),
    ...(rule === undefined
      ? {}
      : {
          suppressed: {
            reason: rule.reason,
            ...(rule.expires === undefined ? {} : { expires: rule.expires }),
          },
        }),
  };
}

function mentionRow(mention: AddressMention, input: AssessmentInput): Assessment["addresses"][number] {
  const { resource, path, address, text, platformOwned } = mention;
  const { line } = input.cite({ origin: resource.origin, path });
  return {
    kind: address.kind,
    address: address.value,
    owner: address.owner,
    object: resource.ref,
    path: formatPath(path),
    text,
    platformOwned,
    source: resource.origin.source,
    ...(line === undefined ? {} : { line }),
  };
}
