import { loadAll } from "js-yaml";
import { expect, it } from "vitest";
import { assess } from "../../src/assess.ts";
import { loadProfile } from "../../src/config/profiles.ts";
import { dnsResolution } from "../../src/guarantees/dns-resolution/dns-resolution.ts";
import { manifests, testNode, testWorld } from "../../src/guarantees/testing.ts";
import { planRepairs } from "../../src/network/repair/plan-repairs.ts";
import type { RepairForm } from "../../src/network/repair/repair.ts";
import { createCollector } from "../../src/observe/collector.ts";
import type { KubeObject } from "../../src/world/resource.ts";

/** The policies of the provider's documentation, repaired, in every state of the move. */

const CLUSTER = `
apiVersion: v1
kind: Service
metadata: { name: coredns, namespace: kube-system, labels: { k8s-app: kube-dns } }
spec:
  clusterIP: 10.233.0.3
  selector: { k8s-app: kube-dns }
  ports: [{ name: dns, port: 53, protocol: UDP }, { name: dns-tcp, port: 53, protocol: TCP }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: coredns, namespace: kube-system }
spec:
  replicas: 2
  template: { metadata: { labels: { k8s-app: kube-dns } }, spec: { dnsPolicy: Default, containers: [{ name: coredns }] } }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: nodelocaldns, namespace: kube-system }
spec:
  template: { metadata: { labels: { k8s-app: nodelocaldns } }, spec: { hostNetwork: true, dnsPolicy: Default, containers: [{ name: node-cache }] } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { replicas: 2, template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web }] } } }
`;

const policy = (peers: string) => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: allow-dns-access, namespace: shop }
spec:
  podSelector: {}
  egress:
    - ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
      to: [${peers}]
  policyTypes: [Egress]
`;
const CACHE = "{ ipBlock: { cidr: 169.254.25.10/32 } }";
const OWN = "{ podSelector: { matchLabels: { k8s-app: kube-dns } } }";

/** The states in which a pod loses its names, by what dns-resolution says of the policy. */
async function statesWithout(objects: readonly KubeObject[]): Promise<readonly string[]> {
  const collector = createCollector();
  const nodes = ["a", "b"].map((name) => testNode(name, { internalIP: `10.128.0.1${name === "a" ? 1 : 2}` }));
  for (const object of [...nodes.map(({ resource }) => resource.object), ...objects]) {
    collector.add(object, { kind: "snapshot", source: "test" });
  }
  const { findings } = await assess(collector.finish(["test"], { assumeComplete: true }), {
    profile: await loadProfile("elastx-caas-v2"),
    clusterVersion: "1.25",
    today: "2024-03-05",
    guarantees: [dnsResolution],
  });
  return findings
    .filter(({ subject }) => subject.kind === "NetworkPolicy")
    .flatMap(({ verdicts }) => Object.entries(verdicts))
    .filter(([, verdict]) => verdict !== "advice")
    .map(([state]) => state);
}

function repaired(text: string, form: RepairForm): readonly KubeObject[] {
  const { repairs } = planRepairs(testWorld(text), { resolver: "169.254.25.10", form });
  return manifests(text).map(
    (object) => repairs.find(({ policy: own }) => own.ref.name === object.metadata.name)?.repaired ?? object,
  );
}

it.each([
  ["for the cache alone", CACHE],
  ["of the transition", `${CACHE}, ${OWN}`],
])("the policy %s loses names as it is, in no state by the transition form", async (_, peers) => {
  const text = `${CLUSTER}\n---\n${policy(peers)}`;
  expect(loadAll(text).length).toBe(5);
  expect(await statesWithout(manifests(text))).toEqual(expect.arrayContaining(["upgraded", "settled"]));
  expect(await statesWithout(repaired(text, "transition"))).toEqual([]);
});

it.each([
  ["for the cache alone", CACHE],
  ["of the transition", `${CACHE}, ${OWN}`],
])("the policy %s loses no name after the upgrade by the final form", async (_, peers) => {
  const lost = await statesWithout(repaired(`${CLUSTER}\n---\n${policy(peers)}`, "final"));
  expect(lost).not.toContain("upgraded");
  expect(lost).not.toContain("settled");
});
