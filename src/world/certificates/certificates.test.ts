import { describe, expect, it } from "vitest";
import { manifests, resourceOf } from "../../guarantees/testing.ts";
import { formatPath } from "../json.ts";
import { ObjectStore } from "../store.ts";
import { managedCertificates } from "./certificates.ts";
import { issuersOf } from "./issuers.ts";
import { certificateKind } from "./kinds.ts";
import { registeredDomain } from "./registered-domain.ts";
import { daysAfter, durationHours, tlsSecretOf, validityOf } from "./renewal.ts";

const store = (yaml: string) => ObjectStore.of(manifests(yaml).map((object) => resourceOf(object)));

describe("certificates", () => {
  it("are Certificates, with what they say of issuer, names and class", () => {
    const [certificate, ...rest] = managedCertificates(
      store(`
apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  { name: web, namespace: shop, labels: { a: b }, annotations: { acme.cert-manager.io/http01-override-ingress-class: public },
    ownerReferences: [{ apiVersion: networking.k8s.io/v1, kind: Ingress, name: web, uid: x, controller: true }] }
spec: { commonName: www.example.com, dnsNames: [a.example.com], issuerRef: { kind: ClusterIssuer, name: le }, secretName: web-tls, renewBefore: 360h }
`),
    );
    expect(rest).toEqual([]);
    expect(certificate).toMatchObject({
      namespace: "shop",
      name: "web",
      dnsNames: ["a.example.com", "www.example.com"],
      issuer: { kind: "ClusterIssuer", name: "le", group: "cert-manager.io" },
      secretName: "web-tls",
      labels: { a: "b" },
      override: { by: "class", name: "public" },
      madeFrom: { kind: "Ingress", namespace: "shop", name: "web" },
      renewBefore: "360h",
    });
  });

  it.each([
    ["cert-manager.io/issuer: le", "Issuer le"],
    ["cert-manager.io/cluster-issuer: le", "ClusterIssuer le"],
    ['kubernetes.io/tls-acme: "true"', "none"],
  ])("are to be made for an Ingress with %s", (annotation, issuer) => {
    const [certificate] = managedCertificates(
      store(`
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop, annotations: { ${annotation}, acme.cert-manager.io/http01-edit-in-place: "true" } }
spec: { tls: [{ hosts: [a.example.com], secretName: web-tls }, { hosts: [b.example.com] }, { secretName: c }] }
`),
    );
    expect(certificate).toMatchObject({
      name: "web-tls",
      dnsNames: ["a.example.com"],
      override: { by: "ingress", name: "web" },
    });
    expect(
      certificate?.issuer === undefined ? "none" : `${certificate.issuer.kind} ${certificate.issuer.name}`,
    ).toBe(issuer);
  });

  it("are not made for an Ingress that asks for none, nor twice", () => {
    const ingress = (name: string, annotations: string) =>
      `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: ${name}, namespace: shop, annotations: {${annotations}}}, spec: {tls: [{hosts: [a.example.com], secretName: web-tls}]}}`;
    const asked = "cert-manager.io/cluster-issuer: le";
    const certificate =
      "{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: web-tls, namespace: shop}, spec: {secretName: web-tls}}";
    expect(managedCertificates(store(ingress("a", "x: y")))).toEqual([]);
    expect(managedCertificates(store(`${ingress("a", asked)}\n---\n${ingress("b", asked)}`))).toHaveLength(1);
    expect(
      managedCertificates(store(`${ingress("a", asked)}\n---\n${certificate}`)).map(
        ({ resource }) => resource.ref.kind,
      ),
    ).toEqual(["Certificate"]);
  });

  it("are found in the group they were in until 0.11, once", () => {
    const objects = store(`
{apiVersion: certmanager.k8s.io/v1alpha1, kind: Certificate, metadata: {name: a, namespace: shop}, spec: {secretName: a}}
---
{apiVersion: certmanager.k8s.io/v1alpha1, kind: Certificate, metadata: {name: b, namespace: shop}, spec: {secretName: b}}
---
{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: b, namespace: shop}, spec: {secretName: b}}
---
{apiVersion: certmanager.k8s.io/v1alpha1, kind: Order, metadata: {name: o, namespace: shop}}
`);
    expect(certificateKind(objects, "Certificate").map(({ ref }) => `${ref.apiVersion} ${ref.name}`)).toEqual(
      ["cert-manager.io/v1 b", "certmanager.k8s.io/v1alpha1 a"],
    );
    expect(certificateKind(objects, "Order")).toHaveLength(1);
  });

  it.each(["{}", "{spec: 7}", "{spec: {dnsNames: 7, issuerRef: [], secretName: {}}}"])(
    "may hold anything: %s",
    (body) => {
      const [object] = manifests(
        `{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: a, namespace: b}}`,
      );
      const odd = { ...object, ...(manifests(body)[0] as object) } as NonNullable<typeof object>;
      expect(managedCertificates(ObjectStore.of([resourceOf(odd)]))).toMatchObject([
        { dnsNames: [], issuer: undefined },
      ]);
    },
  );
});

describe("issuers", () => {
  it.each([
    [
      "{acme: {server: 'https://acme.example.com/dir', privateKeySecretRef: {name: key}}}",
      "acme",
      ["account key spec.acme.privateKeySecretRef.name"],
    ],
    ["{ca: {secretName: root}}", "ca", ["credential root spec.ca.secretName"]],
    ["{selfSigned: {}}", "selfSigned", []],
    [
      "{vault: {auth: {appRole: {secretRef: {name: role}}}, caBundleSecretRef: {name: bundle}}}",
      "vault",
      [
        "credential role spec.vault.auth.appRole.secretRef.name",
        "credential bundle spec.vault.caBundleSecretRef.name",
      ],
    ],
    [
      "{venafi: {tpp: {credentialsRef: {name: tpp}}}}",
      "venafi",
      ["credential tpp spec.venafi.tpp.credentialsRef.name"],
    ],
    ["{other: {}}", "unknown", []],
    [
      "{acme: {externalAccountBinding: {keySecretRef: {name: eab}}, solvers: [{dns01: {webhook: {config: {apiTokenSecretRef: {name: token}}}}}, {dns01: {azureDNS: {clientSecretSecretRef: {name: azure}}}}]}}",
      "acme",
      [
        "credential eab spec.acme.externalAccountBinding.keySecretRef.name",
        "credential token spec.acme.solvers[0].dns01.webhook.config.apiTokenSecretRef.name",
        "credential azure spec.acme.solvers[1].dns01.azureDNS.clientSecretSecretRef.name",
      ],
    ],
  ])("%s is %s", (spec, type, secrets) => {
    const [issuer] = issuersOf(
      store(`{apiVersion: cert-manager.io/v1, kind: ClusterIssuer, metadata: {name: x}, spec: ${spec}}`),
    );
    expect(issuer?.type).toBe(type);
    expect(issuer?.secrets.map(({ name, path, role }) => `${role} ${name} ${formatPath(path)}`)).toEqual(
      secrets,
    );
  });
});

describe("validity", () => {
  const secret = (from: string, until: string) =>
    `{apiVersion: v1, kind: Secret, metadata: {name: a, namespace: shop}, type: kubernetes.io/tls, certificate: {notBefore: '${from}', notAfter: '${until}'}}`;
  const certificate = (more: string) =>
    `{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: a, namespace: shop}, spec: {secretName: a${more}}}`;

  it.each([
    ["", "2024-02-14T07:00:00.000Z", "2024-05-14T07:00:00.000Z", "2024-04-14 2024-05-14"],
    [", renewBefore: 360h", "2024-02-14T07:00:00.000Z", "2024-05-14T07:00:00.000Z", "2024-04-29 2024-05-14"],
    [
      ", renewBeforePercentage: 50",
      "2024-02-14T07:00:00.000Z",
      "2024-05-14T07:00:00.000Z",
      "2024-03-30 2024-05-14",
    ],
    [", renewBefore: soon", "2024-02-14T07:00:00.000Z", "2024-05-14T07:00:00.000Z", "2024-04-14 2024-05-14"],
  ])("with {%s}: %s to %s", (more, from, until, expected) => {
    const objects = store(`${secret(from, until)}\n---\n${certificate(more)}`);
    const [managed] = managedCertificates(objects);
    if (managed === undefined) throw new Error("no certificate");
    const kept = tlsSecretOf(objects, managed);
    const validity = kept === undefined ? undefined : validityOf(kept, managed);
    expect(`${validity?.renewsOn} ${validity?.notAfter}`).toBe(expected);
  });

  it("is not known where the Secret holds no certificate", () => {
    const objects = store(`${secret("", "")}\n---\n${certificate("")}`);
    const [managed] = managedCertificates(objects);
    if (managed === undefined) throw new Error("no certificate");
    const kept = tlsSecretOf(objects, managed);
    expect(kept).toBeDefined();
    expect(kept && validityOf(kept, managed)).toBeUndefined();
  });

  it.each([
    ["2160h0m0s", 2160],
    ["90m", 1.5],
    ["1h30m", 1.5],
    ["30d", undefined],
    ["", undefined],
  ])("reads the duration %s", (text, hours) => {
    expect(durationHours(text)).toBe(hours);
  });

  it("adds days", () => {
    expect(daysAfter("2024-02-28", 2)).toBe("2024-03-01");
  });
});

it.each([
  ["shop.example.com", "example.com"],
  ["*.shop.example.co.uk", "example.co.uk"],
  ["a.b.github.io", "b.github.io"],
  ["EXAMPLE.com.", "example.com"],
  ["web.shop.svc.cluster.local", undefined],
  ["localhost", undefined],
  ["10.0.0.1", undefined],
  ["com", undefined],
])("%s was registered as %s", (name, domain) => {
  expect(registeredDomain(name)).toBe(domain);
});
