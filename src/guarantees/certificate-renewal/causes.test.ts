import { describe, expect, it } from "vitest";
import { breachLine, testProfile } from "../testing.ts";
import { certificate, clusterIssuer, found, judgeRenewal, platform, tlsSecret } from "./testing.ts";

const BASE = platform() + clusterIssuer() + certificate();
const lines = (...args: Parameters<typeof found>) => found(...args).map(breachLine);

describe("a solver nobody serves", () => {
  const issuer = (ingress: string) =>
    platform() + clusterIssuer(`[{http01: {ingress: ${ingress}}}]`) + certificate();

  it.each([
    ["another class", "{class: internal}"],
    ["a class that is no object", "{ingressClassName: nginx}"],
    ["an Ingress that is not there", "{name: gone}"],
  ])("is so today already: %s", (_, ingress) => {
    expect(lines("solver-not-served", issuer(ingress))).toEqual([
      "solver-not-served advice ClusterIssuer le",
    ]);
  });

  it.each([
    ["its class", "{class: nginx}"],
    ["no class, where the controller takes any", "{}"],
  ])("is none with %s", (_, ingress) => {
    expect(lines("solver-not-served", issuer(ingress))).toEqual([]);
  });

  it("breaks where the move takes the controller away", () => {
    expect(lines("solver-not-served", BASE, { change: { workloads: [] } })).toEqual([
      "solver-not-served breaks ClusterIssuer le",
    ]);
  });

  it("is told by the default class where none is named", () => {
    const strict = issuer("{}").replace(", --watch-ingress-without-class=true", "");
    const preset =
      "{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: nginx, annotations: {ingressclass.kubernetes.io/is-default-class: 'true'}}, spec: {controller: k8s.io/ingress-nginx}}";
    expect(lines("solver-not-served", strict)).toHaveLength(1);
    expect(lines("solver-not-served", strict + preset)).toEqual([]);
  });

  it("goes by what the certificate says instead", () => {
    const other = certificate("other", {
      metadata: ", annotations: {acme.cert-manager.io/http01-override-ingress-class: internal}",
    });
    const [breach, ...rest] = found("solver-not-served", BASE + other);
    expect(rest).toEqual([]);
    expect(breach?.message).toContain("class internal");
    expect(breach?.message).toContain("shop/other");
    expect(breach?.message).not.toContain("shop/web");
  });

  it("is the field that 1.6.0 writes in the place of the annotation", () => {
    const yaml = clusterIssuer() + certificate();
    expect(lines("solver-not-served", platform({ certManager: "1.6.0" }) + yaml)).toHaveLength(1);
    expect(lines("solver-not-served", platform({ certManager: "1.6.2" }) + yaml)).toEqual([]);
  });
});

describe("cert-manager's version", () => {
  it.each<[string, number, number, string[]]>([
    ["1.11.0", 25, 27, []],
    ["1.11.0", 25, 28, ["unknown"]],
    ["1.11.0", 28, 28, []],
    ["1.12.4", 25, 32, []],
    ["1.4.4", 21, 22, ["breaks"]],
    ["1.4.4", 22, 23, ["unknown"]],
    ["0.9.1", 20, 22, ["breaks"]],
    ["1.99.0", 25, 40, []],
  ])("%s taken from 1.%d to 1.%d", (version, from, to, expected) => {
    const breaches = found("version-unsupported", platform({ certManager: version }), { from, to });
    expect(breaches.map(({ verdict }) => verdict)).toEqual(expected);
  });

  it("tells which release to go to", () => {
    const [breach] = found("version-unsupported", BASE, { to: 29 });
    expect(breach?.message).toContain("cert-manager 1.11.0, supported on Kubernetes 1.21 to 1.27: at 1.29");
    expect(breach?.remedy).toContain("Upgrade cert-manager to 1.12 or later before Kubernetes goes to 1.29");
  });

  it("tells what the end of the move asks for, if that is more", () => {
    const context = { target: { minor: 34 } };
    const [breach] = found("version-unsupported", BASE, { to: 28, context });
    expect(breach?.remedy).toContain(
      "to 1.12 or later before Kubernetes goes to 1.28, and to 1.19 or later before 1.34",
    );
    const [changes] = found("upgrade-changes", BASE, { to: 28, context });
    expect(changes?.message).toContain("Kubernetes 1.34 asks for cert-manager 1.19 or later");
  });

  it("is not judged where none tells it", () => {
    expect(found("version-unsupported", platform({ certManager: "latest" }), { to: 29 })).toEqual([]);
  });

  it.each<[string, number, string[]]>([
    ["1.5.3", 26, ["1.6 no longer serves", "write a solver's class"]],
    ["1.11.0", 29, []],
    ["1.11.0", 33, []],
    ["1.11.0", 34, ["rotationPolicy Always", "1.19.0 issues"]],
    ["0.10.1", 26, ["0.11 moves", "1.6 no longer serves"]],
  ])("%s on the way to 1.%d changes", (version, to, expected) => {
    const [breach] = found("upgrade-changes", platform({ certManager: version }), { to });
    if (expected.length === 0) expect(breach).toBeUndefined();
    for (const words of expected) expect(breach?.message).toContain(words);
  });

  it("cites what is written in versions that are going", () => {
    const old = certificate("old").replace("cert-manager.io/v1,", "cert-manager.io/v1alpha2,");
    const [breach] = found("upgrade-changes", platform({ certManager: "1.5.3" }) + clusterIssuer() + old, {
      to: 26,
    });
    expect(breach?.message).toContain("(Certificate shop/old)");
    expect(breach?.evidence.map(({ value }) => value)).toContain("cert-manager.io/v1alpha2");
  });
});

describe("a path with a dot", () => {
  const yaml = clusterIssuer() + certificate();
  it.each<[string, string, string, string, string[]]>([
    ["1.18.0", "1.12.1", "{}", "", ["advice"]],
    ["1.18.0", "1.12.6", "{}", "", []],
    ["1.18.0", "1.13.1", "{}", "", ["advice"]],
    ["1.18.0", "1.13.2", "{}", "", []],
    ["1.18.0", "1.11.2", "{}", "", []],
    ["1.18.0", "1.11.2", "{strict-validate-path-type: 'true'}", "", ["advice"]],
    ["1.18.0", "1.12.1", "{strict-validate-path-type: 'false'}", "", []],
    ["1.17.2", "1.12.1", "{}", "", []],
    ["1.18.1", "1.12.1", "{}", ", '--feature-gates=ACMEHTTP01IngressPathTypeExact=false'", []],
  ])("cert-manager %s, ingress-nginx %s, %s%s", (certManager, nginx, config, args, expected) => {
    const breaches = found("challenge-path-refused", platform({ certManager, nginx, config, args }) + yaml);
    expect(breaches.map(({ verdict }) => verdict)).toEqual(expected);
  });

  it("comes with the upgrade the move asks for", () => {
    const base = platform({ certManager: "1.17.0", nginx: "1.12.1" }) + yaml;
    expect(found("challenge-path-refused", base, { from: 29, to: 33 })).toEqual([]);
    expect(found("challenge-path-refused", base, { from: 29, to: 34 })[0]?.message).toContain(
      "which the move asks for",
    );
  });
});

describe("a copy", () => {
  const soon = tlsSecret("web", "2023-12-12", "2024-03-11");
  const late = tlsSecret("web", "2024-03-01", "2024-05-30");
  const copy = { copy: "beside", to: 26 } as const;

  it("cannot renew what is due before names lead there", () => {
    expect(lines("renewal-during-move", BASE + soon, copy)).toEqual([
      "renewal-during-move breaks Secret shop/web-tls",
    ]);
    // Due within the days of the move, and valid beyond them.
    const between = tlsSecret("web", "2024-02-01", "2024-05-01");
    expect(lines("renewal-during-move", BASE + between, copy)).toEqual([
      "renewal-during-move unknown Secret shop/web-tls",
    ]);
    expect(lines("renewal-during-move", BASE + late, copy)).toEqual([]);
    const moved = { traffic: { balancers: [], settings: [], users: "new" } } as const;
    expect(lines("renewal-during-move", BASE + soon, { ...copy, change: moved })).toEqual([]);
    expect(lines("renewal-during-move", BASE + soon)).toEqual([]);
  });

  it("can by DNS-01", () => {
    const dns = platform() + clusterIssuer("[{dns01: {route53: {}}}]") + certificate() + soon;
    expect(lines("renewal-during-move", dns, copy)).toEqual([]);
  });

  it("may lack what was not found, where Secrets were read", () => {
    expect(lines("renewal-during-move", BASE, copy)).toEqual([
      "renewal-during-move unknown Certificate shop/web",
    ]);
    const coverage = { entries: [], assumedComplete: false };
    expect(lines("renewal-during-move", BASE, { ...copy, coverage })).toEqual([]);
  });

  it("takes requests along, told by kind and namespace", () => {
    const request = (kind: string, name: string, group = "cert-manager.io") =>
      `{apiVersion: ${group}/v1, kind: ${kind}, metadata: {name: ${name}, namespace: shop}}\n---\n`;
    const yaml =
      BASE +
      request("CertificateRequest", "a") +
      request("CertificateRequest", "b") +
      request("Order", "o", "acme.cert-manager.io");
    expect(lines("requests-copied", yaml, copy)).toEqual([
      "requests-copied unknown CertificateRequest shop/a",
      "requests-copied unknown Order shop/o",
    ]);
    expect(lines("requests-copied", yaml)).toEqual([]);
  });

  it("takes Certificates of Ingresses along, and not those somebody wrote", () => {
    const made = certificate("made", {
      metadata: ", ownerReferences: [{apiVersion: networking.k8s.io/v1, kind: Ingress, name: made, uid: x}]",
    });
    expect(lines("shim-certificate-copied", BASE + made, copy)).toEqual([
      "shim-certificate-copied unknown Certificate shop/made",
    ]);
    expect(lines("shim-certificate-copied", BASE + made)).toEqual([]);
    const [breach, ...rest] = found(
      "shim-certificate-copied",
      BASE + made + made.replaceAll("made", "also"),
      copy,
    );
    expect(rest).toEqual([]);
    expect(breach?.message).toContain("as 1 other of the namespace (also)");
  });

  it("leaves ClusterIssuers' Secrets behind", () => {
    const token =
      "{apiVersion: v1, kind: Secret, metadata: {name: token, namespace: cert-manager}, data: {t: ''}}\n---\n";
    const issuer = clusterIssuer("[{dns01: {digitalocean: {tokenSecretRef: {name: token}}}}]");
    expect(lines("issuer-secret-left-behind", platform() + issuer + token, copy)).toEqual([
      "issuer-secret-left-behind advice ClusterIssuer le",
      "issuer-secret-left-behind unknown Secret cert-manager/token",
    ]);
    expect(lines("issuer-secret-left-behind", platform() + issuer + token)).toEqual([]);
    const own =
      "{apiVersion: cert-manager.io/v1, kind: Issuer, metadata: {name: own, namespace: shop}, spec: {ca: {secretName: root}}}";
    expect(lines("issuer-secret-left-behind", platform() + own, copy)).toEqual([]);
  });

  it("may ask for more than the authority gives", () => {
    const many = (count: number, names: (index: number) => string) =>
      Array.from({ length: count }, (_, index) => certificate(`c${index}`, { names: names(index) })).join("");
    const own = (index: number) => `c${index}.example.co.uk`;
    const base = platform() + clusterIssuer();
    const verdicts = (yaml: string) =>
      found("issuance-limit", yaml, copy).map(({ verdict, detail }) => `${verdict} ${detail}`);
    expect(verdicts(base + many(50, own))).toEqual([]);
    expect(verdicts(base + many(51, own))).toEqual(["breaks for example.co.uk in 7 days"]);
    expect(verdicts(base + many(51, own) + tlsSecret("c0", "2024-03-01", "2024-05-30"))).toEqual([
      "unknown for example.co.uk in 7 days",
    ]);
    expect(verdicts(base + many(51, (index) => `www.c${index}.co.uk`))).toEqual([]);
    expect(verdicts(base + many(6, () => "a.example.com, b.example.com"))).toEqual([
      "breaks for the same names (a.example.com, b.example.com) in 7 days",
    ]);
    expect(verdicts(base + many(5, () => "a.example.com"))).toEqual([]);
    expect(verdicts(base.replace("acme-v02", "acme-staging-v02") + many(51, own))).toEqual([]);
  });
});

describe("namespace cert-manager", () => {
  const namespace = "{apiVersion: v1, kind: Namespace, metadata: {name: cert-manager}}\n---\n";
  const secret = (name: string, type = "Opaque") =>
    `{apiVersion: v1, kind: Secret, type: ${type}, metadata: {name: ${name}, namespace: cert-manager}}\n---\n`;
  const yaml = BASE + namespace + secret("account") + secret("cert-manager-webhook-ca");

  it("is deleted by the runs that come before the move", () => {
    const profile = testProfile();
    const [breach] = found("namespace-deleted", yaml, { from: 23, to: 25, context: { profile } });
    expect(breach && breachLine(breach)).toBe("namespace-deleted unknown Namespace cert-manager");
    expect(breach?.message).toContain("1 Secret of namespace cert-manager (account).");
  });

  it("takes what a ClusterIssuer cannot do without", () => {
    const issuer = clusterIssuer("[{dns01: {digitalocean: {tokenSecretRef: {name: token}}}}]");
    const [breach] = found("namespace-deleted", platform() + issuer + namespace + secret("token"), {
      from: 24,
    });
    expect(breach?.message).toContain("(token). ClusterIssuer le issues nothing without.");
  });

  it("is worth a warning where no run is needed, and holds nobody's where only cert-manager's own are in it", () => {
    expect(lines("namespace-deleted", yaml, { to: 26 })).toEqual([
      "namespace-deleted advice Namespace cert-manager",
    ]);
    expect(
      lines("namespace-deleted", BASE + namespace + secret("cert-manager-webhook-ca"), { to: 26 }),
    ).toEqual([]);
    expect(lines("namespace-deleted", yaml, { to: 26, copy: "beside" })).toEqual([]);
  });

  it("is none of Kubespray's where a chart installed it", () => {
    const chart = yaml.replace(
      "metadata: { name: cert-manager, namespace: cert-manager }",
      "metadata: { name: cert-manager, namespace: cert-manager, labels: { helm.sh/chart: cert-manager-v1.11.0 } }",
    );
    expect(lines("namespace-deleted", chart, { to: 26 })).toEqual([]);
  });
});

describe("an issuer that was not found", () => {
  const coverage = { entries: [], assumedComplete: false };

  it("leaves open how certificates are issued, where not all was read", () => {
    const [breach] = found("issuer-not-found", platform() + certificate(), { coverage });
    expect(breach?.verdict).toBe("unknown");
    expect(breach?.message).toContain(
      "1 certificate of an issuer that is not there: Certificate shop/web (web)",
    );
    expect(found("issuer-not-found", platform(), { coverage })).toHaveLength(1);
  });

  it("is so today already, where all was", () => {
    expect(lines("issuer-not-found", platform() + certificate())).toEqual([
      "issuer-not-found advice Cluster cluster",
    ]);
  });

  it("is none where it is there, where another controller's is named, or where nothing asks for one", () => {
    const foreign = certificate().replace(
      "{kind: ClusterIssuer,",
      "{group: aws.example.com, kind: ClusterIssuer,",
    );
    expect(lines("issuer-not-found", BASE)).toEqual([]);
    expect(lines("issuer-not-found", platform() + foreign)).toEqual([]);
    expect(lines("issuer-not-found", "", { coverage })).toEqual([]);
  });
});

it("has nothing to say of the cluster as it was read, nor of one without certificates", () => {
  expect(judgeRenewal(BASE, { change: { state: "v1" } })).toEqual([]);
  expect(judgeRenewal("", { to: 34, copy: "beside" })).toEqual([]);
});
