import { describe, expect } from "vitest";
import { testWorld } from "../../guarantees/testing.ts";
import { explain } from "../explain.ts";
import { resolver } from "../resolve.ts";
import { viewOf } from "../view-of.ts";
import { answers, ask, CLUSTER, HOST_POD, NODES } from "./cluster.ts";
import { statement, statementEach } from "./statement.ts";

/** Statements 12 to 16: a pod and itself, nodes, pods on their network, and what hides an address. */
export function hosts(): void {
  statement(12, "a pod is not cut off from itself", () => {
    const view = viewOf(
      testWorld(
        `${CLUSTER}---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { namespace: a, name: shut }
spec: { podSelector: {}, policyTypes: [Ingress, Egress] }
`,
        { nodes: NODES },
      ),
    );
    const web = resolver(view)("a/web");
    if (web.kind === "none") throw new Error(web.reason);
    expect(explain(view, web, web, { protocol: "TCP", port: 80 }).verdict).toBe("allowed");
  });

  describe("13: a pod and its own node", () => {
    const SHUT = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { namespace: a, name: shut }
spec: { podSelector: {}, policyTypes: [Ingress, Egress] }
`;
    const verdict = (from: string, to: string) => {
      const view = viewOf(testWorld([CLUSTER, SHUT].join("---"), { nodes: NODES }));
      const [a, b] = [from, to].map(resolver(view));
      if (a === undefined || b === undefined || a.kind === "none" || b.kind === "none")
        throw new Error("both are there");
      return explain(view, a, b, { protocol: "TCP", port: 80 }).verdict;
    };
    statement(13, "a pod lets its own node in whatever policies say, and other nodes as they say", () => {
      expect([verdict("node worker-1", "a/web"), verdict("node worker-2", "a/web")]).toEqual([
        "allowed",
        "denied",
      ]);
    });
    statement(13, "what it sends to its own node is not let through for that", () => {
      expect(verdict("a/web", "node worker-1")).toBe("denied");
    });
  });

  describe("14: pods on the host's network", () => {
    const byLabel =
      "a: {podSelector: {matchLabels: {app: web}}, ingress: [{from: [{podSelector: {matchLabels: {app: agent}}}]}]}";
    const byNode =
      "a: {podSelector: {matchLabels: {app: web}}, ingress: [{from: [{ipBlock: {cidr: 192.0.2.2/32}}]}]}";
    statement(14, "as nodes, selectors do not see them and blocks see their node's address", () => {
      expect(answers(ask([byLabel], {}, HOST_POD), "a/agent > a/web")).toEqual(["denied"]);
      expect(answers(ask([byNode], {}, HOST_POD), "a/agent > a/web")).toEqual(["allowed"]);
    });
    statement(14, "as nodes, no policy isolates them", () => {
      expect(answers(ask(["a: {podSelector: {}}"], {}, HOST_POD), "b/web > a/agent")).toEqual(["allowed"]);
    });
    statement(14, "as pods, they are pods like any", () => {
      const options = { hostNetwork: "as-pod" } as const;
      expect(answers(ask([byLabel], options, HOST_POD), "a/agent > a/web")).toEqual(["allowed"]);
      expect(answers(ask(["a: {podSelector: {}}"], options, HOST_POD), "b/web > a/agent")).toEqual([
        "denied",
      ]);
    });
  });

  statement(15, "an ipBlock matches addresses of pods, unless the network plugin does not", () => {
    const policy = "b: {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.0/24}}]}]}";
    const lines = ["b/web > a/web", "b/web > 10.0.0.77"] as const;
    expect(answers(ask([policy]), ...lines)).toEqual(["allowed", "allowed"]);
    expect(answers(ask([policy], { ipBlockMatchesPods: false }), ...lines)).toEqual(["denied", "allowed"]);
  });

  describe("16: the address a pod sees", () => {
    const CLIENT = "203.0.113.9";
    const admits = (cidr: string): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { namespace: b, name: entry }
spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: ${cidr} } }] }] }
`;
    const entry = (type: string, policy: string): string => `
apiVersion: v1
kind: Service
metadata: { namespace: b, name: web }
spec: { type: ${type}, externalTrafficPolicy: ${policy}, selector: { app: web }, ports: [{ port: 80 }] }
`;
    const asked = (policy: string, service: string) => {
      const view = viewOf(testWorld([CLUSTER, policy, service].join("---"), { nodes: NODES }));
      const [from, to] = [CLIENT, "service b/web"].map(resolver(view));
      if (from === undefined || to === undefined || from.kind === "none" || to.kind === "none") {
        throw new Error("both are there");
      }
      const { pairs, note } = explain(view, from, to, { protocol: "TCP", port: 80 });
      return { note, pairs: pairs.map((pair) => [...pair.from, pair.verdict]) };
    };
    const CASES = ["NodePort", "LoadBalancer"] as const;
    statementEach(16, CASES, "is the client's with externalTrafficPolicy Local: %s", (type) => {
      const local = entry(type, "Local");
      expect(asked(admits(`${CLIENT}/32`), local)).toEqual({ note: undefined, pairs: [[CLIENT, "allowed"]] });
      expect(asked(admits("192.0.2.0/24"), local).pairs).toEqual([[CLIENT, "denied"]]);
    });
    statementEach(16, CASES, "is a node's with Cluster, which hides the client: %s", (type) => {
      // b/web runs on worker-2, whose own traffic it admits whatever policies say.
      const through = (one: string, other: string) => [
        ["worker-1[Node]", one],
        ["worker-2[Node]", other],
      ];
      const hidden = asked(admits(`${CLIENT}/32`), entry(type, "Cluster"));
      expect(hidden.note).toMatch(/externalTrafficPolicy/);
      expect(hidden.pairs).toEqual(through("denied", "allowed"));
      expect(asked(admits("192.0.2.0/24"), entry(type, "Cluster")).pairs).toEqual(
        through("allowed", "allowed"),
      );
    });
    statement(16, "is the client's own for a Service that is not entered from outside", () => {
      expect(asked(admits(`${CLIENT}/32`), entry("ClusterIP", "Cluster")).pairs).toEqual([
        [CLIENT, "allowed"],
      ]);
    });
  });
}
