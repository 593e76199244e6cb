/**
 * Cases other analyzers publish with the connections they find (np-guard/netpol-analyzer, tests and test_outputs), as
 * data: workloads, policies, and each expected line. Rows of their stand-in for an ingress controller are left out.
 */
export interface PublishedCase {
  readonly title: string;
  /** `namespace/name[Kind]`, with `app` as a label. */
  readonly workloads: readonly string[];
  readonly namespaces?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Documents in YAML's flow style. */
  readonly policies: readonly string[];
  readonly expected: readonly string[];
}

const NAME = "kubernetes.io/metadata.name";
const np = (namespace: string, name: string, spec: string): string =>
  `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {namespace: ${namespace}, name: ${name}}, spec: ${spec}}`;
const admin = (kind: string, name: string, spec: string): string =>
  `{apiVersion: policy.networking.k8s.io/v1alpha1, kind: ${kind}, metadata: {name: ${name}}, spec: ${spec}}`;

const BOTH = "policyTypes: [Ingress, Egress]";
const TCP = (port: number): string => `ports: [{port: ${port}, protocol: TCP}]`;
const DNS = "{ports: [{port: 5353, protocol: UDP}], to: [{namespaceSelector: {}}]}";
const app = (name: string, namespace?: string): string => {
  const pods = `podSelector: {matchLabels: {app: ${name}}}`;
  return namespace === undefined
    ? `{${pods}}`
    : `{${pods}, namespaceSelector: {matchLabels: {${NAME}: ${namespace}}}}`;
};
const from = (peer: string, port = 8080): string => `{from: [${peer}], ${TCP(port)}}`;
const to = (peer: string, port = 8080): string => `{to: [${peer}], ${TCP(port)}}`;
const both = (
  namespace: string,
  name: string,
  ingress: readonly string[],
  egress: readonly string[] = [],
): string =>
  np(
    namespace,
    name,
    `{podSelector: {matchLabels: {app: ${name}}}, ${BOTH}, ingress: [${ingress}], egress: [${egress}]}`,
  );
const shut = (namespace: string): string => np(namespace, "default-deny", `{podSelector: {}, ${BOTH}}`);

const ALL = "0.0.0.0-255.255.255.255";
const HOUSE = (name: string): string => `network-policy-conformance-${name}`;
const PEOPLE = {
  gryffindor: "harry-potter",
  hufflepuff: "cedric-diggory",
  ravenclaw: "luna-lovegood",
  slytherin: "draco-malfoy",
} as const;
const person = (house: keyof typeof PEOPLE): string => `${HOUSE(house)}/${PEOPLE[house]}[StatefulSet]`;
const housed = (house: string): string => `{namespaces: {matchLabels: {conformance-house: ${house}}}}`;

const INTERNAL = "{matchLabels: {security: internal}}";
const MONITORING = `{matchLabels: {${NAME}: monitoring}}`;

/** Lines of full access from the first to each of the others. */
function fullAccess([from = "", ...to]: readonly string[]): string[] {
  const name = (end: string): string => (end === "ALL" ? ALL : `${end}[Deployment]`);
  return to.map((end) => `${name(from)} => ${name(end)} : All Connections`);
}

export const PUBLISHED: readonly PublishedCase[] = [
  {
    // Expected: the listing of acs-security-demos with the published difference to this variant applied.
    title: "acs-security-demos-new",
    workloads: [
      ...["catalog", "checkout", "notification", "recommendation", "reports", "shipping"].map(
        (name) => `backend/${name}[Deployment]`,
      ),
      "frontend/asset-cache[Deployment]",
      "frontend/webapp[Deployment]",
      "payments/gateway[Deployment]",
      "payments/visa-processor[Deployment]",
      "external/unicorn[Deployment]",
    ],
    policies: [
      both("frontend", "asset-cache", []),
      both("backend", "catalog", [from(app("recommendation")), from(app("reports"), 9080)]),
      both(
        "backend",
        "checkout",
        [from(app("webapp", "frontend"))],
        [to(app("notification")), to(app("recommendation")), to(app("gateway", "payments")), DNS],
      ),
      both(
        "payments",
        "gateway",
        [from(app("checkout", "backend"))],
        [to(app("mastercard-processor")), to(app("visa-processor")), DNS],
      ),
      both("payments", "mastercard-processor", [from(app("gateway"))]),
      both("backend", "notification", [from(app("checkout"))]),
      both(
        "backend",
        "recommendation",
        [from(app("checkout")), from(app("reports")), from(app("webapp", "frontend"))],
        [to(app("catalog")), DNS],
      ),
      both(
        "backend",
        "reports",
        [from(app("webapp", "frontend"))],
        [to(app("catalog"), 9080), to(app("recommendation")), DNS],
      ),
      both("backend", "shipping", []),
      both("payments", "visa-processor", [from(app("gateway"))]),
      both(
        "frontend",
        "webapp",
        [from("{namespaceSelector: {}}")],
        [
          to(app("checkout", "backend")),
          to(app("recommendation", "backend")),
          to(app("reports", "backend")),
          DNS,
        ],
      ),
      ...["backend", "frontend", "payments"].map(shut),
    ],
    expected: [
      `${ALL} => external/unicorn[Deployment] : All Connections`,
      "backend/checkout[Deployment] => backend/notification[Deployment] : TCP 8080",
      "backend/checkout[Deployment] => backend/recommendation[Deployment] : TCP 8080",
      "backend/checkout[Deployment] => external/unicorn[Deployment] : UDP 5353",
      "backend/checkout[Deployment] => payments/gateway[Deployment] : TCP 8080",
      "backend/recommendation[Deployment] => backend/catalog[Deployment] : TCP 8080",
      "backend/recommendation[Deployment] => external/unicorn[Deployment] : UDP 5353",
      "backend/reports[Deployment] => backend/catalog[Deployment] : TCP 9080",
      "backend/reports[Deployment] => backend/recommendation[Deployment] : TCP 8080",
      "backend/reports[Deployment] => external/unicorn[Deployment] : UDP 5353",
      `external/unicorn[Deployment] => ${ALL} : All Connections`,
      "external/unicorn[Deployment] => frontend/webapp[Deployment] : TCP 8080",
      "frontend/webapp[Deployment] => backend/checkout[Deployment] : TCP 8080",
      "frontend/webapp[Deployment] => backend/recommendation[Deployment] : TCP 8080",
      "frontend/webapp[Deployment] => backend/reports[Deployment] : TCP 8080",
      "frontend/webapp[Deployment] => external/unicorn[Deployment] : UDP 5353",
      "payments/gateway[Deployment] => external/unicorn[Deployment] : UDP 5353",
      "payments/gateway[Deployment] => payments/visa-processor[Deployment] : TCP 8080",
    ],
  },
  {
    title: "anp_np_banp_core_test",
    workloads: (["gryffindor", "hufflepuff", "ravenclaw", "slytherin"] as const).map(person),
    namespaces: Object.fromEntries(
      Object.keys(PEOPLE).map((name) => [HOUSE(name), { "conformance-house": name }]),
    ),
    policies: [
      admin(
        "AdminNetworkPolicy",
        "pass-example",
        `{priority: 10, subject: ${housed("gryffindor")}, ingress: [{action: Pass, from: [${housed("slytherin")}]}], egress: [{action: Pass, to: [${housed("slytherin")}]}]}`,
      ),
      np(
        HOUSE("gryffindor"),
        "allow-slytherin",
        `{podSelector: , ${BOTH}, ingress: [{from: [{namespaceSelector: {matchLabels: {conformance-house: slytherin}}}]}], egress: [{to: [{namespaceSelector: {matchLabels: {conformance-house: slytherin}}}]}]}`,
      ),
      admin(
        "BaselineAdminNetworkPolicy",
        "default",
        `{subject: ${housed("gryffindor")}, ingress: [{action: Deny, from: [${housed("slytherin")}]}], egress: [{action: Deny, to: [${housed("slytherin")}]}]}`,
      ),
    ],
    expected: [
      ...(["hufflepuff", "ravenclaw", "slytherin"] as const).map(
        (house) => `${ALL} => ${person(house)} : All Connections`,
      ),
      `${person("gryffindor")} => ${person("slytherin")} : All Connections`,
      ...(["hufflepuff", "ravenclaw", "slytherin"] as const).flatMap((house) => [
        `${person(house)} => ${ALL} : All Connections`,
        ...(["gryffindor", "hufflepuff", "ravenclaw", "slytherin"] as const)
          .filter((other) => other !== house && (other !== "gryffindor" || house === "slytherin"))
          .map((other) => `${person(house)} => ${person(other)} : All Connections`),
      ]),
    ],
  },
  {
    title: "anp_with_np_pass_test",
    workloads: ["ns1/pod1[Deployment]", "ns2/pod1[Deployment]"],
    policies: [
      admin(
        "AdminNetworkPolicy",
        "pass-example-with-np",
        `{priority: 10, subject: {pods: ${app("pod1", "ns1")}}, ingress: [{action: Allow, from: [{pods: ${app("pod1", "ns2")}}], ports: [{portNumber: {port: 80, protocol: TCP}}]}, {action: Pass, from: [{pods: ${app("pod1", "ns2")}}], ports: [{portNumber: {port: 80, protocol: UDP}}, {portNumber: {port: 81, protocol: UDP}}, {portNumber: {port: 81, protocol: TCP}}]}]}`,
      ),
      np(
        "ns1",
        "allow-ingress-from-ns2-pod1",
        `{podSelector: {}, ${BOTH}, ingress: [{from: [${app("pod1", "ns2")}], ports: [{port: 80, protocol: UDP}]}]}`,
      ),
    ],
    expected: [
      `${ALL} => ns2/pod1[Deployment] : All Connections`,
      `ns2/pod1[Deployment] => ${ALL} : All Connections`,
      "ns2/pod1[Deployment] => ns1/pod1[Deployment] : TCP 80; UDP 80",
    ],
  },
  {
    // Published with bare pods.
    title: "anp_banp_blog_demo",
    workloads: ["foo/myfoo", "bar/mybar", "baz/mybaz", "monitoring/mymonitoring"].map(
      (name) => `${name}[Deployment]`,
    ),
    namespaces: { foo: { security: "internal" }, bar: { security: "internal" } },
    policies: [
      np(
        "foo",
        "allow-monitoring",
        `{podSelector: , policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: ${MONITORING}}]}]}`,
      ),
      admin(
        "BaselineAdminNetworkPolicy",
        "default",
        `{subject: {namespaces: ${INTERNAL}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}`,
      ),
      admin(
        "AdminNetworkPolicy",
        "allow-monitoring",
        `{priority: 9, subject: {namespaces: {}}, ingress: [{action: Allow, from: [{namespaces: ${MONITORING}}]}]}`,
      ),
      admin(
        "AdminNetworkPolicy",
        "pass-monitoring",
        `{priority: 7, subject: {namespaces: ${INTERNAL}}, ingress: [{action: Pass, from: [{namespaces: ${MONITORING}}]}]}`,
      ),
    ],
    expected: [
      ["ALL", "bar/mybar", "baz/mybaz", "monitoring/mymonitoring"],
      ["bar/mybar", "ALL", "baz/mybaz", "monitoring/mymonitoring"],
      ["baz/mybaz", "ALL", "monitoring/mymonitoring"],
      ["foo/myfoo", "ALL", "baz/mybaz", "monitoring/mymonitoring"],
      ["monitoring/mymonitoring", "ALL", "baz/mybaz", "foo/myfoo"],
    ].flatMap(fullAccess),
  },
  {
    // Published with addresses cut at each block; ns3/web is called pod1 there.
    title: "anp_and_banp_using_networks_and_nodes_test",
    workloads: ["ns1/pod1[Deployment]", "ns2/pod1[Deployment]", "ns3/web[Deployment]"],
    namespaces: { ns1: { apps: "all-apps" }, ns2: { apps: "internal-apps" }, ns3: { apps: "external-apps" } },
    policies: [
      admin(
        "AdminNetworkPolicy",
        "egress-peer-1",
        `{priority: 30, subject: {namespaces: {matchLabels: {apps: all-apps}}}, egress: [
          {action: Allow, to: [{nodes: {matchExpressions: [{key: worker-group, operator: In, values: [workloads]}]}},
            {networks: [104.154.164.170/32]},
            {pods: {namespaceSelector: {matchLabels: {apps: external-apps}}, podSelector: {matchLabels: {app: web}}}}]},
          {action: Deny, to: [{nodes: {matchExpressions: [{key: worker-group, operator: In, values: [infra]}]}},
            {networks: [104.154.164.160/32]},
            {pods: {namespaceSelector: {matchLabels: {apps: internal-apps}}, podSelector: {}}}]},
          {action: Pass, to: [{nodes: {matchExpressions: [{key: node-role.kubernetes.io/worker, operator: Exists}]}}]}]}`,
      ),
    ],
    expected: [
      ...[
        ["ALL", "ns1/pod1", "ns2/pod1", "ns3/web"],
        ["ns1/pod1", "ns3/web"],
        ["ns2/pod1", "ALL", "ns1/pod1", "ns3/web"],
        ["ns3/web", "ALL", "ns1/pod1", "ns2/pod1"],
      ].flatMap(fullAccess),
      "ns1/pod1[Deployment] => 0.0.0.0-104.154.164.159,104.154.164.161-255.255.255.255 : All Connections",
    ],
  },
];
