import { describe, expect, it } from "vitest";
import type { Profile } from "../../platforms/profile.ts";
import { addressedNodes, judgeMove, type MoveOptions, move } from "../address-testing.ts";
import { breachLine, testNode, testProfile } from "../testing.ts";
import { apiAccess } from "./api-access.ts";

function lines(yaml: string, options: MoveOptions = {}): string[] {
  return judgeMove(apiAccess, yaml, options).map(breachLine).sort();
}

const config = (text: string) =>
  `{apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: shop}, data: {a: "${text}"}}`;
const deployment = (container: string) =>
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: ci, namespace: shop}, spec: {template: {spec: {containers: [${container}]}}}}`;

describe("a control-plane node's address", () => {
  it.each([
    [
      "in a kubeconfig kept in a ConfigMap",
      config("clusters:\\n- cluster:\\n    server: https://10.128.0.5:6443"),
    ],
    ["as a floating IP", config("https://203.0.113.5:6443")],
    ["without a port", config("10.128.0.5")],
    [
      "in an environment variable",
      deployment("{name: a, env: [{name: KUBERNETES_SERVICE_HOST, value: 10.128.0.5}]}"),
    ],
    ["in arguments", deployment("{name: a, args: ['--master=https://10.128.0.5:6443']}")],
    ["by the node's name", config("https://master-1:6443")],
    ["by the node's name in a variable", deployment("{name: a, env: [{name: API_SERVER, value: master-1}]}")],
    [
      "in a custom resource",
      "{apiVersion: x.io/v1, kind: Runner, metadata: {name: ci, namespace: shop}, spec: {apiServer: 'https://10.128.0.5:6443'}}",
    ],
  ])("%s breaks", (_, yaml) => {
    const [line, ...rest] = lines(yaml);
    expect(rest).toEqual([]);
    expect(line).toMatch(/^control-plane-address breaks /);
  });

  it("is told with the place, the address and whose it is", () => {
    const [breach] = judgeMove(
      apiAccess,
      deployment("{name: a, args: ['--master=https://10.128.0.5:6443']}"),
    );
    expect(breach?.message).toContain(
      "Deployment shop/ci names https://10.128.0.5:6443 (Node master-1, InternalIP)",
    );
    expect(breach?.evidence).toMatchObject([
      {
        path: ["spec", "template", "spec", "containers", 0, "args", 0],
        value: "https://10.128.0.5:6443",
        note: "10.128.0.5: Node master-1 (InternalIP)",
      },
    ]);
  });

  it.each([
    ["etcd's", config("https://10.128.0.5:2379")],
    ["a worker's", config("10.128.0.11")],
    ["the Service's", config("https://kubernetes.default.svc https://10.233.0.1:443")],
    ["a network's", config("10.128.0.0/22")],
    [
      "a place for pods",
      "{apiVersion: v1, kind: Pod, metadata: {name: x, namespace: shop}, spec: {nodeSelector: {kubernetes.io/hostname: master-1}}}",
    ],
  ])("it is not %s", (_, yaml) => {
    expect(lines(yaml)).toEqual([]);
  });

  it("bites while nodes are replaced, not before", () => {
    const { before, passing, context } = move(config("https://10.128.0.5:6443"));
    expect(apiAccess.judge(before, before, context)).toEqual([]);
    expect(apiAccess.judge(before, passing, context).map(breachLine)).toEqual([
      "control-plane-address breaks ConfigMap shop/x",
    ]);
  });

  it("is not told where the platform writes it", () => {
    const owned = [{ kind: "ConfigMap", namespace: "shop", name: "x" }];
    const profile = testProfile({ source: { ...testProfile().source, owned } });
    expect(lines(config("https://10.128.0.5:6443"), { profile })).toEqual([]);
  });
});

describe("the API's old name", () => {
  it("is a question: it may lead to the load balancer", () => {
    const [breach, ...rest] = judgeMove(apiAccess, config("https://k8s.example.com:6443"), {
      apiNames: ["k8s.example.com"],
    });
    expect(rest).toEqual([]);
    expect(breach && breachLine(breach)).toBe("api-server-name unknown ConfigMap shop/x");
    expect(breach?.message).toContain("https://k8s.example.com:6443 (its kubeconfig)");
  });

  it("breaks where it is an address", () => {
    expect(lines(config("https://198.51.100.9"), { apiNames: ["198.51.100.9"] })).toEqual([
      "api-server-name breaks ConfigMap shop/x",
    ]);
  });

  it("is one finding beside a node's address in the same object", () => {
    expect(lines(config("k8s.example.com 10.128.0.5"), { apiNames: ["k8s.example.com"] })).toEqual([
      "api-server-name unknown ConfigMap shop/x",
      "control-plane-address breaks ConfigMap shop/x",
    ]);
  });

  it("is nobody's where it is part of another name", () => {
    expect(lines(config("https://dashboard.k8s.example.com"), { apiNames: ["k8s.example.com"] })).toEqual([]);
  });
});

describe("a webhook reached by a node's address", () => {
  const webhook = (url: string, policy: string) =>
    `{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: x}, webhooks: [{name: a.b.c, failurePolicy: ${policy}, clientConfig: {url: '${url}'}}]}`;

  it.each([
    ["https://10.128.0.11:8443/validate", "Fail", "every request it matches is refused"],
    ["https://10.128.0.11:8443/validate", "Ignore", "requests go through unchecked"],
    ["https://203.0.113.11/validate", "Fail", "every request"],
    ["https://10.128.0.5:9443/validate", "Fail", "every request"],
    ["https://worker-1:8443/validate", "Fail", "every request"],
  ])("%s, %s", (url, policy, consequence) => {
    const [breach, ...rest] = judgeMove(apiAccess, webhook(url, policy));
    expect(rest).toEqual([]);
    expect(breach && breachLine(breach)).toBe(
      "node-address-in-webhook breaks ValidatingWebhookConfiguration x",
    );
    expect(breach?.message).toContain(consequence);
    expect(breach?.evidence[0]?.path).toEqual(["webhooks", 0, "clientConfig", "url"]);
  });

  it("for conversion takes the objects with it", () => {
    const [breach] = judgeMove(
      apiAccess,
      "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: x}, spec: {conversion: {webhook: {clientConfig: {url: 'https://10.128.0.11/convert'}}}}}",
    );
    expect(breach?.message).toContain("can be neither read nor changed");
  });

  it("holds by a Service", () => {
    expect(
      lines(
        "{apiVersion: admissionregistration.k8s.io/v1, kind: MutatingWebhookConfiguration, metadata: {name: x}, webhooks: [{name: a, clientConfig: {service: {name: a, namespace: b}}}]}",
      ),
    ).toEqual([]);
  });
});

describe("a network policy", () => {
  const policy = (spec: string) =>
    `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: x, namespace: shop}, spec: ${spec}}`;
  const to = (cidr: string, ports: string) =>
    policy(`{egress: [{to: [{ipBlock: {cidr: ${cidr}}}]${ports}}]}`);

  it.each([
    [
      "out to a control-plane node's API",
      to("10.128.0.5/32", ", ports: [{port: 6443, protocol: TCP}]"),
      "breaks",
    ],
    ["out to a control-plane node, any port", to("10.128.0.5/32", ""), "breaks"],
    [
      "out to the nodes' network on the API's port",
      to("10.128.0.0/22", ", ports: [{port: 6443}]"),
      "unknown",
    ],
    [
      "in from a control-plane node",
      policy("{ingress: [{from: [{ipBlock: {cidr: 10.128.0.5/32}}]}]}"),
      "breaks",
    ],
    [
      "of Calico",
      "{apiVersion: crd.projectcalico.org/v1, kind: GlobalNetworkPolicy, metadata: {name: x}, spec: {egress: [{action: Allow, destination: {nets: [10.128.0.5/32], ports: [6443]}}]}}",
      "breaks",
    ],
    [
      "of Cilium",
      "{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: x}, spec: {egress: [{toCIDR: [10.128.0.5/32], toPorts: [{ports: [{port: '6443'}]}]}]}}",
      "breaks",
    ],
  ])("%s", (_, yaml, verdict) => {
    const [line, ...rest] = lines(yaml);
    expect(rest).toEqual([]);
    expect(line).toMatch(new RegExp(`^policy-names-control-plane ${verdict} `));
  });

  it.each([
    ["out to another port of the node", to("10.128.0.5/32", ", ports: [{port: 9100}]")],
    ["out to the nodes' network", to("10.128.0.0/22", "")],
    ["out to everything", to("0.0.0.0/0", "")],
    ["out to a worker", to("10.128.0.11/32", ", ports: [{port: 6443}]")],
    [
      "out to everything but the node",
      policy("{egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.128.0.5/32]}}]}]}"),
    ],
  ])("%s is not about the API", (_, yaml) => {
    expect(lines(yaml)).toEqual([]);
  });

  it("says which way traffic is lost", () => {
    const out = judgeMove(apiAccess, to("10.128.0.5/32", ""))[0];
    const inward = judgeMove(apiAccess, policy("{ingress: [{from: [{ipBlock: {cidr: 10.128.0.5/32}}]}]}"))[0];
    expect(out?.message).toContain("no longer reach the Kubernetes API, also not by kubernetes.default.svc");
    expect(inward?.message).toContain("webhooks, aggregated APIs");
  });
});

describe("who may reach the API", () => {
  const calico =
    "{apiVersion: crd.projectcalico.org/v1, kind: GlobalNetworkPolicy, metadata: {name: x}, spec: {ingress: [{action: Deny}, {action: Allow, source: {nets: [192.0.2.0/24]}, destination: {ports: [6443]}}]}}";
  const cilium =
    "{apiVersion: cilium.io/v2, kind: CiliumClusterwideNetworkPolicy, metadata: {name: x}, spec: {nodeSelector: {}, ingress: [{fromCIDR: [192.0.2.0/24], toPorts: [{ports: [{port: '6443'}]}]}]}}";

  it.each([calico, cilium])("is a question where a host policy decides", (yaml) => {
    const [breach, ...rest] = judgeMove(apiAccess, yaml);
    expect(rest).toEqual([]);
    expect(breach?.cause).toBe("allow-list");
    expect(breach?.verdict).toBe("unknown");
    expect(breach?.remedy).toContain("Ask the provider when");
  });

  it.each([
    ["other ports", calico.replace("6443", "443")],
    ["pods", cilium.replace("nodeSelector", "endpointSelector")],
    ["every address", calico.replace("source: {nets: [192.0.2.0/24]}, ", "")],
  ])("is not decided by a policy for %s", (_, yaml) => {
    expect(lines(yaml)).toEqual([]);
  });

  it.each([
    ["2024-03-05", "no such list yet (expected 2024 Q1)", "decide whether the API may be open"],
    ["2024-06-01", "without a new one the API is open", "give it to the provider"],
  ])("is worth a word where the API has floating IPs, %s", (on, message, remedy) => {
    const [breach, ...rest] = judgeMove(apiAccess, "", { profile: withAllowList(), on });
    expect(rest).toEqual([]);
    expect(breach && breachLine(breach)).toBe("allow-list advice Cluster cluster");
    expect(breach?.message).toContain("(203.0.113.5)");
    expect(breach?.message).toContain(message);
    expect(breach?.remedy).toContain(remedy);
  });

  it("is not asked where the API has none, or the profile does not speak of it", () => {
    const nodes = [testNode("master-1", { role: "control-plane", internalIP: "10.128.0.5" })];
    expect(lines("", { profile: withAllowList(), nodes })).toEqual([]);
    expect(lines("", { nodes: addressedNodes() })).toEqual([]);
  });
});

function withAllowList(): Profile {
  const history = [
    { on: "2024-03-05", status: "planned", expected: "2024 Q1" },
    { on: "2024-05-01", status: "opt-in" },
  ];
  return testProfile({ features: [{ id: "api-allow-list", title: "x", history }] });
}

describe("a lasting token", () => {
  const token = (name: string, namespace = "shop") =>
    `{apiVersion: v1, kind: Secret, type: kubernetes.io/service-account-token, metadata: {name: ${name}, namespace: ${namespace}, annotations: {kubernetes.io/service-account.name: deployer}}}`;

  it("made by hand is worth telling its holder", () => {
    const [breach, ...rest] = judgeMove(apiAccess, token("deployer"));
    expect(rest).toEqual([]);
    expect(breach && breachLine(breach)).toBe("kubeconfig-must-be-renewed advice Secret shop/deployer");
    expect(breach?.message).toContain("no longer reached at 10.128.0.5, 203.0.113.5");
  });

  it.each([
    ["made by the controller of old", token("deployer-token-x7x2k")],
    [
      "listed by its account",
      `${token("other")}\n---\n{apiVersion: v1, kind: ServiceAccount, metadata: {name: deployer, namespace: shop}, secrets: [{name: other}]}`,
    ],
    ["of the platform", token("deployer", "kube-system")],
    ["of another type", token("deployer").replace("kubernetes.io/service-account-token", "Opaque")],
  ])("%s is not", (_, yaml) => {
    expect(lines(yaml)).toEqual([]);
  });

  it("is not told before the API moves", () => {
    const { before, context } = move(token("deployer"));
    expect(apiAccess.judge(before, before, context)).toEqual([]);
  });
});

describe("a Secret that holds an API's address", () => {
  const secret = (more: string) =>
    `{apiVersion: v1, kind: Secret, metadata: {name: x, namespace: shop${more}`;

  it.each([
    [
      "Argo CD's",
      secret(", labels: {argocd.argoproj.io/secret-type: cluster}}, data: {name: '', server: ''}}"),
      "server",
    ],
    ["a kubeconfig", secret("}, data: {kubeconfig: ''}}"), "kubeconfig"],
    ["a file", secret("}, stringData: {ci.kube_config: ''}}"), "ci.kube_config"],
  ])("%s is a question", (_, yaml, key) => {
    const [breach, ...rest] = judgeMove(apiAccess, yaml);
    expect(rest).toEqual([]);
    expect(breach && breachLine(breach)).toBe("kubeconfig-in-secret unknown Secret shop/x");
    expect(breach?.evidence[0]?.path.at(-1)).toBe(key);
  });

  it.each([
    ["a server of something else", secret("}, data: {server: '', password: ''}}")],
    [
      "Argo CD's repository",
      secret(", labels: {argocd.argoproj.io/secret-type: repository}}, data: {url: '', server: ''}}"),
    ],
    ["no data", secret("}}")],
  ])("%s is none", (_, yaml) => {
    expect(lines(yaml)).toEqual([]);
  });
});

describe("while the API is away", () => {
  const job = (spec: string) =>
    `{apiVersion: batch/v1, kind: CronJob, metadata: {name: x, namespace: shop}, spec: {${spec}}}`;

  it.each([
    ["startingDeadlineSeconds: 60", ["api-interrupted advice CronJob shop/x"]],
    ["startingDeadlineSeconds: 3600", []],
    ["schedule: '* * * * *'", []],
    ["startingDeadlineSeconds: 60, suspend: true", []],
  ])("a CronJob with %s", (spec, expected) => {
    const { before, passing, after, context } = move(job(spec));
    expect(apiAccess.judge(before, passing, context).map(breachLine)).toEqual(expected);
    expect(apiAccess.judge(before, after, context)).toEqual([]);
  });
});
