import { expect, it } from "vitest";
import { testProfile, testWorld } from "../../guarantees/testing.ts";
import type { Controller } from "../controller.ts";
import { controllersOf } from "./controllers-of.ts";
import { type Written, workloadYaml } from "./testing.ts";

function one(written: Written): Controller {
  const [controller] = controllersOf(testWorld(workloadYaml(written)), testProfile());
  if (controller === undefined) throw new Error("not recognised");
  return controller;
}

const image = (tag: string): string => `registry.k8s.io/ingress-nginx/controller:${tag}`;

it.each<[string, string, readonly string[], Partial<Controller>]>([
  [
    "1.x by the class's controller",
    "v1.5.1",
    [],
    {
      controllerValue: "k8s.io/ingress-nginx",
      classNames: ["nginx"],
      classObjects: "value",
      takesClassless: false,
    },
  ],
  [
    "1.x of another controller value and class",
    "v1.9.4",
    ["--controller-class=example.com/internal", "--ingress-class=internal"],
    { controllerValue: "example.com/internal", classNames: ["internal"], takesNameWithoutObject: false },
  ],
  ["1.x by name too", "v1.5.1", ["--ingress-class-by-name"], { classObjects: "either" }],
  ["1.x without a class", "v1.5.1", ["--watch-ingress-without-class=true"], { takesClassless: true }],
  ["1.x told not to", "v1.5.1", ["--watch-ingress-without-class=false"], { takesClassless: false }],
  [
    "0.46 by name, and without a class",
    "v0.46.0",
    [],
    { controllerValue: undefined, classObjects: "name", takesClassless: true, takesNameWithoutObject: true },
  ],
  [
    "0.46 of another class",
    "v0.46.0",
    ["--ingress-class=internal"],
    { classNames: ["internal"], takesClassless: false },
  ],
  ["0.30, which knows no IngressClass", "0.30.0", [], { classObjects: "none", takesClassless: true }],
  ["of unknown version", "latest", [], { takesClassless: undefined, takesNameWithoutObject: undefined }],
  [
    "of unknown version with a flag of 1.0",
    "latest",
    ["--controller-class=k8s.io/ingress-nginx"],
    { takesClassless: false, takesNameWithoutObject: false },
  ],
])("takes Ingresses: ingress-nginx %s", (_title, tag, args, expected) => {
  expect(one({ image: image(tag), args: ["/nginx-ingress-controller", ...args] })).toMatchObject(expected);
});

it.each<[string, Written, Partial<Controller>]>([
  [
    "Traefik as its chart starts it",
    {
      image: "docker.io/traefik:v2.10.4",
      args: [
        "--entryPoints.web.address=:8000/tcp",
        "--entryPoints.websecure.address=:8443/tcp",
        "--providers.kubernetescrd",
        "--providers.kubernetesingress",
      ],
    },
    {
      kind: "traefik",
      version: [2, 10, 4],
      controllerValue: "traefik.io/ingress-controller",
      classNames: ["traefik"],
      takesClassless: true,
      http: 8000,
      https: 8443,
    },
  ],
  [
    "Traefik with a class of its own",
    {
      image: "rancher/mirrored-library-traefik:2.10",
      args: ["--providers.kubernetesIngress=true", "--providers.kubernetesIngress.ingressClass=edge"],
      ports: { web: 80, websecure: 443 },
    },
    {
      version: [2, 10, 0],
      classNames: ["edge"],
      classObjects: "both",
      takesClassless: false,
      http: 80,
      https: 443,
    },
  ],
  [
    "Traefik for its own kinds alone",
    { image: "traefik:v3.0", args: ["--providers.kubernetescrd"] },
    { controllerValue: undefined, classNames: [], takesClassless: false },
  ],
  [
    "Traefik set up elsewhere",
    { image: "traefik:v3.0", args: ["--configfile=/etc/traefik.yaml"] },
    { takesClassless: undefined },
  ],
  [
    "HAProxy Technologies'",
    {
      image: "haproxytech/kubernetes-ingress:1.10.3",
      args: ["--ingress.class=haproxy", "--http-bind-port=8080", "--https-bind-port=8443"],
    },
    {
      kind: "haproxy",
      version: [1, 10, 3],
      controllerValue: "haproxy.org/ingress-controller/haproxy",
      classNames: ["haproxy"],
      takesClassless: false,
      followsDefaultClass: true,
      http: 8080,
      https: 8443,
    },
  ],
  [
    "haproxy-ingress.github.io's",
    { image: "quay.io/jcmoraisjr/haproxy-ingress:v0.14.2", args: ["--controller-class=edge"] },
    {
      kind: "haproxy",
      controllerValue: "haproxy-ingress.github.io/controller/edge",
      classNames: ["haproxy"],
      takesClassless: false,
      http: 80,
    },
  ],
  [
    "haproxy-ingress.github.io's of before 0.12",
    { image: "quay.io/jcmoraisjr/haproxy-ingress:v0.10", args: [] },
    { takesClassless: true, classObjects: "none" },
  ],
  [
    "NGINX Inc.'s",
    {
      image: "nginx/nginx-ingress:3.1.1",
      args: ["-nginx-configmaps=$(POD_NAMESPACE)/nginx-config", "-ingress-class=edge"],
    },
    {
      kind: "nginx-inc",
      version: [3, 1, 1],
      controllerValue: "nginx.org/ingress-controller",
      classNames: ["edge"],
      classObjects: "both",
      http: 80,
    },
  ],
  [
    "Istio's gateway",
    {
      image: "docker.io/istio/proxyv2:1.17.2",
      labels: { istio: "ingressgateway" },
      container: "istio-proxy",
      args: ["proxy", "router"],
      ports: { http2: 8080, https: 8443 },
    },
    {
      kind: "istio",
      version: [1, 17, 2],
      controllerValue: "istio.io/ingress-controller",
      http: 8080,
      https: 8443,
    },
  ],
  [
    "Envoy Gateway's proxy",
    {
      image: "envoyproxy/envoy:distroless-v1.29.2",
      container: "envoy",
      args: [],
      labels: { "gateway.envoyproxy.io/owning-gateway-name": "eg" },
      ports: { "http-80": 10080 },
    },
    { kind: "envoy-gateway", controllerValue: undefined, http: 10080, https: 10443 },
  ],
  [
    "Kong with its controller beside it",
    {
      image: "kong:3.4",
      container: "proxy",
      args: [],
      spec: {
        containers: [
          { name: "proxy", image: "kong:3.4.1", ports: [{ name: "proxy", containerPort: 8000 }] },
          {
            name: "ingress-controller",
            image: "kong/kubernetes-ingress-controller:2.12",
            env: [{ name: "CONTROLLER_INGRESS_CLASS", value: "edge" }],
          },
        ],
      },
    },
    {
      kind: "kong",
      version: [3, 4, 1],
      classNames: ["edge"],
      takesClassless: false,
      http: 8000,
      https: 8443,
    },
  ],
  [
    "another",
    { image: "docker.io/emissaryingress/emissary:3.8.0", args: [], ports: { http: 8080 } },
    { kind: "other", http: 8080, https: 0 },
  ],
])("recognises %s", (_title, written, expected) => {
  expect(one(written)).toMatchObject(expected);
});

it("recognises Contour by Envoy, and its class by `contour serve`", () => {
  const envoy = workloadYaml({
    kind: "DaemonSet",
    name: "envoy",
    container: "envoy",
    image: "docker.io/envoyproxy/envoy:v1.25.2",
    args: ["-c", "/config/envoy.json"],
    ports: { http: 8080, https: 8443 },
    spec: {
      initContainers: [
        { name: "envoy-initconfig", image: "ghcr.io/projectcontour/contour:v1.24.2", args: ["bootstrap"] },
      ],
    },
  });
  const serve = workloadYaml({
    name: "contour",
    image: "ghcr.io/projectcontour/contour:v1.24.2",
    command: ["contour"],
    args: ["serve", "--incluster", "--ingress-class-name=edge,edge-b"],
  });
  const read = (yaml: string) => controllersOf(testWorld(yaml), testProfile());
  expect(read(`${envoy}---\n${serve}`)).toMatchObject([
    {
      kind: "contour",
      classNames: ["edge", "edge-b"],
      takesClassless: false,
      classObjects: "name",
      http: 8080,
    },
  ]);
  expect(read(envoy)).toMatchObject([{ classNames: ["contour"], takesClassless: true }]);
});
