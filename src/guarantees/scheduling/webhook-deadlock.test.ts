import { describe, expect, it } from "vitest";
import { breachesOf, budget, found, runningPod, workload } from "./testing.ts";

const cause = "webhook-deadlock";
const namespace = `---
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { team: shop } }
`;
const service = `---
apiVersion: v1
kind: Service
metadata: { namespace: shop, name: policy }
spec: { selector: { app: policy } }
`;
const PODS = '{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods] }';

function webhook(more = "", rule = PODS, apiVersion = "admissionregistration.k8s.io/v1"): string {
  return `---
apiVersion: ${apiVersion}
kind: ValidatingWebhookConfiguration
metadata: { name: policy }
webhooks:
  - name: policy.example.com
    clientConfig: { service: { namespace: shop, name: policy } }
    rules: [${rule}]
${more
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => `    ${line}\n`)
  .join("")}`;
}

const one = namespace + service + workload("policy", { replicas: 1 });
const two = namespace + service + workload("policy", { replicas: 2 });
const SUBJECT = "ValidatingWebhookConfiguration policy";
const EXCLUDED =
  "namespaceSelector: { matchExpressions: [{ key: kubernetes.io/metadata.name, operator: NotIn, values: [shop, kube-system] }] }";

describe(cause, () => {
  it("finds a webhook whose one pod must admit its own replacement", () => {
    const [breach] = breachesOf(cause, one + webhook());
    expect(breach).toMatchObject({ verdict: "breaks", subject: { kind: "ValidatingWebhookConfiguration" } });
    expect(breach?.message).toContain("every new pod of the cluster");
    expect(found(cause, one + webhook(), { state: "rolled" })).toEqual([]);
  });

  it.each([
    ["its own namespace excluded", one + webhook(EXCLUDED), [`advice ${SUBJECT}`]],
    [
      "its own namespace excluded by the pods' labels",
      one + webhook("objectSelector: { matchLabels: { app: web } }"),
      [`unknown ${SUBJECT}`],
    ],
    ["two replicas", two + webhook(), []],
    ["failurePolicy Ignore", one + webhook("failurePolicy: Ignore"), []],
    [
      "v1beta1, which fails open by default",
      one + webhook("", PODS, "admissionregistration.k8s.io/v1beta1"),
      [],
    ],
    [
      "v1beta1 with Fail",
      one + webhook("failurePolicy: Fail", PODS, "admissionregistration.k8s.io/v1beta1"),
      [`breaks ${SUBJECT}`],
    ],
    [
      "everything asked about",
      one + webhook("", '{ apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: ["*"] }'),
      [`breaks ${SUBJECT}`],
    ],
    [
      "other objects asked about",
      one +
        webhook(
          "",
          "{ apiGroups: [cert-manager.io], apiVersions: [v1], operations: [CREATE], resources: [certificates] }",
        ),
      [`advice ${SUBJECT}`],
    ],
    [
      "pods' deletion asked about",
      one + webhook("", PODS.replace("CREATE", "DELETE")),
      [`advice ${SUBJECT}`],
    ],
    [
      "cluster-scoped objects asked about",
      two + webhook("", PODS.replace("resources:", "scope: Cluster, resources:")),
      [],
    ],
    [
      "everything of one replica, but cluster-scoped",
      one + webhook("", PODS.replace("resources:", "scope: Cluster, resources:")),
      [`advice ${SUBJECT}`],
    ],
    [
      "every resource with its subresources",
      one + webhook("", PODS.replace("[pods]", '["*/*"]')),
      [`breaks ${SUBJECT}`],
    ],
    ["pods' subresources asked about", two + webhook("", PODS.replace("pods", "pods/exec")), []],
    [
      "conditions that may exempt",
      one + webhook("matchConditions: [{ name: a, expression: 'true' }]"),
      [`unknown ${SUBJECT}`],
    ],
    ["nobody behind it", namespace + service + webhook(), [`breaks ${SUBJECT}`]],
    [
      "an address of its own",
      one +
        webhook().replace(
          "{ service: { namespace: shop, name: policy } }",
          "{ url: https://policy.example.com }",
        ),
      [],
    ],
  ])("with %s", (_, yaml, expected) => {
    expect(found(cause, yaml)).toEqual(expected);
  });

  it("does not know whether the Service that was not read is there", () => {
    const unread = { coverage: { entries: [], assumedComplete: false } };
    expect(found(cause, webhook(), { change: unread })).toEqual([`unknown ${SUBJECT}`]);
    expect(found(cause, webhook())).toEqual([`breaks ${SUBJECT}`]);
  });

  it("looks at where two replicas are, and whether a budget keeps one of them", () => {
    const together =
      two + runningPod("policy", "policy-1-a") + runningPod("policy", "policy-1-b") + webhook();
    expect(found(cause, together)).toEqual([`unknown ${SUBJECT}`]);
    expect(found(cause, together + budget("policy", "maxUnavailable: 1"))).toEqual([]);
  });

  it("counts pods that are not ready as not answering", () => {
    const pods =
      runningPod("policy", "policy-1-a") +
      runningPod("policy", "policy-1-b", { node: "worker-2", ready: false });
    expect(found(cause, two + pods + webhook())).toEqual([`breaks ${SUBJECT}`]);
  });
});
