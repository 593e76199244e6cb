import { expect, it } from "vitest";
import { simulateRoute } from "../../simulate/route.ts";
import { testWorld } from "../testing.ts";
import { dnsResolution } from "./dns-resolution.ts";
import { CALICO, CILIUM, CORE_DNS, contextOf, profile } from "./testing.ts";

const NODES = ["a", "b"]
  .map(
    (name, index) => `---
apiVersion: v1
kind: Node
metadata: { name: ${name}, labels: { kubernetes.io/hostname: ${name}, pool: x${index} } }
status: { addresses: [{ type: InternalIP, address: 10.0.0.${index + 1} }] }
`,
  )
  .join("");
/** On the host's network a pod is its node, which the policies for CoreDNS may admit by its address. */
const PODS = `---
apiVersion: apps/v1
kind: Deployment
metadata: { namespace: shop, name: web }
spec: { replicas: 2, selector: {}, template: { metadata: { labels: { app: web } }, spec: { containers: [] } } }
---
apiVersion: v1
kind: Pod
metadata: { namespace: shop, name: agent, labels: { app: agent } }
spec: { hostNetwork: true, dnsPolicy: ClusterFirstWithHostNet, nodeName: a, containers: [] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { namespace: shop, name: names }
spec: { podSelector: {}, policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: 169.254.25.10/32 } }] }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { namespace: kube-system, name: core-dns }
spec:
  podSelector: { matchLabels: { k8s-app: kube-dns } }
  policyTypes: [Ingress]
  ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.9/32 } }, { namespaceSelector: {} }] }]
`;

it.each([
  ["Calico", CALICO],
  ["Cilium", CILIUM],
])("says of every state with %s what it says of that state alone", (_name, plugin) => {
  const before = testWorld(CORE_DNS + plugin + NODES + PODS);
  const states = simulateRoute(before, profile, { target: 27 });
  const context = contextOf(before, states, 27);
  let breaches = 0;
  for (const { world } of states) {
    const remembered = dnsResolution.judge(before, world, context);
    const alone = dnsResolution.judge(before, { ...world, workloads: [...world.workloads] }, context);
    expect(remembered).toEqual(alone);
    breaches += remembered.length;
  }
  expect(breaches).toBeGreaterThan(2);
});
