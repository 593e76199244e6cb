import type { AssessmentFinding } from "../assessment.ts";
import { shopScheduling } from "./scheduling.ts";
import { finding, object } from "./shape.ts";
import { statesFrom } from "./states.ts";

const HPA_NAMES = ["web", "search", "cart", "checkout", "recommendations", "images", "mailer"];

const apiVersions: AssessmentFinding[] = [
  ...HPA_NAMES.map((name, index) =>
    finding("api-versions/removed-api", {
      title: "API version that the target no longer serves",
      verdict: "breaks",
      states: statesFrom("upgrade-rolling"),
      subject: object("autoscaling/v2beta2", "HorizontalPodAutoscaler", name, "shop"),
      owner: { kind: "helm", name: "release shop in namespace shop" },
      message: `HorizontalPodAutoscaler shop/${name} is applied as autoscaling/v2beta2, which Kubernetes 1.26 no longer serves: the next apply of it fails.`,
      remedy: "Write it as autoscaling/v2 (served since 1.23) wherever it is applied from.",
      evidence: [
        {
          source: "shop/autoscalers.yaml",
          line: 1 + index * 19,
          path: "apiVersion",
          value: "autoscaling/v2beta2",
          excerpt: {
            firstLine: 1 + index * 19,
            lines: [
              "apiVersion: autoscaling/v2beta2",
              "kind: HorizontalPodAutoscaler",
              "metadata:",
              `  name: ${name}`,
            ],
            highlight: 0,
          },
        },
      ],
    }),
  ),
  {
    ...finding("api-versions/not-read", {
      title: "Not everything it is judged by could be read",
      verdict: "unknown",
      states: statesFrom("cluster-api-rolling"),
      subject: object("replatform.io/v1alpha1", "Cluster", "cluster"),
      message:
        "What could not be read leaves this open. Secret (absent: the sources hold no object of this kind): what Helm releases would apply again would not be seen; shop/legacy/old-importer.yaml:41 (unreadable: not YAML: bad indentation of a mapping entry).",
      remedy:
        "Give the missing evidence (see the coverage): read the cluster live or from a snapshot, or mend what is unreadable.",
      evidence: [],
    }),
    docs: "docs/findings/not-read.md",
  },
];

const dataDurability: AssessmentFinding[] = [
  finding("data-durability/host-path", {
    title: "Data on the node's own disk",
    verdict: "breaks",
    states: statesFrom("cluster-api-rolling"),
    subject: object("apps/v1", "Deployment", "thumbnails", "shop"),
    owner: { kind: "argo-cd", name: "Application argocd/shop" },
    message:
      "Deployment shop/thumbnails keeps /srv/thumbs on the node itself (hostPath). Every node is replaced once, and what stands on it goes with it.",
    remedy: "Move the data to a PersistentVolumeClaim before the nodes are replaced.",
    evidence: [
      {
        source: "shop/thumbnails.yaml",
        line: 38,
        path: "spec.template.spec.volumes[0].hostPath.path",
        value: "/srv/thumbs",
        excerpt: {
          firstLine: 35,
          lines: [
            "      volumes:",
            "        - name: thumbs",
            "          hostPath:",
            "            path: /srv/thumbs",
            "            type: DirectoryOrCreate",
          ],
          highlight: 3,
        },
      },
    ],
  }),
  finding("data-durability/storage-class-gone", {
    title: "StorageClass that the target does not have",
    verdict: "breaks",
    states: statesFrom("upgraded"),
    subject: object("apps/v1", "StatefulSet", "orders-db", "shop"),
    owner: { kind: "helm", name: "release orders in namespace shop" },
    message:
      "StatefulSet shop/orders-db asks for StorageClass 4k, which is removed in 1.26: volumes that exist stay, a new replica would wait for its volume for ever.",
    remedy: "Change the claim template to v1-dynamic-40, which exists on both platforms.",
    evidence: [
      {
        source: "shop/orders.yaml",
        line: 112,
        path: "spec.volumeClaimTemplates[0].spec.storageClassName",
        value: "4k",
      },
    ],
  }),
  finding("data-durability/empty-dir-state", {
    title: "State in an emptyDir",
    verdict: "advice",
    states: statesFrom("cluster-api-rolling"),
    subject: object("apps/v1", "StatefulSet", "session-cache", "shop"),
    owner: { kind: "kubectl", name: "kubectl-client-side-apply" },
    message:
      "StatefulSet shop/session-cache writes an append-only file to an emptyDir, which is emptied when its pod moves.",
    remedy: "Make sure that losing the sessions twice is acceptable, or give it a claim.",
    evidence: [
      {
        source: "shop/session-cache.yaml",
        line: 61,
        path: "spec.template.spec.volumes[0].emptyDir",
        value: "{}",
      },
      {
        source: "shop/session-cache.yaml",
        line: 29,
        path: "spec.template.spec.containers[0].args[3]",
        value: "--appendonly yes",
      },
    ],
  }),
];

const egressAddress: AssessmentFinding[] = [
  finding("egress-address/floating-ip-removed", {
    title: "Someone may admit the nodes' floating IPs",
    verdict: "unknown",
    states: statesFrom("cluster-api-rolling"),
    subject: object("v1", "ConfigMap", "psp-client", "payments"),
    message:
      "ConfigMap payments/psp-client names 203.0.113.21, the floating IP of worker-1, which the cluster will no longer send from. Whether the payment provider admits that address only cannot be read from the cluster.",
    remedy:
      "Ask whoever runs psp.example.com; if they do, wait until the target supports floating IPs on nodes.",
    evidence: [
      {
        source: "shop/payments/psp.yaml",
        line: 9,
        path: 'data["psp.properties"]',
        value: "egress.allowlisted=203.0.113.21",
      },
      {
        source: "shop/dump/nodes.json",
        line: 388,
        object: object("v1", "Node", "worker-1"),
        path: "status.addresses[1].address",
        value: "203.0.113.21",
        note: "ExternalIP",
      },
    ],
  }),
];

const apiAccess: AssessmentFinding[] = [
  finding("api-access/control-plane-address", {
    title: "Control-plane node named by address",
    verdict: "breaks",
    states: statesFrom("cluster-api-rolling"),
    // The address may go at any moment of the roll, and is gone at its end.
    verdicts: {
      "cluster-api-rolling": "unknown",
      ...Object.fromEntries(statesFrom("cluster-api").map((state) => [state, "breaks" as const])),
    },
    subject: object("v1", "ConfigMap", "runner-kubeconfig", "ci"),
    owner: { kind: "flux", name: "Kustomization flux-system/ci" },
    message:
      "ConfigMap ci/runner-kubeconfig sends its clients to https://203.0.113.10:6443, the floating IP of master-1, which is removed: builds can no longer deploy.",
    remedy:
      "Point it at the API's load balancer once the provider names it; inside the cluster use https://kubernetes.default.svc.",
    evidence: [
      {
        source: "shop/ci/runner.yaml",
        line: 23,
        path: 'data["kubeconfig.yaml"]',
        value: "https://203.0.113.10:6443",
        note: "cluster shop in the kubeconfig",
        excerpt: {
          firstLine: 20,
          lines: [
            "    clusters:",
            "      - name: shop",
            "        cluster:",
            "          server: https://203.0.113.10:6443",
            "          certificate-authority-data: (redacted)",
          ],
          highlight: 3,
        },
      },
    ],
  }),
  finding("api-access/control-plane-address", {
    title: "Control-plane node named by address",
    verdict: "breaks",
    states: statesFrom("cluster-api"),
    subject: object("apps/v1", "Deployment", "deploy-bot", "ci"),
    owner: { kind: "flux", name: "Kustomization flux-system/ci" },
    message:
      "Deployment ci/deploy-bot is started with --server=https://10.128.0.11:6443, the internal address of master-2, which is replaced: it can no longer deploy.",
    remedy: "Leave --server out, so that the bot uses its service account's kubernetes.default.svc.",
    evidence: [
      {
        source: "shop/ci/deploy-bot.yaml",
        line: 31,
        path: "spec.template.spec.containers[0].args[0]",
        value: "--server=https://10.128.0.11:6443",
      },
    ],
  }),
  finding("api-access/allow-list-unknown", {
    title: "Who may reach the API from outside is not known",
    verdict: "unknown",
    states: ["cluster-api-rolling"],
    subject: object("v1", "Node", "master-1"),
    message:
      "The security groups in front of the control-plane nodes are not in the sources, so whether the new load balancer admits the same clients is not known.",
    remedy: "Send the provider the address ranges that use the API, and ask when allow-lists are supported.",
    evidence: [],
  }),
];

export const shopFindings: AssessmentFinding[] = [
  ...shopScheduling,
  ...dataDurability,
  ...apiVersions,
  ...apiAccess,
  ...egressAddress,
];
