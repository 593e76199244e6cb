import type { Assessment, AssessmentFinding } from "./assessment.ts";
import { counted } from "./words.ts";

/** As many signs of the platform, and as many sources, are named. */
const SIGNS = 2;
const SOURCES = 5;

/** Which cluster and which move it is about, as label and text. Names stand in it unescaped. */
export function factsOf(assessment: Assessment): [label: string, text: string][] {
  const { cluster, profile, target } = assessment;
  const from = cluster.version === undefined ? "of unknown version" : `at ${cluster.version}`;
  const rows: [string, string][] = [
    ["Cluster", clusterFacts(assessment)],
    ["Known by", cluster.platformEvidence.slice(0, SIGNS).join("; ")],
    ["Move", `${profile.source} ${from} -> ${profile.target} at ${target.version}`],
    ["Profile", `${profile.name}, the platforms as described on ${profile.described}`],
    ["Read from", cluster.sources.slice(0, SOURCES).join(", ") + more(cluster.sources.length - SOURCES)],
    ["Found", found(assessment)],
  ];
  return rows.filter(
    ([label, text]) => text !== "" && !(label === "Move" && assessment.outcome === "not-affected"),
  );
}

function clusterFacts({ cluster, profile }: Assessment): string {
  const platform = {
    source: profile.source,
    target: profile.target,
    unknown: `a platform not recognised, taken for ${profile.source}`,
  }[cluster.platform];
  const size = [
    counted(cluster.nodes, "node"),
    counted(cluster.workloads, "workload"),
    counted(cluster.objects, "object"),
  ];
  return `${cluster.name === undefined ? "" : `${cluster.name}, `}${platform}: ${size.join(", ")}`;
}

function found({ findings }: Assessment): string {
  const count = (verdict: AssessmentFinding["verdict"]): number =>
    findings.filter((finding) => finding.suppressed === undefined && finding.verdict === verdict).length;
  const suppressed = findings.filter((finding) => finding.suppressed !== undefined).length;
  if (findings.length === 0) return "nothing";
  return `${count("breaks")} that break, ${count("unknown")} unknown, ${count("advice")} advice${
    suppressed > 0 ? `, ${suppressed} suppressed` : ""
  }`;
}

function more(left: number): string {
  return left > 0 ? ` and ${left} more` : "";
}
