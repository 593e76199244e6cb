import fc from "fast-check";
import type { KubeObject } from "../../world/resource.ts";
import {
  BLOCKS,
  KEYS,
  policyObject,
  policySpec,
  type SmallWorld,
  smallWorld,
  someNamespace,
  VALUES,
} from "./small-worlds.ts";

/** Random small clusters with Cilium's policies. */

const sourced = (name: string) => fc.constantFrom(name, `k8s:${name}`, `any:${name}`);
const ownKey = fc.constantFrom(...KEYS).chain(sourced);
const NAMESPACE_LABEL = "io.cilium.k8s.namespace.labels.";
const namespaceLabel = fc.constantFrom(...KEYS).chain((key) => sourced(`${NAMESPACE_LABEL}${key}`));
const value = fc.constantFrom(...VALUES);
const namespaceMatch = fc.oneof(
  fc.tuple(sourced("io.kubernetes.pod.namespace"), someNamespace),
  fc.tuple(namespaceLabel, value),
  fc.tuple(fc.constant(`k8s:${NAMESPACE_LABEL}kubernetes.io/metadata.name`), someNamespace),
);
const expression = fc.oneof(
  fc.record({
    key: ownKey,
    operator: fc.constantFrom("In", "NotIn"),
    values: fc.uniqueArray(value, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    key: fc.oneof(ownKey, namespaceLabel, sourced("io.kubernetes.pod.namespace")),
    operator: fc.constantFrom("Exists", "DoesNotExist"),
  }),
);
const own = fc.array(fc.tuple(ownKey, value), { maxLength: 1 });
const subject = fc.tuple(own, fc.array(expression, { maxLength: 1 })).map(([labels, matchExpressions]) => ({
  matchLabels: Object.fromEntries(labels),
  matchExpressions: matchExpressions.filter(({ key }) => !key.includes("namespace")),
}));
const peer = fc
  .tuple(own, fc.array(namespaceMatch, { maxLength: 1 }), fc.array(expression, { maxLength: 1 }))
  .map(([labels, namespaces, matchExpressions]) => ({
    matchLabels: Object.fromEntries([...labels, ...namespaces]),
    ...(matchExpressions.length === 0 ? {} : { matchExpressions }),
  }));

const cidr = fc.constantFrom(...BLOCKS);
const cidrSet = fc.oneof(
  cidr.map((one) => ({ cidr: one })),
  fc.constant({ cidr: "10.0.0.0/8", except: ["10.0.0.0/24", "10.1.0.0/16"] }),
  fc.constant({ cidr: "0.0.0.0/0", except: ["10.0.0.0/16"] }),
);
const known = fc.constantFrom("all", "world", "world-ipv4", "cluster", "init", "none");
const doubtful = fc.constantFrom("host", "remote-node", "kube-apiserver");

function peersOf(word: "from" | "to", withDoubt: boolean): fc.Arbitrary<object> {
  const sure = [
    fc.array(peer, { minLength: 1, maxLength: 2 }).map((all) => ({ [`${word}Endpoints`]: all })),
    fc.uniqueArray(known, { minLength: 1, maxLength: 2 }).map((all) => ({ [`${word}Entities`]: all })),
    fc.constant({ [`${word}Entities`]: ["host", "remote-node"] }),
    fc.array(cidr, { minLength: 1, maxLength: 2 }).map((all) => ({ [`${word}CIDR`]: all })),
    fc.array(cidrSet, { minLength: 1, maxLength: 2 }).map((all) => ({ [`${word}CIDRSet`]: all })),
    fc.constant({}),
  ];
  if (!withDoubt) return fc.oneof(...sure);
  return fc.oneof(
    ...sure,
    fc
      .uniqueArray(fc.oneof(known, doubtful), { minLength: 1, maxLength: 3 })
      .map((all) => ({ [`${word}Entities`]: all })),
    ...(word === "to"
      ? [
          fc.constant({ toFQDNs: [{ matchName: "example.org" }] }),
          fc.constant({ toServices: [{ k8sService: { serviceName: "s", namespace: "a" } }] }),
        ]
      : []),
  );
}

const port = fc.oneof(
  fc.record(
    {
      port: fc.constantFrom("79", "80", "0", "http", "dns"),
      protocol: fc.constantFrom("TCP", "UDP", "SCTP", "ANY"),
    },
    { requiredKeys: ["port"], noNullPrototype: true },
  ),
  fc.record({
    port: fc.constantFrom("1", "79"),
    endPort: fc.constantFrom(80, 8079, 65535),
    protocol: fc.constantFrom("TCP", "ANY"),
  }),
);
const plainEntry = fc.record({ ports: fc.array(port, { minLength: 1, maxLength: 2 }) });
const inspectedEntry = fc
  .tuple(
    plainEntry,
    fc.constantFrom<object>(
      { rules: { http: [{ method: "GET" }] } },
      { rules: { dns: [{ matchName: "a.b" }] } },
      { serverNames: ["a.b"] },
    ),
  )
  .map(([entry, more]) => ({ ...entry, ...more }));

function rule(word: "from" | "to", withDoubt: boolean): fc.Arbitrary<object> {
  const entry = withDoubt ? fc.oneof(plainEntry, inspectedEntry) : plainEntry;
  const ports = fc.oneof(
    { weight: 2, arbitrary: fc.constant({}) },
    { weight: 3, arbitrary: fc.array(entry, { minLength: 1, maxLength: 2 }).map((toPorts) => ({ toPorts })) },
    { weight: 1, arbitrary: fc.constant({ icmps: [{ fields: [{ type: 8 }] }] }) },
  );
  const more = withDoubt
    ? fc.constantFrom<object>({}, {}, { authentication: { mode: "required" } })
    : fc.constant({});
  return fc
    .tuple(peersOf(word, withDoubt), ports, more)
    .map(([peers, own, rest]) => ({ ...peers, ...own, ...rest }));
}

function spec(withDoubt: boolean) {
  const rules = (word: "from" | "to") => fc.array(rule(word, withDoubt), { maxLength: 2 });
  const direction = fc.boolean();
  return fc.record(
    {
      endpointSelector: subject,
      ingress: rules("from"),
      egress: rules("to"),
      ingressDeny: rules("from"),
      egressDeny: rules("to"),
      enableDefaultDeny: fc.record(
        { ingress: direction, egress: direction },
        { requiredKeys: [], noNullPrototype: true },
      ),
    },
    { requiredKeys: ["endpointSelector"], noNullPrototype: true },
  );
}

function made(kind: string, metadata: object, body: object): KubeObject {
  return JSON.parse(JSON.stringify({ apiVersion: "cilium.io/v2", kind, metadata, ...body })) as KubeObject;
}

/** `withDoubt`: with constructs whose effect the objects do not tell. */
export function ciliumWorld(withDoubt: boolean): fc.Arbitrary<SmallWorld> {
  const body = fc.oneof(
    spec(withDoubt).map((one) => ({ spec: one })),
    fc.array(spec(withDoubt), { minLength: 1, maxLength: 2 }).map((specs) => ({ specs })),
  );
  const policy = fc.oneof(
    {
      weight: 2,
      arbitrary: fc.tuple(someNamespace, body).map(
        ([namespace, own]) =>
          (name: string) =>
            made("CiliumNetworkPolicy", { namespace, name }, own),
      ),
    },
    {
      weight: 1,
      arbitrary: body.map((own) => (name: string) => made("CiliumClusterwideNetworkPolicy", { name }, own)),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(someNamespace, policySpec).map(
        ([namespace, own]) =>
          (name: string) =>
            policyObject(namespace, name, own),
      ),
    },
  );
  return fc.tuple(smallWorld, fc.array(policy, { minLength: 1, maxLength: 3 })).map(([base, policies]) => ({
    ...base,
    policies: policies.map((make, index) => make(`c${index}`)),
  }));
}
