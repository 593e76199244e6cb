import { loadProfile } from "../../config/profiles.ts";
import { objectMatcher } from "../../platforms/patterns.ts";
import type { Profile } from "../../platforms/profile.ts";
import type { Finding, State } from "../../simulate/proof.ts";
import { prove } from "../../simulate/prove.ts";
import { simulateRoute } from "../../simulate/route.ts";
import { knownAddresses, scanAddresses } from "../../world/addresses/scan.ts";
import type { World } from "../../world/world.ts";
import type { JudgeContext } from "../guarantee.ts";
import { testContext, testWorld } from "../testing.ts";
import { dnsResolution } from "./dns-resolution.ts";

/** Small clusters taken over the whole route of the provider's profile. */

export const profile: Profile = await loadProfile("elastx-caas-v2");

export function contextOf(before: World, states: readonly State[], target = 26): JudgeContext {
  const mentions = scanAddresses(
    [...before.objects.all()],
    knownAddresses(before, profile.source.resolver),
    objectMatcher(profile.source.owned),
  );
  const ids = states.map(({ id }) => id);
  return { ...testContext({ profile, target, mentions, states: ids }), on: "2024-03-05" };
}

export function route(yaml: string | World, target = 26): readonly Finding[] {
  const world = typeof yaml === "string" ? testWorld(yaml) : yaml;
  const states = simulateRoute(world, profile, { target });
  return prove(states, [dnsResolution], contextOf(world, states, target)).findings;
}

/** `cause verdict Kind ns/name @state: ...` for each finding but what was not read. */
export function found(yaml: string | World, target = 26): string[] {
  return route(yaml, target)
    .filter(({ cause }) => cause !== "not-read")
    .map(({ cause, verdict, subject, verdicts }) => {
      const name = subject.namespace === undefined ? subject.name : `${subject.namespace}/${subject.name}`;
      return `${cause} ${verdict} ${subject.kind} ${name} @ ${Object.keys(verdicts).join(" ")}`;
    });
}

/** The states in which new nodes give pods CoreDNS. */
export const NEW = "upgrade-rolling upgraded settled";

export const CALICO = `
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { namespace: kube-system, name: calico-node }
spec: { selector: {}, template: { metadata: { labels: { k8s-app: calico-node } }, spec: { hostNetwork: true, containers: [] } } }
`;
export const CILIUM = CALICO.replaceAll("calico-node", "cilium");

export const CORE_DNS = `
---
apiVersion: v1
kind: Service
metadata: { namespace: kube-system, name: coredns }
spec:
  clusterIP: 10.233.0.3
  selector: { k8s-app: kube-dns }
  ports:
    - { name: dns, port: 53, protocol: UDP }
    - { name: dns-tcp, port: 53, protocol: TCP }
---
apiVersion: apps/v1
kind: Deployment
metadata: { namespace: kube-system, name: coredns }
spec:
  replicas: 2
  selector: { matchLabels: { k8s-app: kube-dns } }
  template:
    metadata: { labels: { k8s-app: kube-dns } }
    spec:
      dnsPolicy: Default
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector: { matchLabels: { k8s-app: kube-dns } }
      containers: [{ name: coredns, ports: [{ name: dns, containerPort: 53, protocol: UDP }] }]
`;

/** A Deployment whose pods have these extra fields in their spec. */
export function app(namespace: string, name = "web", spec = "{}"): string {
  return `
---
apiVersion: apps/v1
kind: Deployment
metadata: { namespace: ${namespace}, name: ${name} }
spec:
  replicas: 1
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: ${spec === "{}" ? "{ containers: [] }" : spec}
`;
}

/** A NetworkPolicy of this spec (flow style). */
export function policy(namespace: string, name: string, spec: string): string {
  return `
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { namespace: ${namespace}, name: ${name} }
spec: ${spec}
`;
}
