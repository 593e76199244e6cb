import type { AssessmentFinding } from "../assessment.ts";
import { finding, object } from "./shape.ts";
import { statesFrom } from "./states.ts";

const WHILE_ROLLING = ["cluster-api-rolling", "upgrade-rolling"];

export const shopScheduling: AssessmentFinding[] = [
  finding("scheduling/drain-blocked", {
    title: "Eviction is never allowed",
    verdict: "breaks",
    states: WHILE_ROLLING,
    subject: object("policy/v1", "PodDisruptionBudget", "checkout", "shop"),
    owner: { kind: "helm", name: "release shop in namespace shop" },
    message:
      "PodDisruptionBudget shop/checkout wants 2 of the 2 pods of Deployment shop/checkout up at all times, so no node that runs one can be drained; the drain waits for ever.",
    remedy: "Set minAvailable to 1, or run three replicas until the move is over.",
    evidence: [
      {
        source: "shop/checkout.yaml",
        line: 71,
        path: "spec.minAvailable",
        value: "2",
        excerpt: {
          firstLine: 68,
          lines: [
            "  name: checkout",
            "  namespace: shop",
            "spec:",
            "  minAvailable: 2",
            "  selector:",
            "    matchLabels:",
            "      app: checkout",
          ],
          highlight: 3,
        },
      },
      {
        source: "shop/checkout.yaml",
        line: 12,
        object: object("apps/v1", "Deployment", "checkout", "shop"),
        path: "spec.replicas",
        value: "2",
      },
    ],
  }),
  finding("scheduling/drain-blocked", {
    title: "Eviction is never allowed",
    verdict: "breaks",
    states: WHILE_ROLLING,
    subject: object("policy/v1", "PodDisruptionBudget", "ledger", "payments"),
    owner: { kind: "unknown", name: "" },
    message:
      "PodDisruptionBudget payments/ledger forbids every disruption (maxUnavailable 0), so no node that runs a pod of StatefulSet payments/ledger can be drained.",
    remedy: "Set maxUnavailable to 1 for the time of the move.",
    evidence: [{ source: "shop/payments/ledger.yaml", line: 96, path: "spec.maxUnavailable", value: "0" }],
  }),
  finding("scheduling/node-label-lost", {
    title: "Placed by a node label that new nodes do not have",
    verdict: "breaks",
    states: statesFrom("upgrade-rolling"),
    subject: object("apps/v1", "Deployment", "search", "shop"),
    owner: { kind: "helm", name: "release shop in namespace shop" },
    message:
      "Deployment shop/search runs only on nodes labelled disk=ssd. The label was set by hand on worker-3 and worker-4, and new nodes will not carry it: its pods stay Pending.",
    remedy:
      "Ask the provider to declare the label on the node group, or use node.cluster.x-k8s.io/disk=ssd, which is kept.",
    evidence: [
      {
        source: "shop/search.yaml",
        line: 27,
        path: "spec.template.spec.nodeSelector.disk",
        value: "ssd",
      },
      {
        source: "shop/dump/nodes.json",
        line: 731,
        object: object("v1", "Node", "worker-3"),
        path: "metadata.labels.disk",
        value: "ssd",
      },
      {
        source: "shop/dump/nodes.json",
        line: 902,
        object: object("v1", "Node", "worker-4"),
        path: "metadata.labels.disk",
        value: "ssd",
      },
    ],
  }),
  finding("scheduling/node-pinned", {
    title: "Pinned to one node by name",
    verdict: "breaks",
    states: statesFrom("cluster-api-rolling"),
    subject: object("apps/v1", "StatefulSet", "media", "shop"),
    owner: { kind: "argo-cd", name: "Application argocd/shop" },
    message:
      "StatefulSet shop/media runs only on worker-3 (kubernetes.io/hostname). That node is replaced under another name, and its pod stays Pending.",
    remedy: "Take the selector away, or select a label that the node group declares.",
    evidence: [
      {
        source: "shop/media.yaml",
        line: 33,
        path: 'spec.template.spec.nodeSelector["kubernetes.io/hostname"]',
        value: "worker-3",
      },
    ],
  }),
  finding("scheduling/capacity", {
    title: "Room for the pods is not known",
    verdict: "unknown",
    states: WHILE_ROLLING,
    subject: object("apps/v1", "Deployment", "recommendations", "shop"),
    message:
      "Deployment shop/recommendations requests no memory, so whether its pods fit while a node is drained cannot be computed.",
    remedy: "Give its containers memory requests.",
    evidence: [
      {
        source: "shop/recommendations.yaml",
        line: 21,
        path: "spec.template.spec.containers[0].resources",
        value: "{}",
      },
    ],
  }),
  finding("scheduling/single-replica", {
    title: "Away while its only pod moves",
    verdict: "advice",
    states: WHILE_ROLLING,
    subject: object("apps/v1", "Deployment", "mailer", "shop"),
    owner: { kind: "helm", name: "release shop in namespace shop" },
    message:
      "Deployment shop/mailer runs one pod; it is away for as long as that pod takes to start elsewhere, twice.",
    remedy: "Run two replicas while nodes are replaced.",
    evidence: [{ source: "shop/mailer.yaml", line: 9, path: "spec.replicas", value: "1" }],
  }),
  finding("scheduling/single-replica", {
    title: "Away while its only pod moves",
    verdict: "advice",
    states: WHILE_ROLLING,
    subject: object("apps/v1", "Deployment", "build-cache", "ci"),
    owner: { kind: "flux", name: "Kustomization flux-system/ci" },
    message:
      "Deployment ci/build-cache runs one pod; it is away for as long as that pod takes to start elsewhere, twice.",
    remedy: "Run two replicas while nodes are replaced.",
    evidence: [{ source: "shop/ci/build-cache.yaml", line: 9, path: "spec.replicas", value: "1" }],
    suppressed: { reason: "Builds may wait for a minute.", expires: "2027-01-31" },
  }),
];
