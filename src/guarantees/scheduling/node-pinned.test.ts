import { describe, expect, it } from "vitest";
import { breachesOf, found, workload } from "./testing.ts";

const cause = "node-pinned";
const main = "containers: [{ name: main }]";
const web = (spec: string) => workload("web", { replicas: 1, spec: `${spec}\n${main}` });
const hostname = (operator: string, kind = "required") => {
  const expression = `{ matchExpressions: [{ key: kubernetes.io/hostname, operator: ${operator}, values: [worker-1] }] }`;
  return kind === "required"
    ? `affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [${expression}] } } }`
    : `affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: ${expression} }] } }`;
};
const barePod = (uid: string) => `---
apiVersion: v1
kind: Pod
metadata: { namespace: shop, name: tool, ${uid} labels: { app: tool } }
spec: { nodeName: worker-1, ${main} }
status: { phase: Running }
`;

describe(cause, () => {
  it.each([
    ["nodeName in a template", "nodeName: worker-1", "breaks"],
    ["a nodeSelector on the host's name", "nodeSelector: { kubernetes.io/hostname: worker-1 }", "breaks"],
    ["an affinity to the host's name", hostname("In"), "breaks"],
    ["a wish for a host", hostname("In", "preferred"), "advice"],
  ])("%s", (_, spec, verdict) => {
    expect(found(cause, web(spec))).toEqual([`${verdict} Deployment shop/web`]);
    expect(found(cause, web(spec), { state: "rolled" })).toEqual([`${verdict} Deployment shop/web`]);
    expect(found(cause, web(spec), { state: "before" })).toEqual([]);
  });

  it.each([
    ["keeping away from a host that goes", hostname("NotIn")],
    [
      "a spread over hosts",
      "topologySpreadConstraints: [{ maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule }]",
    ],
    ["nodeName of no node", "nodeName: worker-9"],
    ["no rule at all", ""],
    ["a host that is not there today either", "nodeSelector: { kubernetes.io/hostname: worker-9 }"],
  ])("not %s", (_, spec) => {
    expect(found(cause, web(spec))).toEqual([]);
  });

  it("does not know where no node was read", () => {
    const roll = { from: [], to: [], surge: 1, replaced: true };
    const setting = { nodes: [], state: "before" as const, change: { roll } };
    for (const spec of ["nodeName: worker-1", "nodeSelector: { kubernetes.io/hostname: worker-1 }"]) {
      expect(found(cause, web(spec), setting)).toEqual(["unknown Deployment shop/web"]);
    }
  });

  it("tells a bare pod's manifest from a pod that the scheduler placed", () => {
    expect(found(cause, barePod(""))).toEqual(["breaks Pod shop/tool"]);
    expect(found(cause, barePod("uid: u,"))).toEqual([]);
  });

  it("is not taken in by what a DaemonSet-like controller writes into each pod", () => {
    const expression = "{ matchFields: [{ key: metadata.name, operator: In, values: [worker-1] }] }";
    const pod = `---
apiVersion: v1
kind: Pod
metadata:
  namespace: shop
  name: agent-x
  uid: x
  labels: { app: agent }
  ownerReferences: [{ apiVersion: apps.kruise.io/v1alpha1, kind: DaemonSet, name: agent, uid: u, controller: true }]
spec:
  nodeName: worker-1
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [${expression}] } } }
  ${main}
status: { phase: Running }
`;
    expect(found(cause, pod)).toEqual([]);
  });

  it("cites the field in a cron job's template", () => {
    const job = workload("nightly", { kind: "CronJob", spec: `nodeName: worker-1\n${main}` });
    expect(breachesOf(cause, job)[0]?.evidence[0]).toMatchObject({
      path: ["spec", "jobTemplate", "spec", "template", "spec", "nodeName"],
      value: "worker-1",
    });
  });
});
