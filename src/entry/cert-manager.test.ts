import { expect, it } from "vitest";
import { testProfile, testWorld } from "../guarantees/testing.ts";
import { certManagerOf, certManagerRead, certManagersOf } from "./cert-manager.ts";
import { type Written, workloadYaml } from "./controllers/testing.ts";

const profile = testProfile();

function part(name: string, written: Written = {}): string {
  return workloadYaml({
    name: `cert-manager${name === "controller" ? "" : `-${name}`}`,
    namespace: "cert-manager",
    image: `quay.io/jetstack/cert-manager-${name}:v1.11.0`,
    args: [],
    ...written,
  });
}

const ALL = [
  part("controller", {
    args: [
      "--v=2",
      "--cluster-resource-namespace=$(POD_NAMESPACE)",
      "--feature-gates=ExperimentalGatewayAPISupport=true,AdditionalCertificateOutputFormats=false",
      "--enable-gateway-api",
    ],
  }),
  part("webhook"),
  part("cainjector"),
];

it("finds the three parts, the version and what it was started with", () => {
  const found = certManagerOf(testWorld(ALL.join("---\n")), profile);
  expect(found).toMatchObject({
    namespace: "cert-manager",
    version: [1, 11, 0],
    clusterResourceNamespace: "cert-manager",
    controller: { ref: { name: "cert-manager" } },
    webhook: { ref: { name: "cert-manager-webhook" } },
    cainjector: { ref: { name: "cert-manager-cainjector" } },
  });
  expect(found?.flags["--enable-gateway-api"]).toBe("true");
  expect([...(found?.featureGates ?? [])]).toEqual([
    ["ExperimentalGatewayAPISupport", true],
    ["AdditionalCertificateOutputFormats", false],
  ]);
});

it.each<[string, Written, readonly number[] | undefined]>([
  ["of 0.x", { image: "quay.io/jetstack/cert-manager-controller:v0.11.1" }, [0, 11, 1]],
  [
    "from a mirror, by digest and label",
    {
      image: "m.example/cert-manager-controller@sha256:1",
      labels: { "app.kubernetes.io/version": "v1.14.5" },
    },
    [1, 14, 5],
  ],
  ["of an architecture", { image: "quay.io/jetstack/cert-manager-controller-arm64:v1.5.4" }, [1, 5, 4]],
  [
    "that somebody else built",
    {
      image: "docker.io/bitnami/cert-manager:1.11.0-debian-11-r8",
      args: ["--leader-election-namespace=kube-system"],
      labels: { "app.kubernetes.io/name": "cert-manager", "app.kubernetes.io/component": "controller" },
    },
    [1, 11, 0],
  ],
  ["that does not tell", { image: "cert-manager-controller@sha256:1" }, undefined],
])("recognises a controller %s", (_title, written, version) => {
  expect(certManagerOf(testWorld(part("controller", written)), profile)?.version).toEqual(version);
});

it("keeps to kube-system where no namespace is given", () => {
  expect(certManagerOf(testWorld(part("controller")), profile)).toMatchObject({
    clusterResourceNamespace: "kube-system",
    webhook: undefined,
  });
});

it("takes neither its solver nor its webhook alone for cert-manager", () => {
  const solver = workloadYaml({ image: "quay.io/jetstack/cert-manager-acmesolver:v1.11.0", args: [] });
  expect(certManagerOf(testWorld(`${solver}---\n${part("webhook")}`), profile)).toBeUndefined();
});

it("gives the one that runs, of two", () => {
  const asleep = part("controller", { namespace: "elx-cert-manager" }).replace(
    "spec:\n",
    "spec:\n  replicas: 0\n",
  );
  const world = testWorld(`${asleep}---\n${ALL.join("---\n")}`);
  expect(certManagersOf(world, profile)).toHaveLength(2);
  expect(certManagerOf(world, profile)?.namespace).toBe("cert-manager");
  expect(certManagerOf(world, profile)?.webhook?.ref.namespace).toBe("cert-manager");
});

it("knows whether none found means that there is none", () => {
  expect(certManagerRead(testWorld(""))).toBe(true);
  expect(certManagerRead(testWorld("", { coverage: { entries: [], assumedComplete: false } }))).toBe(false);
});
