import { expect, it } from "vitest";
import { loadProfile } from "../config/profiles.ts";
import { manifests } from "../guarantees/testing.ts";
import { createCollector } from "../observe/collector.ts";
import { buildWorld } from "../world/build-world.ts";
import { certManagerOf } from "./cert-manager.ts";
import type { Operator } from "./controller.ts";
import { controllersOf } from "./controllers/controllers-of.ts";
import { type Written, workloadYaml } from "./controllers/testing.ts";

const profile = await loadProfile("elastx-caas-v2");
const generic = await loadProfile("kubespray-to-cluster-api");

/** As the program reads them, so that owners are those it finds. */
function worldOf(yaml: string) {
  const collector = createCollector();
  for (const object of manifests(yaml)) collector.add(object, { kind: "snapshot", source: "test" }, true);
  const { resources, coverage } = collector.finish(["test"], { assumeComplete: true });
  return buildWorld({ resources, coverage, gitVersion: "v1.25.6", hosts: [] });
}

function ingressOperator(written: Written, more = "", by = profile): Operator | undefined {
  return controllersOf(worldOf(`${workloadYaml(written)}---\n${more}`), by)[0]?.operator;
}

const NAME = "app.kubernetes.io/name";
const PART_OF = "app.kubernetes.io/part-of";
const KUBESPRAY: Written = {
  kind: "DaemonSet",
  namespace: "ingress-nginx",
  labels: { [NAME]: "ingress-nginx", [PART_OF]: "ingress-nginx" },
  annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}" },
};
const KUBESPRAY_NAMESPACE = `
apiVersion: v1
kind: Namespace
metadata: { name: ingress-nginx, labels: { name: ingress-nginx } }
`;
const CHART: Written = {
  ...KUBESPRAY,
  labels: {
    [NAME]: "ingress-nginx",
    [PART_OF]: "ingress-nginx",
    "app.kubernetes.io/instance": "ingress-nginx",
    "app.kubernetes.io/component": "controller",
    "app.kubernetes.io/managed-by": "Helm",
    "helm.sh/chart": "ingress-nginx-4.4.2",
  },
  annotations: {},
};
const ELECTION = "--leader-election-namespace=kube-system";
const RELEASE = { "meta.helm.sh/release-name": "edge", "meta.helm.sh/release-namespace": "ingress-nginx" };

it.each<[string, Written, string, Operator["who"], Operator["by"]]>([
  ["Kubespray's addon", KUBESPRAY, KUBESPRAY_NAMESPACE, "provider", "kubespray"],
  ["what the profile names, where its namespace was not read", KUBESPRAY, "", "provider", "provider"],
  [
    "the provider's own names",
    { name: "elx-nginx-controller", namespace: "elx-ingress-nginx" },
    "",
    "provider",
    "provider",
  ],
  [
    "the provider's name in another namespace",
    { name: "elx-ingress", namespace: "ingress" },
    "",
    "provider",
    "provider",
  ],
  [
    "a chart's release under Kubespray's name",
    { ...CHART, annotations: RELEASE },
    KUBESPRAY_NAMESPACE,
    "customer",
    "helm",
  ],
  ["a chart rendered and applied by hand", CHART, KUBESPRAY_NAMESPACE, "customer", "manifest"],
  [
    "a chart of old",
    { labels: { app: "nginx-ingress", chart: "nginx-ingress-1.41.3", heritage: "Tiller" } },
    "",
    "customer",
    "manifest",
  ],
  [
    "the provider's name from a release",
    {
      name: "elx-nginx",
      namespace: "elx-ingress-nginx",
      labels: { "app.kubernetes.io/managed-by": "Helm" },
      annotations: RELEASE,
    },
    "",
    "customer",
    "helm",
  ],
  [
    "Argo CD",
    { ...CHART, annotations: { "argocd.argoproj.io/tracking-id": "edge:apps/DaemonSet:a/b" } },
    "",
    "customer",
    "git",
  ],
  ["Flux", { ...KUBESPRAY, labels: { "kustomize.toolkit.fluxcd.io/name": "edge" } }, "", "customer", "git"],
  [
    "the project's own manifest, made a DaemonSet",
    {
      ...KUBESPRAY,
      labels: {
        [NAME]: "ingress-nginx",
        "app.kubernetes.io/instance": "x",
        "app.kubernetes.io/component": "controller",
      },
    },
    KUBESPRAY_NAMESPACE,
    "customer",
    "manifest",
  ],
  [
    "Kubespray's addon under another name",
    { ...KUBESPRAY, namespace: "edge" },
    KUBESPRAY_NAMESPACE.replaceAll("ingress-nginx", "edge"),
    "unknown",
    "kubespray",
  ],
  ["nobody that shows", {}, "", "unknown", "unknown"],
])("says who runs the ingress: %s", (_title, written, more, who, by) => {
  const operator = ingressOperator(written, more);
  expect(operator).toMatchObject({ who, by });
  expect(operator?.evidence.length ?? 0).toBeGreaterThanOrEqual(
    who === "unknown" && by === "unknown" ? 0 : 1,
  );
});

it("leaves the provider's names to the provider's profile", () => {
  const written = { name: "elx-nginx", namespace: "elx-ingress-nginx" };
  expect(ingressOperator(written, "", generic)).toMatchObject({ who: "unknown" });
  expect(ingressOperator(KUBESPRAY, KUBESPRAY_NAMESPACE, generic)).toMatchObject({ who: "provider" });
});

it.each<[string, Written, Operator["who"], Operator["by"]]>([
  ["the provider's namespace", { namespace: "elx-cert-manager" }, "provider", "provider"],
  ["Kubespray's addon", { namespace: "cert-manager", args: ["--v=2", ELECTION] }, "provider", "kubespray"],
  [
    "Kubespray's names and the project's own arguments",
    {
      namespace: "cert-manager",
      args: [ELECTION, "--acme-http01-solver-image=quay.io/jetstack/cert-manager-acmesolver:v1.11.0"],
    },
    "unknown",
    "unknown",
  ],
  [
    "Kubespray's names at a version at which nothing tells",
    { namespace: "cert-manager", image: "quay.io/jetstack/cert-manager-controller:v1.9.1", args: [ELECTION] },
    "unknown",
    "unknown",
  ],
  [
    "a manifest without that argument in another namespace",
    { namespace: "certs", args: [ELECTION] },
    "unknown",
    "unknown",
  ],
  [
    "a release",
    { namespace: "cert-manager", labels: { "app.kubernetes.io/managed-by": "Helm" }, annotations: RELEASE },
    "customer",
    "helm",
  ],
  [
    "kubectl, under a name of its own",
    { namespace: "certs", annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}" } },
    "customer",
    "manifest",
  ],
])("says who runs cert-manager: %s", (_title, written, who, by) => {
  const yaml = workloadYaml({
    name: "cert-manager",
    image: "quay.io/jetstack/cert-manager-controller:v1.11.0",
    args: [],
    ...written,
  });
  expect(certManagerOf(worldOf(yaml), profile)?.operator).toMatchObject({ who, by });
});
