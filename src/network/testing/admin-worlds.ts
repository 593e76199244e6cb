import fc from "fast-check";
import type { KubeObject } from "../../world/resource.ts";
import {
  BLOCKS,
  policyObject,
  policySpec,
  protocol,
  type SmallWorld,
  selector,
  smallWorld,
  someNamespace,
} from "./small-worlds.ts";

/** Random small clusters with the policies of policy.networking.k8s.io around NetworkPolicies. */

const pods = fc.oneof(
  fc.record({ namespaces: selector }),
  fc.record({ pods: fc.record({ namespaceSelector: selector, podSelector: selector }) }),
);
const hosts = fc.oneof(
  fc.record({ nodes: fc.constantFrom<object>({}, { matchLabels: { app: "x" } }) }),
  fc.record({ networks: fc.uniqueArray(fc.constantFrom(...BLOCKS), { minLength: 1, maxLength: 2 }) }),
);
const named = fc.constant({ domainNames: ["*.example.org"] });
const number = fc.constantFrom(79, 80, 8080);
const name = fc.constantFrom("http", "dns");
const oldPort = fc.oneof(
  fc.record({ portNumber: fc.record({ protocol, port: number }) }),
  fc.record({
    portRange: fc.record({ protocol, start: fc.constantFrom(1, 79), end: fc.constantFrom(80, 8079) }),
  }),
  fc.record({ namedPort: name }),
);
const newPort = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("tcp", "udp", "sctp"),
      fc.constantFrom<object>(
        {},
        { destinationPort: { number: 80 } },
        { destinationPort: { range: { start: 1, end: 79 } } },
      ),
    )
    .map(([key, attributes]) => ({ [key]: attributes })),
  fc.record({ destinationNamedPort: name }),
);

function rules(direction: "ingress" | "egress", old: boolean, withDoubt: boolean) {
  const peer =
    direction === "ingress" ? pods : withDoubt ? fc.oneof(pods, hosts, named) : fc.oneof(pods, hosts);
  const port: fc.Arbitrary<object> = old ? oldPort : newPort;
  const ports = fc.array(port, { minLength: 1, maxLength: 2 });
  const rule = fc
    .tuple(
      fc.constantFrom(old ? "Allow" : "Accept", "Deny", "Pass"),
      fc.array(peer, { minLength: 1, maxLength: 2 }),
      fc.option(ports, { nil: undefined }),
    )
    .map(([action, peers, own]) => ({
      action,
      [direction === "ingress" ? "from" : "to"]: peers,
      ...(own === undefined ? {} : { [old ? "ports" : "protocols"]: own }),
    }));
  return fc.array(rule, { minLength: 1, maxLength: 3 });
}

const KINDS = ["AdminNetworkPolicy", "BaselineAdminNetworkPolicy", "ClusterNetworkPolicy"] as const;

/** `withDoubt`: with domain names, and policies of equal priority. */
export function adminWorld(withDoubt: boolean): fc.Arbitrary<SmallWorld> {
  const policy = fc.constantFrom(...KINDS).chain((kind) => {
    const old = kind !== "ClusterNetworkPolicy";
    return fc
      .tuple(
        pods,
        rules("ingress", old, withDoubt),
        rules("egress", old, withDoubt),
        fc.constantFrom("Admin", "Baseline"),
        fc.nat(withDoubt ? 1 : 1000),
      )
      .map(([subject, ingress, egress, tier, priority]) => (index: number): KubeObject => {
        const rank = withDoubt ? priority : (priority * 4 + index) % 1000;
        const place = old ? { priority: rank } : { tier, priority: rank };
        const spec = { subject, ingress, egress, ...(kind === "BaselineAdminNetworkPolicy" ? {} : place) };
        const version = old ? "v1alpha1" : "v1alpha2";
        const metadata = { name: `x${index}` };
        return JSON.parse(
          JSON.stringify({ apiVersion: `policy.networking.k8s.io/${version}`, kind, metadata, spec }),
        ) as KubeObject;
      });
  });
  const plain = fc.tuple(someNamespace, policySpec);
  return fc
    .tuple(smallWorld, fc.array(policy, { minLength: 1, maxLength: 4 }), fc.array(plain, { maxLength: 2 }))
    .map(([base, policies, network]) => {
      const all = policies.map((make, index) => make(index));
      // The API knows a single baseline policy; one of equal rank beside it would be a tie.
      const kept = withDoubt ? all : withoutTies(all);
      const plainOnes = network.map(([namespace, spec], index) => policyObject(namespace, `n${index}`, spec));
      return { ...base, policies: [...kept, ...plainOnes] };
    });
}

function withoutTies(policies: readonly KubeObject[]): KubeObject[] {
  const seen = new Set<string>();
  return policies.filter(({ kind, spec }) => {
    const { tier, priority } = spec as { tier?: string; priority?: number };
    const key = `${kind === "BaselineAdminNetworkPolicy" || tier === "Baseline"} ${priority ?? 0}`;
    const fresh = !seen.has(key);
    seen.add(key);
    return fresh;
  });
}
