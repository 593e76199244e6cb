/**
 * What Kubernetes' own end-to-end tests of NetworkPolicy expect (test/e2e/network/netpol/network_policy.go), as data.
 * Titles are upstream's. Pods are labelled `pod: <name>` and serve TCP, UDP and SCTP on 80 and 81, with ports named
 * `serve-80-tcp` and so on. Connections of a pod to itself are not looked at, as upstream does not.
 */
export interface UpstreamCase {
  readonly title: string;
  readonly pods: string;
  /** `namespace: spec`, one a line, in YAML's flow style. */
  readonly policies: readonly string[];
  /** By port: what is not allowed, or allowed again, in order: `from > to`, `+from > to`. The rest is allowed. */
  readonly expected: Readonly<Record<string, readonly string[]>>;
  readonly podLabels?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly namespaceLabels?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const FROM_X_B =
  "x: {podSelector: {matchLabels: {pod: a}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {pod: b}}}]}]}";
const DENY_INGRESS = "x: {podSelector: {}, policyTypes: [Ingress], ingress: []}";
const DENY_ALL = "x: {podSelector: {}, policyTypes: [Ingress, Egress], ingress: [], egress: []}";
const NAME = "kubernetes.io/metadata.name";
const FROM_Y = `namespaceSelector: {matchLabels: {${NAME}: y}}`;
const NOT_X = `namespaceSelector: {matchExpressions: [{key: ${NAME}, operator: NotIn, values: [x]}]}`;
const toA = (rule: string): string =>
  `x: {podSelector: {matchLabels: {pod: a}}, policyTypes: [Ingress], ingress: [${rule}]}`;
const fromA = (rule: string): string =>
  `x: {podSelector: {matchLabels: {pod: a}}, policyTypes: [Egress], egress: [${rule}]}`;
const toAll = (rule: string): string => `x: {podSelector: {}, policyTypes: [Ingress], ingress: [${rule}]}`;
const fromAll = (rule: string): string => `x: {podSelector: {}, policyTypes: [Egress], egress: [${rule}]}`;

const ONLY_Y = { "80/TCP": ["x/* > x/a", "z/* > x/a"] };

/** Pod addresses of the tests' worlds: `x/a` has the first, then in order. */
export const ADDRESSES: Readonly<Record<string, string>> = {
  "x/a": "10.0.1.1",
  "x/b": "10.0.1.2",
  "x/c": "10.0.1.3",
  "y/a": "10.0.2.1",
  "y/b": "10.0.2.2",
  "y/c": "10.0.2.3",
  "z/a": "10.0.3.1",
  "z/b": "10.0.3.2",
  "z/c": "10.0.3.3",
};

const udpAndSctp = (["TCP", "UDP", "SCTP"] as const).flatMap((protocol): UpstreamCase[] => [
  {
    title: `should support a 'default-deny-ingress' policy (${protocol})`,
    pods: "x/a x/b y/a y/b",
    policies: [DENY_INGRESS],
    expected: { [`80/${protocol}`]: ["* > x/*"] },
  },
  {
    title: `should enforce policy based on Ports (${protocol})`,
    pods: "x/a x/b y/a y/b z/a",
    policies: [toA(`{from: [{${FROM_Y}}], ports: [{port: 81, protocol: ${protocol}}]}`)],
    expected: { [`81/${protocol}`]: ["x/* > x/a", "z/* > x/a"] },
  },
  {
    title: `should enforce policy to allow traffic only from a pod in a different namespace based on PodSelector and NamespaceSelector (${protocol})`,
    pods: "x/a x/b y/a y/b z/a",
    policies: [toA(`{from: [{${FROM_Y}, podSelector: {matchLabels: {pod: a}}}]}`)],
    expected: { [`80/${protocol}`]: ["* > x/a", "+y/a > x/a"] },
  },
]);

export const UPSTREAM: readonly UpstreamCase[] = [
  ...udpAndSctp,
  {
    title: "should support a 'default-deny-all' policy",
    pods: "x/a x/b y/a",
    policies: [DENY_ALL],
    expected: { "80/TCP": ["* > x/*", "x/* > *"] },
  },
  {
    title: "should enforce policy to allow traffic from pods within server namespace based on PodSelector",
    pods: "x/a x/b x/c y/a",
    policies: [FROM_X_B],
    expected: { "80/TCP": ["* > x/a", "+x/b > x/a"] },
  },
  {
    title: "should enforce policy to allow ingress traffic for a target",
    pods: "x/a x/b y/a",
    policies: [DENY_INGRESS, toA("{from: [{podSelector: {}, namespaceSelector: {}}]}")],
    expected: { "80/TCP": ["* > x/b"] },
  },
  {
    title: "should enforce policy to allow ingress traffic from pods in all namespaces",
    pods: "x/a x/b y/a z/a",
    policies: [toA("{from: [{namespaceSelector: {}}]}")],
    expected: { "80/TCP": [] },
  },
  {
    title:
      "should enforce policy to allow traffic only from a different namespace, based on NamespaceSelector",
    pods: "x/a x/b y/a z/a",
    policies: [toA(`{from: [{${FROM_Y}}]}`)],
    expected: ONLY_Y,
  },
  {
    title: "should enforce policy based on PodSelector with MatchExpressions",
    pods: "x/a x/b y/a",
    policies: [toA("{from: [{podSelector: {matchExpressions: [{key: pod, operator: In, values: [b]}]}}]}")],
    expected: { "80/TCP": ["* > x/a", "+x/b > x/a"] },
  },
  {
    title: "should enforce policy based on NamespaceSelector with MatchExpressions",
    pods: "x/a x/b y/a z/a",
    policies: [
      toA(`{from: [{namespaceSelector: {matchExpressions: [{key: ${NAME}, operator: In, values: [y]}]}}]}`),
    ],
    expected: ONLY_Y,
  },
  {
    title: "should enforce policy based on PodSelector or NamespaceSelector",
    pods: "x/a x/b x/c y/a",
    policies: [toA(`{from: [{${NOT_X}}, {podSelector: {matchLabels: {pod: b}}}]}`)],
    expected: { "80/TCP": ["x/a > x/a", "x/c > x/a"] },
  },
  {
    title: "should enforce policy based on PodSelector and NamespaceSelector",
    pods: "x/a x/b y/a y/b z/b",
    policies: [toA(`{from: [{${NOT_X}, podSelector: {matchLabels: {pod: b}}}]}`)],
    expected: { "80/TCP": ["* > x/a", "+y/b > x/a", "+z/b > x/a"] },
  },
  {
    title: "should enforce policy based on Multiple PodSelectors and NamespaceSelectors",
    pods: "x/a x/b y/a y/b y/c",
    policies: [
      toA(
        `{from: [{${NOT_X}, podSelector: {matchExpressions: [{key: pod, operator: In, values: [b, c]}]}}]}`,
      ),
    ],
    expected: { "80/TCP": ["x/* > x/a", "y/a > x/a"] },
  },
  {
    title: "should enforce policy based on any PodSelectors",
    pods: "x/a x/b x/c",
    policies: [
      toA("{from: [{podSelector: {matchLabels: {pod: b}}}, {podSelector: {matchLabels: {pod: c}}}]}"),
    ],
    expected: { "80/TCP": ["* > x/a", "+x/b > x/a", "+x/c > x/a"] },
  },
  {
    title: "should enforce multiple, stacked policies with overlapping podSelectors (one policy)",
    pods: "x/a x/b y/a y/b z/a",
    policies: [toA(`{from: [{${FROM_Y}}], ports: [{port: 81, protocol: TCP}]}`)],
    expected: { "81/TCP": ["x/* > x/a", "z/* > x/a"], "80/TCP": ["* > x/a"] },
  },
  {
    title: "should enforce multiple, stacked policies with overlapping podSelectors (both policies)",
    pods: "x/a x/b y/a y/b z/a",
    policies: [
      toA(`{from: [{${FROM_Y}}], ports: [{port: 81, protocol: TCP}]}`),
      toA(`{from: [{${FROM_Y}}], ports: [{port: 80, protocol: TCP}]}`),
    ],
    expected: { "81/TCP": ["x/* > x/a", "z/* > x/a"], "80/TCP": ["x/* > x/a", "z/* > x/a"] },
  },
  {
    title: "should support allow-all policy",
    pods: "x/a x/b y/a",
    policies: [toAll("{}")],
    expected: { "80/TCP": [], "81/TCP": [] },
  },
  {
    title: "should allow ingress access on one named port",
    pods: "x/a x/b y/a",
    policies: [toAll("{ports: [{port: serve-81-tcp}]}")],
    expected: { "81/TCP": [], "80/TCP": ["* > x/*"] },
  },
  {
    title: "should allow ingress access from namespace on one named port",
    pods: "x/a x/b y/a z/a",
    policies: [toA(`{from: [{${FROM_Y}}], ports: [{port: serve-80-tcp, protocol: TCP}]}`)],
    expected: { ...ONLY_Y, "81/TCP": ["* > x/a"] },
  },
  {
    title: "should allow egress access on one named port",
    pods: "x/a y/a",
    policies: [fromAll("{ports: [{port: serve-80-tcp}]}")],
    expected: { "80/TCP": [], "81/TCP": ["x/* > *"] },
  },
  {
    title: "should enforce updated policy (allow all)",
    pods: "x/a y/a",
    policies: [toAll("{}")],
    expected: { "81/TCP": [] },
  },
  {
    title: "should enforce updated policy (deny all)",
    pods: "x/a y/a",
    policies: [DENY_INGRESS],
    expected: { "81/TCP": ["* > x/*"] },
  },
  {
    title: "should allow ingress access from updated namespace (before)",
    pods: "x/a y/a",
    policies: [toA("{from: [{namespaceSelector: {matchLabels: {ns2: updated}}}]}")],
    expected: { "80/TCP": ["* > x/a"] },
  },
  {
    title: "should allow ingress access from updated namespace (after)",
    pods: "x/a y/a",
    policies: [toA("{from: [{namespaceSelector: {matchLabels: {ns2: updated}}}]}")],
    namespaceLabels: { y: { ns2: "updated" } },
    expected: { "80/TCP": ["* > x/a", "+y/* > *"] },
  },
  {
    title: "should allow ingress access from updated pod (before)",
    pods: "x/a x/b",
    policies: [toA("{from: [{podSelector: {matchLabels: {pod: b, pod2: updated}}}]}")],
    expected: { "80/TCP": ["* > x/a"] },
  },
  {
    title: "should allow ingress access from updated pod (after)",
    pods: "x/a x/b",
    policies: [toA("{from: [{podSelector: {matchLabels: {pod: b, pod2: updated}}}]}")],
    podLabels: { "x/b": { pod2: "updated" } },
    expected: { "80/TCP": ["* > x/a", "+x/b > x/a"] },
  },
  {
    title: "should deny ingress from pods on other namespaces",
    pods: "x/a x/b y/a z/a",
    policies: [toAll("{from: [{podSelector: {}}]}")],
    expected: { "80/TCP": ["y/* > x/*", "z/* > x/*"] },
  },
  {
    title: "should deny ingress access to updated pod (before)",
    pods: "x/a y/a",
    policies: ["x: {podSelector: {matchLabels: {target: isolated}}, policyTypes: [Ingress], ingress: []}"],
    expected: { "80/TCP": [] },
  },
  {
    title: "should deny ingress access to updated pod (after)",
    pods: "x/a y/a",
    policies: ["x: {podSelector: {matchLabels: {target: isolated}}, policyTypes: [Ingress], ingress: []}"],
    podLabels: { "x/a": { target: "isolated" } },
    expected: { "80/TCP": ["* > x/a"] },
  },
  {
    title: "should deny egress from pods based on PodSelector",
    pods: "x/a x/b y/a",
    policies: ["x: {podSelector: {matchLabels: {pod: a}}, policyTypes: [Egress], egress: []}"],
    expected: { "80/TCP": ["x/a > *"] },
  },
  {
    title: "should deny egress from all pods in a namespace",
    pods: "x/a x/b y/a",
    policies: ["x: {podSelector: {}, policyTypes: [Egress], egress: []}"],
    expected: { "80/TCP": ["x/* > *"] },
  },
  {
    title: "should work with Ingress, Egress specified together",
    pods: "x/a x/b x/c y/a",
    policies: [
      "x: {podSelector: {matchLabels: {pod: a}}, policyTypes: [Egress, Ingress], ingress: [{from: [{podSelector: {matchLabels: {pod: b}}}]}], egress: [{ports: [{port: 80}]}]}",
    ],
    expected: { "80/TCP": ["* > x/a", "+x/b > x/a"], "81/TCP": ["* > x/a", "x/a > *", "+x/b > x/a"] },
  },
  {
    title:
      "should support denying of egress traffic on the client side (even if the server explicitly allows this traffic)",
    pods: "x/a y/a y/b",
    policies: [
      fromA(`{to: [{${FROM_Y}, podSelector: {matchLabels: {pod: a}}}]}`),
      `y: {podSelector: {matchLabels: {pod: a}}, policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: {matchLabels: {${NAME}: x}}, podSelector: {matchLabels: {pod: a}}}]}]}`,
      `y: {podSelector: {matchLabels: {pod: b}}, policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: {matchLabels: {${NAME}: x}}, podSelector: {matchLabels: {pod: a}}}]}]}`,
    ],
    expected: { "80/TCP": ["x/a > *", "* > y/a", "+x/a > y/a", "* > y/b"] },
  },
  {
    title:
      "should enforce egress policy allowing traffic to a server in a different namespace based on PodSelector and NamespaceSelector",
    pods: "x/a y/a y/b",
    policies: [fromA(`{to: [{${FROM_Y}, podSelector: {matchLabels: {pod: a}}}]}`)],
    expected: { "80/TCP": ["x/a > *", "+x/a > y/a"] },
  },
  {
    title: "should enforce ingress policy allowing any port traffic to a server on a specific protocol",
    pods: "x/a y/a",
    policies: [toA("{ports: [{protocol: TCP}]}")],
    expected: { "80/TCP": [], "80/UDP": ["* > x/a"] },
  },
  {
    title: "should enforce multiple ingress policies with ingress allow-all policy taking precedence (first)",
    pods: "x/a y/a",
    policies: [toAll("{ports: [{port: 80}]}")],
    expected: { "81/TCP": ["* > x/*"] },
  },
  {
    title: "should enforce multiple ingress policies with ingress allow-all policy taking precedence (both)",
    pods: "x/a y/a",
    policies: [toAll("{ports: [{port: 80}]}"), toAll("{}")],
    expected: { "81/TCP": [] },
  },
  {
    title: "should enforce multiple egress policies with egress allow-all policy taking precedence (first)",
    pods: "x/a y/a",
    policies: [fromAll("{ports: [{port: 80}]}")],
    expected: { "81/TCP": ["x/* > *"] },
  },
  {
    title: "should enforce multiple egress policies with egress allow-all policy taking precedence (both)",
    pods: "x/a y/a",
    policies: [fromAll("{ports: [{port: 80}]}"), fromAll("{}")],
    expected: { "81/TCP": [] },
  },
  {
    title: "should stop enforcing policies after they are deleted (before)",
    pods: "x/a y/a",
    policies: [DENY_ALL],
    expected: { "80/TCP": ["x/* > *", "* > x/*"] },
  },
  {
    title: "should stop enforcing policies after they are deleted (after)",
    pods: "x/a y/a",
    policies: [],
    expected: { "80/TCP": [] },
  },
  {
    title: "should allow egress access to server in CIDR block",
    pods: "x/a y/a y/b",
    policies: [fromA("{to: [{ipBlock: {cidr: 10.0.2.2/32}}]}")],
    expected: { "80/TCP": ["x/a > *", "+x/a > y/b"] },
  },
  {
    title: "should enforce except clause while egress access to server in CIDR block",
    pods: "x/a x/b x/c",
    policies: [fromA("{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.1.2/32]}}]}")],
    expected: { "80/TCP": ["x/a > x/b"] },
  },
  {
    title: "should ensure an IP overlapping both IPBlock.CIDR and IPBlock.Except is allowed (another policy)",
    pods: "x/a x/b x/c",
    policies: [
      fromA("{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.1.2/32]}}]}"),
      fromA("{to: [{ipBlock: {cidr: 10.0.1.2/32}}]}"),
    ],
    expected: { "80/TCP": [] },
  },
  {
    title: "should ensure an IP overlapping both IPBlock.CIDR and IPBlock.Except is allowed (updated)",
    pods: "x/a x/b x/c",
    policies: [fromA("{to: [{ipBlock: {cidr: 10.0.1.2/32}}]}")],
    expected: { "80/TCP": ["x/a > *", "+x/a > x/b"] },
  },
  {
    title:
      "should enforce policies to check ingress and egress policies can be controlled independently based on PodSelector (egress)",
    pods: "x/a x/b y/a",
    policies: [fromA("{}")],
    expected: { "80/TCP": [] },
  },
  {
    title:
      "should enforce policies to check ingress and egress policies can be controlled independently based on PodSelector (both)",
    pods: "x/a x/b y/a",
    policies: [fromA("{}"), "x: {podSelector: {matchLabels: {pod: a}}, policyTypes: [Ingress], ingress: []}"],
    expected: { "80/TCP": ["* > x/a"] },
  },
  {
    title:
      "should not mistakenly treat 'protocol: SCTP' as 'protocol: TCP', even if the plugin doesn't support SCTP",
    pods: "x/a y/a",
    policies: [DENY_INGRESS, toA("{ports: [{port: 81, protocol: SCTP}]}")],
    expected: { "81/TCP": ["* > x/*"] },
  },
  {
    title:
      "should properly isolate pods that are selected by a policy allowing SCTP, even if the plugin doesn't support SCTP",
    pods: "x/a y/a",
    policies: [toA("{ports: [{port: 80, protocol: SCTP}]}")],
    expected: { "81/TCP": ["* > x/a"] },
  },
  {
    title: "should not allow access by TCP when a policy specifies only UDP",
    pods: "x/a y/a",
    policies: [toA("{ports: [{port: 81, protocol: UDP}]}")],
    expected: { "81/TCP": ["* > x/a"] },
  },
  {
    title:
      "should enforce policy to allow traffic based on NamespaceSelector with MatchLabels using default ns label",
    pods: "x/a x/b y/a z/a",
    policies: [toA(`{from: [{${FROM_Y}}]}`)],
    expected: ONLY_Y,
  },
  {
    title: "should enforce policy based on NamespaceSelector with MatchExpressions using default ns label",
    pods: "x/a x/b y/a z/a",
    policies: [
      fromA(
        `{to: [{namespaceSelector: {matchExpressions: [{key: ${NAME}, operator: NotIn, values: [y]}]}}]}`,
      ),
    ],
    expected: { "80/TCP": ["x/a > y/*"] },
  },
];
