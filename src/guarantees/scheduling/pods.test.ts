import { describe, expect, it } from "vitest";
import { testNode } from "../testing.ts";
import { breachesOf, budget, found, runningPod, workload } from "./testing.ts";

const pod = (more: string, spec = "") => `---
apiVersion: v1
kind: Pod
metadata: { namespace: shop, name: tool${more} }
spec: { containers: [{ name: main }]${spec} }
`;

describe("uncontrolled-pod", () => {
  const cause = "uncontrolled-pod";

  it.each([
    ["that is meant to run on", "", "breaks"],
    ["that ends by itself", ", restartPolicy: Never", "unknown"],
    ["that is retried until it ends", ", restartPolicy: OnFailure", "unknown"],
  ])("finds a bare pod %s", (_, spec, verdict) => {
    expect(found(cause, pod("", spec))).toEqual([`${verdict} Pod shop/tool`]);
    expect(found(cause, pod("", spec), { state: "rolled" })).toEqual([`${verdict} Pod shop/tool`]);
    expect(found(cause, pod("", spec), { state: "before" })).toEqual([]);
  });

  it.each([
    ["static pods", pod(", annotations: { kubernetes.io/config.mirror: abc }")],
    [
      "pods of a controller nobody read",
      pod(
        ", ownerReferences: [{ apiVersion: db.example.com/v1, kind: Database, name: db, uid: u, controller: true }]",
      ),
    ],
    ["pods that have ended", `${pod("")}status: { phase: Succeeded }\n`],
    ["workloads", workload("web", { replicas: 1 })],
  ])("not %s", (_, yaml) => {
    expect(found(cause, yaml)).toEqual([]);
  });
});

describe("short-interruption", () => {
  const cause = "short-interruption";

  it("advises on one replica", () => {
    const [breach] = breachesOf(cause, workload("web", { replicas: 1 }));
    expect(breach).toMatchObject({ verdict: "advice", subject: { kind: "Deployment", name: "web" } });
    expect(breach?.evidence[0]).toMatchObject({ path: ["spec", "replicas"], value: "1" });
  });

  it("advises where all pods are on one node", () => {
    const pods = runningPod("web", "web-1-a") + runningPod("web", "web-1-b");
    const [breach] = breachesOf(cause, workload("web", { replicas: 2 }) + pods);
    expect(breach?.message).toContain("Deployment shop/web has all its 2 pods on worker-1");
  });

  it("advises where all pods can be on one node only", () => {
    const nodes = [testNode("worker-1", { labels: { pool: "a" } }), testNode("worker-2")];
    const spec = "nodeSelector: { pool: a }\ncontainers: [{ name: main }]";
    expect(found(cause, workload("web", { replicas: 2, spec }), { nodes })).toEqual([
      "advice Deployment shop/web",
    ]);
  });

  it.each([
    ["two replicas", workload("web", { replicas: 2 })],
    ["a DaemonSet", workload("web", { kind: "DaemonSet" })],
    ["a job", workload("web", { kind: "Job" })],
    ["a cron job", workload("web", { kind: "CronJob" })],
    ["a bare pod, which never comes back", pod("")],
    [
      "one whose budget never lets it go",
      workload("web", { replicas: 1 }) + budget("web", "maxUnavailable: 0"),
    ],
    [
      "pods on two nodes",
      workload("web", { replicas: 2 }) +
        runningPod("web", "web-1-a") +
        runningPod("web", "web-1-b", { node: "worker-2" }),
    ],
  ])("not for %s", (_, yaml) => {
    expect(found(cause, yaml)).toEqual([]);
  });
});
