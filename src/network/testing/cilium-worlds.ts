import fc from "fast-check";
import type { KubeObject } from "../../world/resource.ts";
import {
  BLOCKS,
  KEYS,
  labels,
  OUTSIDE,
  policyObject,
  policySpec,
  type SmallWorld,
  selector,
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
const EVERYWHERE = ["all", "world", "world-ipv4", "cluster", "kube-apiserver", "init", "none"];
/** Of what a pod sends, these hang on the node it is on. */
const NODES = ["host", "remote-node"];
const service = fc.oneof(
  fc.constantFrom("s", "t").map((serviceName) => ({ k8sService: { serviceName, namespace: "a" } })),
  fc.constant({ k8sService: { serviceName: "t" } }),
  fc.constantFrom("s", "t").map((kind) => ({ k8sServiceSelector: { selector: { matchLabels: { kind } } } })),
  fc.constant({ k8sServiceSelector: { selector: {}, namespace: "a" } }),
);
const unread = fc.constant({ k8sService: { serviceName: "elsewhere", namespace: "a" } });

function peersOf(word: "from" | "to", denies: boolean, withDoubt: boolean): fc.Arbitrary<object> {
  const known = fc.constantFrom(...EVERYWHERE, ...(word === "from" ? NODES : []));
  const node = fc.uniqueArray(selector, { minLength: 1, maxLength: 2 });
  const sure = [
    fc.array(peer, { minLength: 1, maxLength: 2 }).map((all) => ({ [`${word}Endpoints`]: all })),
    fc.uniqueArray(known, { minLength: 1, maxLength: 2 }).map((all) => ({ [`${word}Entities`]: all })),
    fc.constant({ [`${word}Entities`]: ["host", "remote-node"] }),
    fc.array(cidr, { minLength: 1, maxLength: 2 }).map((all) => ({ [`${word}CIDR`]: all })),
    fc.array(cidrSet, { minLength: 1, maxLength: 2 }).map((all) => ({ [`${word}CIDRSet`]: all })),
    ...(word === "from" ? [node.map((all) => ({ fromNodes: all }))] : []),
    ...(word === "to" && !denies
      ? [fc.array(service, { minLength: 1, maxLength: 2 }).map((all) => ({ toServices: all }))]
      : []),
    fc.constant({}),
  ];
  if (!withDoubt) return fc.oneof(...sure);
  return fc.oneof(
    ...sure,
    fc
      .uniqueArray(fc.constantFrom(...EVERYWHERE, ...NODES), { minLength: 1, maxLength: 3 })
      .map((all) => ({ [`${word}Entities`]: all })),
    ...(word === "to"
      ? [
          fc.constant({ toFQDNs: [{ matchName: "example.org" }] }),
          node.map((all) => ({ toNodes: all })),
          fc
            .array(fc.oneof(service, unread), { minLength: 1, maxLength: 2 })
            .map((all) => ({ toServices: all })),
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

function rule(word: "from" | "to", denies: boolean, withDoubt: boolean): fc.Arbitrary<object> {
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
    .tuple(peersOf(word, denies, withDoubt), ports, more)
    .map(([peers, own, rest]) => ({ ...peers, ...own, ...rest }));
}

function spec(withDoubt: boolean) {
  const rules = (word: "from" | "to", denies = false) =>
    fc.array(rule(word, denies, withDoubt), { maxLength: 2 });
  const direction = fc.boolean();
  return fc.record(
    {
      endpointSelector: subject,
      ingress: rules("from"),
      egress: rules("to"),
      ingressDeny: rules("from", true),
      egressDeny: rules("to", true),
      enableDefaultDeny: fc.record(
        { ingress: direction, egress: direction },
        { requiredKeys: [], noNullPrototype: true },
      ),
    },
    { requiredKeys: ["endpointSelector"], noNullPrototype: true },
  );
}

function made(kind: string, metadata: object, body: object): KubeObject {
  return object("cilium.io/v2", kind, metadata, body);
}

function object(apiVersion: string, kind: string, metadata: object, body: object): KubeObject {
  return JSON.parse(JSON.stringify({ apiVersion, kind, metadata, ...body })) as KubeObject;
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
  return fc
    .tuple(smallWorld, fc.array(policy, { minLength: 1, maxLength: 3 }), cluster(withDoubt))
    .map(([base, policies, objects]) => ({
      ...base,
      policies: withPortsRefused(
        [...policies.map((make, index) => make(`c${index}`)), ...objects],
        withDoubt,
      ),
    }));
}

/** Agents before 1.17 refuse ports beside toServices: without open questions there are none. */
function withPortsRefused(objects: readonly KubeObject[], withDoubt: boolean): readonly KubeObject[] {
  if (withDoubt || !JSON.stringify(objects).includes(":v1.15.")) return objects;
  const without = (_: string, value: unknown): unknown => {
    if (typeof value !== "object" || value === null || !("toServices" in value)) return value;
    const { toPorts: _ports, ...rest } = value as { toPorts?: unknown };
    return rest;
  };
  return JSON.parse(JSON.stringify(objects), without) as KubeObject[];
}

/** What the agent is set to, the Services there are, and where the API server is. */
function cluster(withDoubt: boolean): fc.Arbitrary<readonly KubeObject[]> {
  const addresses = fc.uniqueArray(fc.constantFrom(...OUTSIDE), { minLength: 1, maxLength: 2 });
  const image = fc.constantFrom(
    ...["quay.io/cilium/cilium:v1.17.2@sha256:0a", "cilium:v1.18.0", "cilium:v1.15.6"],
    ...(withDoubt ? ["cilium@sha256:0a"] : []),
  );
  const settings = fc.record(
    {
      "enable-policy": fc.constantFrom("default", "default", "default", "always"),
      "enable-node-selector-labels": fc.constant("true"),
      "policy-cidr-match-mode": fc.constantFrom("", "nodes"),
    },
    { requiredKeys: [], noNullPrototype: true },
  );
  const servers = withDoubt ? fc.option(addresses, { nil: undefined }) : addresses;
  return fc
    .tuple(image, settings, addresses, servers, labels)
    .map(([agent, data, own, server, chosen]) => [
      agentObject(agent),
      object("v1", "ConfigMap", { namespace: "kube-system", name: "cilium-config" }, { data }),
      serviceObject("s", { selector: Object.keys(chosen).length === 0 ? { app: "x" } : chosen }),
      serviceObject("t", {}),
      slice("a", "t", own),
      ...(server === undefined ? [] : [slice("default", "kubernetes", server)]),
    ]);
}

function agentObject(image: string): KubeObject {
  const template = { metadata: {}, spec: { containers: [{ name: "cilium-agent", image }] } };
  return object("apps/v1", "DaemonSet", { namespace: "kube-system", name: "cilium" }, { spec: { template } });
}

function serviceObject(name: string, spec: object): KubeObject {
  return object("v1", "Service", { namespace: "a", name, labels: { kind: name } }, { spec });
}

function slice(namespace: string, service: string, addresses: readonly string[]): KubeObject {
  const metadata = { namespace, name: `${service}-1`, labels: { "kubernetes.io/service-name": service } };
  const body = { endpoints: [{ addresses }], ports: [{ port: 443 }] };
  return object("discovery.k8s.io/v1", "EndpointSlice", metadata, body);
}
