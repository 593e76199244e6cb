import { testNode, testWorld } from "../../guarantees/testing.ts";
import { type Answer, answersOf } from "../testing/answers.ts";
import type { NetworkOptions } from "../view.ts";

/** The cluster most statements are shown on. */

const PODS = [
  ["a", "web", "10.0.0.1", "worker-1"],
  ["a", "api", "10.0.0.2", "worker-1"],
  ["b", "web", "10.1.0.1", "worker-2"],
  ["kube-system", "kube-dns", "10.2.0.1", "worker-2"],
] as const;
export const NODES = [
  testNode("worker-1", { internalIP: "192.0.2.1" }),
  testNode("worker-2", { internalIP: "192.0.2.2" }),
];

export const CLUSTER = PODS.map(
  ([namespace, name, ip, node]) => `
apiVersion: v1
kind: Pod
metadata: { namespace: ${namespace}, name: ${name}, labels: { app: ${name}, k8s-app: ${name} } }
spec:
  nodeName: ${node}
  containers: [{ name: c, ports: [{ name: http, containerPort: ${name === "web" ? 80 : 8080} }] }]
status: { podIP: ${ip} }
`,
).join("---");
export const HOST_POD = `
apiVersion: v1
kind: Pod
metadata: { namespace: a, name: agent, labels: { app: agent } }
spec: { hostNetwork: true, nodeName: worker-2, containers: [{ name: c }] }
status: { podIP: 192.0.2.2 }
`;

/** The cluster with policies: `namespace: spec`, a spec in YAML's flow style. */
export function ask(policies: readonly string[], options: Partial<NetworkOptions> = {}, more = "") {
  const yaml = [CLUSTER, ...(more === "" ? [] : [more]), policiesYaml(policies)].join("---");
  return answersOf(testWorld(yaml, { nodes: NODES }), options).ask;
}

export function policiesYaml(policies: readonly string[]): string {
  return policies
    .map((text, index) => {
      const colon = text.indexOf(":");
      return `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { namespace: ${text.slice(0, colon)}, name: p${index} }
spec: ${text.slice(colon + 1)}
`;
    })
    .join("---");
}

/** Answers to `from > to port`, in order. */
export function answers(asked: ReturnType<typeof ask>, ...lines: readonly string[]): Answer[] {
  return lines.map((line) => {
    const [from = "", , to = "", port = "80/TCP"] = line.split(" ");
    return asked(from, to, port);
  });
}
