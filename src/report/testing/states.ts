import type { Assessment, AssessmentFinding, AssessmentState } from "../assessment.ts";

/** The in-place route to 1.26. */
export const shopStates: AssessmentState[] = [
  {
    id: "v1",
    title: "As it is",
    story: "Traffic enters on worker addresses; pods resolve names through NodeLocal DNS.",
    actor: "nobody",
    mixed: false,
    version: "1.25",
    nodes: { old: 7, new: 0 },
  },
  {
    id: "load-balancer-attached",
    title: "Load balancer attached",
    story: "The provider puts a load balancer in front of the ingress. DNS still names the workers.",
    actor: "provider",
    mixed: false,
    version: "1.25",
    nodes: { old: 7, new: 0 },
  },
  {
    id: "traffic-switching",
    title: "DNS moving to the load balancer",
    story: "DNS names the load balancer; caches hand out worker addresses until their TTL runs out.",
    actor: "customer",
    mixed: true,
    version: "1.25",
    nodes: { old: 7, new: 0 },
  },
  {
    id: "traffic-switched",
    title: "Traffic through the load balancer",
    story: "No cache holds a worker's address any more.",
    actor: "customer",
    mixed: false,
    version: "1.25",
    nodes: { old: 7, new: 0 },
  },
  {
    id: "cluster-api-rolling",
    title: "Nodes being replaced under Cluster API",
    story:
      "Each node is drained and replaced by a new one without a floating IP; the API moves behind its load balancer.",
    actor: "provider",
    mixed: true,
    version: "1.25",
    nodes: { old: 4, new: 4 },
  },
  {
    id: "cluster-api",
    title: "All nodes under Cluster API",
    story: "Every node is new. The control plane answers at the load balancer's address only.",
    actor: "provider",
    mixed: false,
    version: "1.25",
    nodes: { old: 0, new: 7 },
  },
  {
    id: "upgrade-rolling",
    title: "Nodes being replaced for 1.26",
    story:
      "The API serves 1.26. Each node is drained and replaced again; new ones run without NodeLocal DNS.",
    actor: "provider",
    mixed: true,
    version: "1.26",
    nodes: { old: 0, new: 8 },
  },
  {
    id: "upgraded",
    title: "Upgraded to 1.26",
    story: "Every node runs 1.26. Labels and taints that nobody declared to the platform are gone.",
    actor: "provider",
    mixed: false,
    version: "1.26",
    nodes: { old: 0, new: 7 },
  },
  {
    id: "settled",
    title: "Settled on CaaS v2",
    story: "Everybody uses the new kubeconfig; what was left of v1 is removed.",
    actor: "customer",
    mixed: false,
    version: "1.26",
    nodes: { old: 0, new: 7 },
  },
];

export const STATE_IDS: readonly string[] = shopStates.map((state) => state.id);

/** A row of the proof table: what the findings say, and `unknown` where something could not be read. */
export function verdicts(
  findings: readonly AssessmentFinding[],
  unread: readonly string[],
): Assessment["guarantees"][number]["verdicts"] {
  const standing = (state: string, verdict: AssessmentFinding["verdict"]): boolean =>
    findings.some(
      (finding) =>
        finding.suppressed === undefined &&
        finding.states.includes(state) &&
        finding.verdicts[state] === verdict,
    );
  return Object.fromEntries(
    STATE_IDS.map((id) => {
      if (standing(id, "breaks")) return [id, "breaks"];
      return [id, standing(id, "unknown") || unread.includes(id) ? "unknown" : "holds"];
    }),
  );
}

/** The state and all that follow. */
export function statesFrom(id: string): string[] {
  return STATE_IDS.slice(STATE_IDS.indexOf(id));
}
