import { testNode, testWorld } from "../../guarantees/testing.ts";
import { parseAddress } from "../../world/addresses/address.ts";
import type { CniName } from "../cni.ts";
import { addressEndpoint, type Endpoint, nodeEndpoint, podEndpoint } from "../endpoint.ts";
import { PolicyIndex } from "../policy-index.ts";
import { hasPort, PortSets, type Protocol } from "../port-set.ts";
import { subjectsOf } from "../subjects.ts";
import { doubts, tracePair } from "../trace.ts";
import { viewOf } from "../view-of.ts";

/**
 * One question after another about a small cluster: `ask("a/x", "b/y:80")` is allowed, denied, or unknown with why.
 * Ends are pods (`namespace/name`), nodes (`node-1`, `node-2`) or addresses; ports are TCP unless `:53/UDP` says so.
 */
export function asker(yaml: string, cni: CniName): (from: string, to: string) => string {
  const nodes = [
    testNode("node-1", { internalIP: "10.128.0.11" }),
    testNode("node-2", { internalIP: "10.128.0.12", labels: { pool: "front" } }),
  ];
  const view = viewOf(testWorld(yaml, { nodes }), { cni });
  const subjects = subjectsOf(view);
  const tools = { index: new PolicyIndex(view), options: view.options, table: new PortSets() };
  const endpoint = (name: string): Endpoint => {
    const pod = subjects.pods.find((one) => `${one.pod.namespace}/${one.pod.name}` === name);
    if (pod !== undefined) return podEndpoint(pod);
    const node = subjects.nodes.find((one) => one.node.name === name);
    if (node !== undefined) return nodeEndpoint(node);
    const address = parseAddress(name);
    if (address === undefined) throw new Error(`${name} is not there`);
    return addressEndpoint(address);
  };
  return (from, to) => {
    const [name = "", where = "80"] = to.split(/:(?=\d+(?:\/\w+)?$)/);
    const [port = "", protocol = "TCP"] = where.split("/");
    const trace = tracePair(endpoint(from), endpoint(name), tools);
    if (hasPort(trace.allowed, protocol as Protocol, Number(port))) return "allowed";
    if (!hasPort(trace.unknown, protocol as Protocol, Number(port))) return "denied";
    return `unknown: ${doubts(trace).join("; ")}`;
  };
}

/** A pod with labels, as YAML. */
export function podYaml(name: string, labels: string, ip: string, more = ""): string {
  const [namespace, own] = name.split("/");
  return `
---
apiVersion: v1
kind: Pod
metadata: {namespace: ${namespace}, name: ${own}, uid: ${own}, labels: {${labels}}}
spec: {nodeName: node-1, ${more === "" ? "" : `${more}, `}containers: [{name: c, ports: [{name: web, containerPort: 8080}]}]}
status: {podIP: ${ip}}
`;
}
