import { describe, expect, it } from "vitest";
import { testNode, testWorld } from "../guarantees/testing.ts";
import { explain } from "./explain.ts";
import { resolver } from "./resolve.ts";
import { type Answer, answersOf } from "./testing/answers.ts";
import type { NetworkOptions } from "./view.ts";
import { viewOf } from "./view-of.ts";

/** One named test, or more, for each numbered statement of the rules of NetworkPolicy. */

const PODS = [
  ["a", "web", "10.0.0.1", "worker-1"],
  ["a", "api", "10.0.0.2", "worker-1"],
  ["b", "web", "10.1.0.1", "worker-2"],
  ["kube-system", "kube-dns", "10.2.0.1", "worker-2"],
] as const;
const NODES = [
  testNode("worker-1", { internalIP: "192.0.2.1" }),
  testNode("worker-2", { internalIP: "192.0.2.2" }),
];

const CLUSTER = PODS.map(
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
const HOST_POD = `
apiVersion: v1
kind: Pod
metadata: { namespace: a, name: agent, labels: { app: agent } }
spec: { hostNetwork: true, nodeName: worker-2, containers: [{ name: c }] }
status: { podIP: 192.0.2.2 }
`;

/** The cluster with policies: `namespace: spec`, a spec in YAML's flow style. */
function ask(policies: readonly string[], options: Partial<NetworkOptions> = {}, more = "") {
  const objects = policies.map((text, index) => {
    const colon = text.indexOf(":");
    return `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { namespace: ${text.slice(0, colon)}, name: p${index} }
spec: ${text.slice(colon + 1)}
`;
  });
  const yaml = [CLUSTER, ...(more === "" ? [] : [more]), ...objects].join("---");
  return answersOf(testWorld(yaml, { nodes: NODES }), options).ask;
}

/** Answers to `from > to port`, in order. */
function answers(asked: ReturnType<typeof ask>, ...lines: readonly string[]): Answer[] {
  return lines.map((line) => {
    const [from = "", , to = "", port = "80/TCP"] = line.split(" ");
    return asked(from, to, port);
  });
}

describe("1: isolation is per direction, allows are a union, and both ends must allow", () => {
  it("1: a pod isolated for ingress sends as before", () => {
    const asked = ask(["a: {podSelector: {matchLabels: {app: api}}, policyTypes: [Ingress]}"]);
    expect(answers(asked, "a/web > a/api", "a/api > a/web")).toEqual(["denied", "allowed"]);
  });
  it("1: allows of several policies add up", () => {
    const one = (app: string): string =>
      `a: {podSelector: {matchLabels: {app: api}}, ingress: [{from: [{podSelector: {matchLabels: {app: ${app}}}, namespaceSelector: {}}]}]}`;
    const asked = ask([one("web"), one("kube-dns")]);
    expect(answers(asked, "a/web > a/api", "kube-system/kube-dns > a/api", "192.0.2.9 > a/api")).toEqual([
      "allowed",
      "allowed",
      "denied",
    ]);
  });
  it("1: egress of the source and ingress of the destination are both needed", () => {
    const egress = "a: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{podSelector: {}}]}]}";
    const ingress = "a: {podSelector: {matchLabels: {app: api}}, policyTypes: [Ingress]}";
    expect(answers(ask([egress]), "a/web > a/api", "a/web > b/web")).toEqual(["allowed", "denied"]);
    expect(answers(ask([egress, ingress]), "a/web > a/api")).toEqual(["denied"]);
  });
});

describe("2: policyTypes absent", () => {
  it("2: ingress always, egress only with a rule", () => {
    expect(answers(ask(["a: {podSelector: {}}"]), "a/web > b/web", "b/web > a/web")).toEqual([
      "allowed",
      "denied",
    ]);
    const withRule = ask(["a: {podSelector: {}, egress: [{to: [{podSelector: {}}]}]}"]);
    expect(answers(withRule, "a/web > b/web", "b/web > a/web")).toEqual(["denied", "denied"]);
  });
  it("2: `egress: []` alone does not isolate egress", () => {
    expect(answers(ask(["a: {podSelector: {}, egress: []}"]), "a/web > b/web")).toEqual(["allowed"]);
  });
});

it.each(["ingress: []", "policyTypes: [Ingress]"])(
  "3: a direction of its type without rules denies all: %s",
  (rest) => {
    const asked = ask([`a: {podSelector: {}, ${rest}}`]);
    expect(answers(asked, "b/web > a/web", "192.0.2.9 > a/web")).toEqual(["denied", "denied"]);
  },
);

it("3: an empty rule allows all", () => {
  const asked = ask(["a: {podSelector: {}, ingress: [{}]}"]);
  expect(answers(asked, "b/web > a/web 1/SCTP", "192.0.2.9 > a/web 53/UDP")).toEqual(["allowed", "allowed"]);
});

it.each(["{from: [], ports: []}", "{ports: []}", "{from: []}"])(
  "4: empty lists are as missing ones: %s",
  (rule) => {
    expect(answers(ask([`a: {podSelector: {}, ingress: [${rule}]}`]), "192.0.2.9 > a/web 9/UDP")).toEqual([
      "allowed",
    ]);
  },
);

it("5: items are ORed, peers and ports are ANDed", () => {
  const asked = ask([
    "a: {podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: api}}}, {ipBlock: {cidr: 10.1.0.1/32}}], ports: [{port: 80}, {port: 53, protocol: UDP}]}]}",
  ]);
  expect(
    answers(
      asked,
      "a/api > a/web",
      "b/web > a/web",
      "a/api > a/web 53/UDP",
      "a/api > a/web 53/TCP",
      "192.0.2.9 > a/web",
    ),
  ).toEqual(["allowed", "allowed", "allowed", "denied", "denied"]);
});

describe("6: whose pods a podSelector selects", () => {
  const dns = (peer: string): string =>
    `a: {podSelector: {}, egress: [{to: [${peer}], ports: [{port: 53, protocol: UDP}]}]}`;
  it("6: alone, those of the policy's own namespace: kube-dns is not reached by it from elsewhere", () => {
    const asked = ask([dns("{podSelector: {matchLabels: {k8s-app: kube-dns}}}")]);
    expect(answers(asked, "a/web > kube-system/kube-dns 53/UDP")).toEqual(["denied"]);
  });
  it("6: with a namespaceSelector, both must match", () => {
    const peer = (name: string): string =>
      `{podSelector: {matchLabels: {k8s-app: kube-dns}}, namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ${name}}}}`;
    expect(answers(ask([dns(peer("kube-system"))]), "a/web > kube-system/kube-dns 53/UDP")).toEqual([
      "allowed",
    ]);
    expect(answers(ask([dns(peer("b"))]), "a/web > kube-system/kube-dns 53/UDP")).toEqual(["denied"]);
  });
  it("6: namespaceSelector alone selects all pods there, `{}` those of all namespaces, and neither an address", () => {
    const asked = ask([dns("{namespaceSelector: {}}")]);
    expect(
      answers(
        asked,
        "a/web > b/web 53/UDP",
        "a/web > kube-system/kube-dns 53/UDP",
        "a/web > 192.0.2.9 53/UDP",
      ),
    ).toEqual(["allowed", "allowed", "denied"]);
  });
});

describe("7: ipBlock", () => {
  const to = (...blocks: readonly string[]): string =>
    `a: {podSelector: {}, egress: [${blocks.map((block) => `{to: [{ipBlock: ${block}}]}`).join(", ")}]}`;
  it("7: what is excepted is not allowed, unless another rule does", () => {
    const block = "{cidr: 203.0.113.0/24, except: [203.0.113.7/32]}";
    const lines = ["a/web > 203.0.113.6", "a/web > 203.0.113.7", "a/web > 203.0.114.1"] as const;
    expect(answers(ask([to(block)]), ...lines)).toEqual(["allowed", "denied", "denied"]);
    expect(answers(ask([to(block, "{cidr: 203.0.113.7/32}")]), ...lines)).toEqual([
      "allowed",
      "allowed",
      "denied",
    ]);
  });
  it.each([
    ["an exception outside", "{cidr: 203.0.113.0/24, except: [203.0.114.0/25]}"],
    ["a CIDR that is none", "{cidr: 203.0.113.0/33}"],
    ["an exception that is no CIDR", "{cidr: 203.0.113.0/24, except: [somewhere]}"],
  ])("7: %s makes the rule unknown, and nothing else", (_name, block) => {
    const asked = ask([to(block, "{cidr: 198.51.100.0/24}")]);
    expect(answers(asked, "a/web > 203.0.113.6", "a/web > 198.51.100.1", "b/web > 203.0.113.6")).toEqual([
      "unknown",
      "allowed",
      "allowed",
    ]);
  });
  it("7: beside another peer field it is unknown", () => {
    const asked = ask([
      "a: {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]}]}",
    ]);
    expect(answers(asked, "a/web > b/web")).toEqual(["unknown"]);
  });
});

it("8: protocol is TCP unless said, and no port means all of that protocol only", () => {
  const asked = ask(["a: {podSelector: {}, ingress: [{ports: [{port: 80}, {protocol: UDP}]}]}"]);
  expect(
    answers(
      asked,
      "b/web > a/web 80/TCP",
      "b/web > a/web 81/TCP",
      "b/web > a/web 9/UDP",
      "b/web > a/web 9/SCTP",
    ),
  ).toEqual(["allowed", "denied", "allowed", "denied"]);
});

describe("9: endPort", () => {
  const range = (ports: string): ReturnType<typeof ask> =>
    ask([`a: {podSelector: {}, ingress: [{ports: [${ports}]}]}`]);
  it("9: both ends of the range are in it", () => {
    const asked = range("{port: 80, endPort: 82}");
    expect(["79", "80", "82", "83"].map((port) => asked("b/web", "a/web", `${port}/TCP`))).toEqual([
      "denied",
      "allowed",
      "allowed",
      "denied",
    ]);
  });
  it.each(["{port: 80, endPort: 79}", "{endPort: 90}", "{port: http, endPort: 90}"])(
    "9: %s is unknown",
    (ports) => {
      expect(answers(range(ports), "b/web > a/web")).toEqual(["unknown"]);
    },
  );
});

describe("10: named ports", () => {
  it("10: are looked up on each destination, for egress too", () => {
    const asked = ask(["b: {podSelector: {}, egress: [{ports: [{port: http}]}]}"]);
    expect(
      answers(
        asked,
        "b/web > a/web 80/TCP",
        "b/web > a/web 8080/TCP",
        "b/web > a/api 8080/TCP",
        "b/web > a/api 80/TCP",
      ),
    ).toEqual(["allowed", "denied", "allowed", "denied"]);
  });
  it("10: of another protocol, or of none, allow nothing", () => {
    const asked = ask([
      "a: {podSelector: {}, ingress: [{ports: [{port: http, protocol: UDP}, {port: nope}]}]}",
    ]);
    expect(answers(asked, "b/web > a/web 80/UDP", "b/web > a/web 80/TCP")).toEqual(["denied", "denied"]);
  });
  it("10: mean nothing on an address", () => {
    expect(
      answers(ask(["b: {podSelector: {}, egress: [{ports: [{port: http}]}]}"]), "b/web > 192.0.2.9"),
    ).toEqual(["denied"]);
  });
});

it.each(["SCTP", "UDP"])("11: rules of %s only isolate TCP", (protocol) => {
  const asked = ask([`a: {podSelector: {}, ingress: [{ports: [{port: 80, protocol: ${protocol}}]}]}`]);
  expect([asked("b/web", "a/web", "80/TCP"), asked("b/web", "a/web", `80/${protocol}`)]).toEqual([
    "denied",
    "allowed",
  ]);
});

it("12: a pod is not cut off from itself", () => {
  const view = viewOf(
    testWorld(
      `${CLUSTER}---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { namespace: a, name: shut }
spec: { podSelector: {}, policyTypes: [Ingress, Egress] }
`,
      { nodes: NODES },
    ),
  );
  const web = resolver(view)("a/web");
  if (web.kind === "none") throw new Error(web.reason);
  expect(explain(view, web, web, { protocol: "TCP", port: 80 }).verdict).toBe("allowed");
});

describe("14: pods on the host's network", () => {
  const byLabel =
    "a: {podSelector: {matchLabels: {app: web}}, ingress: [{from: [{podSelector: {matchLabels: {app: agent}}}]}]}";
  const byNode =
    "a: {podSelector: {matchLabels: {app: web}}, ingress: [{from: [{ipBlock: {cidr: 192.0.2.2/32}}]}]}";
  it("14: as nodes, selectors do not see them and blocks see their node's address", () => {
    expect(answers(ask([byLabel], {}, HOST_POD), "a/agent > a/web")).toEqual(["denied"]);
    expect(answers(ask([byNode], {}, HOST_POD), "a/agent > a/web")).toEqual(["allowed"]);
  });
  it("14: as nodes, no policy isolates them", () => {
    expect(answers(ask(["a: {podSelector: {}}"], {}, HOST_POD), "b/web > a/agent")).toEqual(["allowed"]);
  });
  it("14: as pods, they are pods like any", () => {
    const options = { hostNetwork: "as-pod" } as const;
    expect(answers(ask([byLabel], options, HOST_POD), "a/agent > a/web")).toEqual(["allowed"]);
    expect(answers(ask(["a: {podSelector: {}}"], options, HOST_POD), "b/web > a/agent")).toEqual(["denied"]);
  });
});

it("15: an ipBlock matches addresses of pods, unless the network plugin does not", () => {
  const policy = "b: {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.0/24}}]}]}";
  const lines = ["b/web > a/web", "b/web > 10.0.0.77"] as const;
  expect(answers(ask([policy]), ...lines)).toEqual(["allowed", "allowed"]);
  expect(answers(ask([policy], { ipBlockMatchesPods: false }), ...lines)).toEqual(["denied", "allowed"]);
});

it("an operator nobody knows makes unknown what it may select, and nothing else", () => {
  const peer =
    "{podSelector: {matchLabels: {app: api}, matchExpressions: [{key: tier, operator: Near, values: [x]}]}}";
  const asked = ask([`a: {podSelector: {matchLabels: {app: web}}, ingress: [{from: [${peer}]}]}`]);
  expect(answers(asked, "a/api > a/web", "b/web > a/web", "b/web > a/api")).toEqual([
    "unknown",
    "denied",
    "allowed",
  ]);
});

it("a policy whose own selector cannot be read may isolate any pod of its namespace", () => {
  const asked = ask(["a: {podSelector: everything, policyTypes: [Ingress]}"]);
  expect(answers(asked, "b/web > a/web", "a/web > b/web")).toEqual(["unknown", "allowed"]);
});
