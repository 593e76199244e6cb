import { expect, it } from "vitest";
import { testProfile, testWorld } from "../../guarantees/testing.ts";
import type { Controller } from "../controller.ts";
import { controllersOf } from "./controllers-of.ts";
import { configMapYaml, NGINX_IMAGE, type Written, workloadYaml } from "./testing.ts";

const profile = testProfile();

function one(written: Written, more = ""): Controller {
  const [controller] = controllersOf(testWorld(`${workloadYaml(written)}---\n${more}`), profile);
  if (controller === undefined) throw new Error("not recognised");
  return controller;
}

it.each<[string, Written]>([
  ["by its image, tag and digest", { image: `${NGINX_IMAGE}@sha256:${"0".repeat(64)}`, args: [] }],
  [
    "by its image alone, from a mirror with a port",
    { image: "mirror.example:5000/k8s/ingress-nginx/controller:v1.9.4" },
  ],
  ["chroot", { image: "registry.k8s.io/ingress-nginx/controller-chroot:v1.9.4", args: [] }],
  [
    "of before 0.34",
    { image: "quay.io/kubernetes-ingress-controller/nginx-ingress-controller:0.30.0", args: [] },
  ],
  [
    "of an architecture",
    { image: "gcr.io/google_containers/nginx-ingress-controller-amd64:0.20.0", args: [] },
  ],
  ["of Rancher", { image: "rancher/nginx-ingress-controller:nginx-1.5.1-rancher2", args: [] }],
  ["of Bitnami", { image: "docker.io/bitnami/nginx-ingress-controller:1.5.1-debian-11-r5", args: [] }],
  [
    "by the program, whatever the image",
    { image: "mirror.example/edge@sha256:1", args: ["/nginx-ingress-controller"] },
  ],
  [
    "by the program behind dumb-init",
    { image: "edge:1", command: ["/usr/bin/dumb-init", "--", "/nginx-ingress-controller"] },
  ],
  [
    "by its label and flags, where a script starts it",
    { image: "edge:1", args: ["--configmap=a/b"], labels: { "app.kubernetes.io/name": "ingress-nginx" } },
  ],
])("recognises ingress-nginx %s", (_title, written) => {
  expect(one(written).kind).toBe("ingress-nginx");
});

it.each<[string, Written]>([
  ["its default backend", { image: "registry.k8s.io/defaultbackend-amd64:1.5", args: [] }],
  [
    "what makes its webhook's certificate",
    { image: "registry.k8s.io/ingress-nginx/kube-webhook-certgen:v1.1.1", args: ["create"] },
  ],
  ["a plain nginx", { image: "docker.io/library/nginx:1.23", args: [] }],
  ["a plain HAProxy", { image: "haproxy:2.8", args: [] }],
  [
    "an exporter that has the label",
    { image: "exporter:1", args: [], labels: { "app.kubernetes.io/name": "ingress-nginx" } },
  ],
  ["Traefik's test server", { image: "traefik/whoami:v1.10", args: [] }],
  [
    "who names the program as a file",
    { image: "tools:1", args: ["cp", "/nginx-ingress-controller", "/mnt/"] },
  ],
])("does not take %s for a controller", (_title, written) => {
  expect(controllersOf(testWorld(workloadYaml(written)), profile)).toEqual([]);
});

it("takes no Job for a controller", () => {
  const job = workloadYaml({}).replace("kind: Deployment", "kind: Job").replace("apps/v1", "batch/v1");
  expect(controllersOf(testWorld(job), profile)).toEqual([]);
});

it.each<[string, Controller["version"]]>([
  [NGINX_IMAGE, [1, 5, 1]],
  ["quay.io/kubernetes-ingress-controller/nginx-ingress-controller:0.30.0", [0, 30, 0]],
  ["rancher/nginx-ingress-controller:nginx-1.5.1-rancher2", [1, 5, 1]],
  ["bitnami/nginx-ingress-controller:1.5.1-debian-11-r5", [1, 5, 1]],
  ["registry.k8s.io/ingress-nginx/controller:v1.10.0-beta.0", [1, 10, 0]],
  ["mirror.example:5000/ingress-nginx/controller@sha256:1.2.3", undefined],
  ["ingress-nginx/controller:latest", undefined],
])("reads the version of %s", (image, version) => {
  expect(one({ image }).version).toEqual(version);
});

it("reads the version off a label where the image has none, and never off the chart's", () => {
  const labels = { "helm.sh/chart": "ingress-nginx-4.4.2", "app.kubernetes.io/version": "1.5.1" };
  expect(one({ image: "ingress-nginx/controller@sha256:1", labels, podLabels: {} }).version).toEqual([
    1, 5, 1,
  ]);
  expect(
    one({ image: "ingress-nginx/controller@sha256:1", labels: { "helm.sh/chart": "ingress-nginx-4.4.2" } })
      .version,
  ).toBeUndefined();
});

it.each<[string, readonly string[], string | undefined, string | undefined]>([
  [
    "joined to its value",
    ["--configmap=$(POD_NAMESPACE)/settings", "--http-port=8080"],
    "ingress/settings",
    "8080",
  ],
  [
    "before its value",
    ["--configmap", "$(POD_NAMESPACE)/settings", "--http-port", "8080"],
    "ingress/settings",
    "8080",
  ],
  ["twice, the last counts", ["--http-port=81", "--http-port=82"], undefined, "82"],
  ["of an unknown variable, as it stands", ["--configmap=$(WHERE)/settings"], "$(WHERE)/settings", undefined],
  ["of an escaped variable", ["--configmap=$$(POD_NAMESPACE)/x"], "$(POD_NAMESPACE)/x", undefined],
  [
    "in a shell's one word",
    ["-c", "exec /nginx-ingress-controller --configmap=a/b \\\n --http-port=8081"],
    "a/b",
    "8081",
  ],
])("reads a flag %s", (_title, args, configmap, port) => {
  const { flags } = one({ args: ["/nginx-ingress-controller", ...args] });
  expect([flags["--configmap"], flags["--http-port"]]).toEqual([configmap, port]);
});

it("does not take a flag's value apart", () => {
  const format = "--log-format=$remote_addr - $host --http-port=9";
  const { flags, http } = one({ args: ["/nginx-ingress-controller", format] });
  expect([flags["--log-format"], http]).toEqual(["$remote_addr - $host --http-port=9", 80]);
});

it("reads a flag without a value, and no other flag as its value", () => {
  const args = ["/nginx-ingress-controller", "--enable-ssl-passthrough", "--http-port=8080", "--v=2"];
  const controller = one({ args });
  expect(controller.flags["--enable-ssl-passthrough"]).toBe("true");
  expect([controller.http, controller.https]).toEqual([8080, 443]);
});

it("keeps the settings of its ConfigMap", () => {
  const args = ["/nginx-ingress-controller", "--configmap=$(POD_NAMESPACE)/settings"];
  const controller = one({ args }, configMapYaml("ingress", "settings", { "use-proxy-protocol": "true" }));
  expect({ ...controller.settings }).toEqual({ "use-proxy-protocol": "true" });
  expect(controller.settingsFrom?.ref.name).toBe("settings");
});

it("tells settings that are not there from settings nobody read", () => {
  const yaml = workloadYaml({ args: ["/nginx-ingress-controller", "--configmap=ingress/settings"] });
  const unread = { entries: [], assumedComplete: false };
  expect(controllersOf(testWorld(yaml), profile)[0]?.settings).toEqual({});
  expect(controllersOf(testWorld(yaml, { coverage: unread }), profile)[0]?.settings).toBeUndefined();
  const none = workloadYaml({ args: ["/nginx-ingress-controller"] });
  expect(controllersOf(testWorld(none, { coverage: unread }), profile)[0]?.settings).toEqual({});
});

it("reads the ports it hands on, wherever the ConfigMap is", () => {
  const args = ["--tcp-services-configmap=default/tcp", "--udp-services-configmap", "default/udp"];
  const tcp = configMapYaml("default", "tcp", {
    "2222": "shop/sftp:ssh",
    "3306": "data/mysql:3306:PROXY",
    "3307": "data/mysql:3306::PROXY",
    "5432": "data/postgres",
    "80": "shop/web:80",
    http: "shop/web:80",
  });
  const udp = configMapYaml("default", "udp", { "5140": "logging/syslog:5140" });
  const { streams } = one({ args: ["/nginx-ingress-controller", ...args] }, `${tcp}---\n${udp}`);
  expect(
    streams.map(
      (stream) =>
        `${stream.port}/${stream.protocol} ${stream.service}:${stream.servicePort} ${stream.decodesProxy}`,
    ),
  ).toEqual([
    "2222/TCP sftp:ssh false",
    "3306/TCP mysql:3306 true",
    "3307/TCP mysql:3306 false",
    "5140/UDP syslog:5140 false",
  ]);
});

const NAMESPACES = ["shop", "erp"]
  .map((name) => `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}, labels: { team: ${name} } }`)
  .join("\n---\n");

it.each<[string, readonly string[] | undefined, boolean]>([
  ["--v=2", undefined, true],
  ["--watch-namespace=", undefined, true],
  ["--watch-namespace=$(POD_NAMESPACE)", ["ingress"], true],
  ["--watch-namespace=$(ELSEWHERE)", undefined, false],
  ["--watch-namespace-selector=team=shop", ["shop"], true],
  ["--watch-namespace-selector=team in (shop, erp),!legacy", ["shop", "erp"], true],
  ["--watch-namespace-selector=team ~ shop", undefined, false],
])("watches the namespaces of %s", (flag, namespaces, known) => {
  const controller = one({ args: ["/nginx-ingress-controller", flag] }, NAMESPACES);
  expect([controller.namespaces, controller.namespacesKnown]).toEqual([namespaces, known]);
});

it("is there without a single pod, and tells several of one kind apart", () => {
  const two = [workloadYaml({ kind: "DaemonSet" }), workloadYaml({ name: "internal" })].join("---\n");
  const controllers = controllersOf(testWorld(two), profile);
  expect(controllers.map(({ workload }) => [workload.ref.name, workload.pods.length])).toEqual([
    ["internal", 1],
    ["ingress-nginx-controller", 0],
  ]);
});

it("answers with the same controllers as long as nothing they are read from changes", () => {
  const args = ["/nginx-ingress-controller", "--configmap=ingress/settings"];
  const world = testWorld(`${workloadYaml({ args })}---\n${configMapYaml("ingress", "settings", {})}`);
  const later = { ...world, state: "upgraded", nodes: [] };
  expect(controllersOf(later, profile)).toBe(controllersOf(world, profile));
  const [config] = world.objects.list("ConfigMap");
  if (config === undefined) throw new Error("no ConfigMap");
  const put = [{ ...config, object: { ...config.object, data: { "use-proxy-protocol": "true" } } }];
  const changed = { ...world, objects: world.objects.with({ put }) };
  expect({ ...controllersOf(changed, profile)[0]?.settings }).toEqual({ "use-proxy-protocol": "true" });
});
