import type { Assessment, AssessmentFinding } from "./assessment.ts";
import type { AssessmentEntries } from "./entries-section.ts";
import type { Road } from "./road-section.ts";
import { shopAddresses } from "./testing/addresses.ts";
import { shopCoverage } from "./testing/coverage.ts";
import { shopEntries } from "./testing/entries.ts";
import { shopFindings } from "./testing/findings.ts";
import { readyRoad, shopRoad } from "./testing/road.ts";
import { shopStates, verdicts } from "./testing/states.ts";

/**
 * Example assessments for the tests of every view. Written by hand to look like the real thing, not made by
 * the engine: a view is tested on its own.
 */

const PROMISES: Readonly<Record<string, string>> = {
  "api-versions": "every object that is stored or applied still has a served API",
  scheduling: "every workload can be drained and placed again, twice",
  "data-durability": "nothing stored is lost",
  "egress-address": "the address outsiders see stays, where someone depends on it",
  "api-access": "everything that speaks to the Kubernetes API still reaches it",
};

/** The proof table that follows from the findings, and from what could not be read. */
function guaranteesFor(
  findings: readonly AssessmentFinding[],
  unread: Readonly<Record<string, readonly string[]>> = {},
): Assessment["guarantees"] {
  return Object.entries(PROMISES).map(([id, promise]) => ({
    id,
    promise,
    verdicts: verdicts(
      findings.filter((finding) => finding.guarantee === id),
      unread[id] ?? [],
    ),
  }));
}

/** A v1 shop with something of everything: breaks, unknowns, advice, a suppression, a gap in what was read. */
export const shopAssessment: Assessment = {
  apiVersion: "replatform.io/v1alpha1",
  kind: "Assessment",
  generator: { name: "replatform", version: "0.1.0" },
  outcome: "breaks",
  cluster: {
    name: "shop",
    sources: ["shop/"],
    version: "1.25",
    nodes: 7,
    workloads: 26,
    objects: 232,
    platform: "source",
    platformEvidence: [
      "DaemonSet kube-system/nodelocaldns: NodeLocal DNS at 169.254.25.10",
      "ConfigMap kube-system/kubeadm-config: clusterName cluster.local",
    ],
    minorsToPassFirst: [],
  },
  profile: {
    name: "elastx-caas-v2",
    title: "Elastx Kubernetes CaaS v1 to v2",
    described: "2024-03-05",
    source: "Kubernetes CaaS v1",
    target: "Kubernetes CaaS v2",
    features: [
      {
        id: "node-floating-ips",
        title: "Floating IPs on nodes",
        status: "planned",
        expected: "early 2024",
        note: "The upgrade is scheduled when the feature is ready.",
      },
      { id: "api-allow-list", title: "Allow-list for the API", status: "planned", expected: "2024-Q1" },
      { id: "managed-ingress", title: "Ingress controller run by the provider", status: "supported" },
    ],
  },
  target: { version: "1.26" },
  coverage: shopCoverage,
  states: shopStates,
  guarantees: guaranteesFor(shopFindings),
  findings: shopFindings,
  addresses: shopAddresses,
  entries: shopEntries,
  road: shopRoad,
  suppressions: [
    {
      rule: "scheduling/single-replica in namespace ci",
      reason: "Builds may wait for a minute.",
      expires: "2027-01-31",
      status: "used",
    },
    {
      rule: "data-durability/empty-dir-state at StatefulSet shop/session-cache",
      reason: "Sessions may be lost.",
      expires: "2026-06-30",
      status: "expired",
    },
    { rule: "api-access/webhook-url", reason: "Taken out last spring.", status: "unused" },
  ],
};

/** Everything holds, everything was read, nothing to say. */
export const readyAssessment: Assessment = {
  ...shopAssessment,
  outcome: "ready",
  cluster: {
    ...shopAssessment.cluster,
    name: "small",
    sources: ["small.yaml"],
    nodes: 3,
    workloads: 4,
    objects: 61,
  },
  coverage: shopCoverage.filter((entry) => entry.status === "read"),
  guarantees: guaranteesFor([]),
  findings: [],
  addresses: [],
  road: readyRoad,
  suppressions: [],
};

/** Nothing is known to break, but budgets could not be read; and the cluster is two minors behind. */
export const unknownAssessment: Assessment = {
  ...readyAssessment,
  outcome: "unknown",
  cluster: {
    ...shopAssessment.cluster,
    name: "small",
    sources: ["live https://203.0.113.10:6443"],
    version: "1.23",
    minorsToPassFirst: ["1.24", "1.25"],
  },
  coverage: [
    ...readyAssessment.coverage,
    {
      kind: "PodDisruptionBudget.policy",
      place: "GET /apis/policy/v1/poddisruptionbudgets",
      status: "forbidden",
      count: 0,
      reason: "the server refused: poddisruptionbudgets.policy is forbidden",
      neededBy: ["scheduling"],
    },
  ],
  guarantees: guaranteesFor([], { scheduling: ["cluster-api-rolling", "upgrade-rolling"] }),
};

const { road: _, entries: __, ...withoutRoad } = readyAssessment;

/** Already on the target platform. */
export const notAffectedAssessment: Assessment = {
  ...withoutRoad,
  outcome: "not-affected",
  cluster: {
    ...readyAssessment.cluster,
    name: "new",
    version: "1.26",
    platform: "target",
    platformEvidence: ["Node new-md-0-abcde: annotation cluster.x-k8s.io/machine"],
  },
  states: shopStates.slice(0, 1),
  guarantees: guaranteesFor([]).map((entry) => ({ ...entry, verdicts: { v1: "holds" } })),
};

/** Strings that a terminal, Markdown, XML or HTML would act on. All may stand in a manifest somebody else wrote. */
export const HOSTILE_STRINGS: readonly string[] = [
  '<img src=x onerror="alert(1)"><script>alert(2)</script>',
  "\u001b[2J\u001b]0;owned\u0007\u009b31mred\u001b]8;;https://evil.example\u001b\\link",
  "abc\u202Edcba\u2066x\u2069\u200Bzero\uFEFF",
  "](javascript:alert(1)) ![x](https://evil.example/x.png) https://evil.example www.evil.example @octocat #1",
  "| a | b |\n|---|---|\r\n# heading\n```\n~~~ `code` ``x",
  "]]> <!-- &amp; &#x41; \u0000\u000B\uFFFE \uD800",
  "漢字かな交じり文字列 👩‍👩‍👧‍👦 e\u0301\u0301 ｆｕｌｌ",
  "__proto__",
  "x".repeat(300),
];

/** The shop's assessment with every string a cluster could supply replaced by something hostile. */
export const hostileAssessment: Assessment = {
  ...shopAssessment,
  cluster: {
    ...shopAssessment.cluster,
    name: hostile(0),
    sources: HOSTILE_STRINGS.map((text) => `dir/${text}.yaml`),
    platformEvidence: [...HOSTILE_STRINGS],
  },
  coverage: [
    ...shopCoverage,
    ...HOSTILE_STRINGS.map((text) => ({
      place: text,
      status: "unreadable" as const,
      count: 0,
      reason: text,
      neededBy: ["scheduling"],
    })),
  ],
  findings: shopFindings.flatMap((finding, index) => [hostileFinding(finding, index), finding]),
  addresses: shopAddresses.map((mention, index) => ({
    ...mention,
    address: hostile(index),
    owner: hostile(index + 1),
    object: { ...mention.object, name: hostile(index + 2) },
    path: hostile(index + 3),
    text: hostile(index + 4),
    source: hostile(index + 5),
  })),
  entries: hostileEntries(shopEntries),
  road: hostileRoad(shopRoad),
  suppressions: HOSTILE_STRINGS.map((text) => ({ rule: text, reason: text, status: "expired" as const })),
};

function hostile(index: number): string {
  return HOSTILE_STRINGS[index % HOSTILE_STRINGS.length] ?? "";
}

/** Reasons and subjects quote the cluster, answers files and profiles. */
function hostileRoad(road: Road): Road {
  const turns = road.turns.map((turn, index) => ({
    ...turn,
    reason: hostile(index),
    contradiction: hostile(index + 1),
    proxyRanges: [hostile(index + 2)],
  }));
  const fixes = HOSTILE_STRINGS.map((text) => ({
    finding: text,
    subject: { apiVersion: text, kind: text, namespace: text, name: text },
    message: text,
  }));
  const steps = [...HOSTILE_STRINGS];
  return {
    ...road,
    turns,
    ahead: turns,
    outcome: { ...road.outcome, until: hostile(0), fixes, provider: steps, customer: steps },
  };
}

function hostileEntries(entries: AssessmentEntries): AssessmentEntries {
  const names = [...HOSTILE_STRINGS];
  return {
    ...entries,
    targets: entries.targets.map((target, index) => ({
      ...target,
      object: {
        apiVersion: "apps/v1",
        kind: hostile(index),
        namespace: hostile(index + 1),
        name: hostile(index + 2),
      },
      controller: hostile(index),
      hosts: { ...target.hosts, names },
      ways: target.ways.map((way) => ({
        ...way,
        service: hostile(index),
        views: way.views.map((view) => ({
          ...view,
          addresses: names,
          connections: view.connections.map((one) => ({ ...one, ports: names, reasons: names })),
        })),
      })),
    })),
    unserved: { hosts: names.length, names, more: 0 },
  };
}

function hostileFinding(finding: AssessmentFinding, index: number): AssessmentFinding {
  return {
    ...finding,
    subject: {
      apiVersion: "apps/v1",
      kind: "Deployment",
      namespace: hostile(index),
      name: hostile(index + 1),
    },
    owner: { kind: "helm", name: hostile(index + 2) },
    message: `Deployment ${hostile(index)}/${hostile(index + 1)} names ${hostile(index + 3)}.`,
    remedy: `Change ${hostile(index + 4)}.`,
    evidence: HOSTILE_STRINGS.map((text, line) => ({
      source: `dir/${text}.yaml`,
      line: line + 1,
      object: { apiVersion: "v1", kind: text, namespace: text, name: text },
      path: `metadata.annotations["${text}"]`,
      value: text,
      note: text,
      excerpt: { firstLine: 1, lines: [text, `key: ${text}`], highlight: 1 },
    })),
  };
}
