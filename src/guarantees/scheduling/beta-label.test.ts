import { describe, expect, it } from "vitest";
import { testNode } from "../testing.ts";
import { breachesOf, found, workload } from "./testing.ts";

const cause = "beta-label";
const beta = {
  "beta.kubernetes.io/os": "linux",
  "beta.kubernetes.io/instance-type": "v1-c4",
  "failure-domain.beta.kubernetes.io/zone": "nova-1",
};
const nodes = [testNode("worker-1", { labels: beta }), testNode("worker-2", { labels: beta })];
const web = (spec: string) => workload("web", { replicas: 2, spec: `${spec}\ncontainers: [{ name: main }]` });
const spread = (key: string, when = "DoNotSchedule") =>
  `topologySpreadConstraints: [{ maxSkew: 1, topologyKey: ${key}, whenUnsatisfiable: ${when} }]`;

describe(cause, () => {
  it.each([
    ["a zone's old name", spread("failure-domain.beta.kubernetes.io/zone"), "unknown"],
    ["the instance type's", "nodeSelector: { beta.kubernetes.io/instance-type: v1-c4 }", "unknown"],
    ["one that kubelets still set", "nodeSelector: { beta.kubernetes.io/os: linux }", "advice"],
    ["a wish", spread("failure-domain.beta.kubernetes.io/zone", "ScheduleAnyway"), "advice"],
  ])("%s", (_, spec, verdict) => {
    expect(found(cause, web(spec), { nodes })).toEqual([`${verdict} Deployment shop/web`]);
    expect(found(cause, web(spec), { nodes, state: "before" })).toEqual([]);
  });

  it("is no more than advice where new nodes have the label", () => {
    const spec = spread("failure-domain.beta.kubernetes.io/zone");
    expect(found(cause, web(spec), { nodes, keep: ["failure-domain.beta.kubernetes.io/"] })).toEqual([
      "advice Deployment shop/web",
    ]);
  });

  it("names the label that replaced it", () => {
    const [breach] = breachesOf(cause, web("nodeSelector: { beta.kubernetes.io/os: linux }"), { nodes });
    expect(breach?.remedy).toBe(
      "Replace beta.kubernetes.io/os by kubernetes.io/os, which today's nodes and new ones have.",
    );
  });

  it("concludes nothing else from a label that may be there", () => {
    const spec = web("nodeSelector: { failure-domain.beta.kubernetes.io/zone: nova-1 }");
    for (const other of ["label-lost", "no-room", "drain-deadlock"])
      expect(found(other, spec, { nodes })).toEqual([]);
  });

  it("not for today's labels", () => {
    expect(found(cause, web(spread("topology.kubernetes.io/zone")), { nodes })).toEqual([]);
  });
});
