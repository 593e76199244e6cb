import { expect, it } from "vitest";
import { manifests, resourceOf, testProfile, testWorld } from "../guarantees/testing.ts";
import { controllersOf } from "./controllers/controllers-of.ts";
import { type Written, workloadYaml } from "./controllers/testing.ts";
import { type Serving, servingOf } from "./serving.ts";

interface Asked {
  readonly controllers: readonly Written[];
  /** IngressClasses: name to controller; a name with `!` before it is the default. */
  readonly classes?: Readonly<Record<string, string>>;
  readonly className?: string;
  readonly annotation?: string;
  readonly classesUnread?: boolean;
  /** Only a file says that it should be. */
  readonly toBeMade?: boolean;
}

function ask(asked: Asked): Serving {
  const classes = Object.entries(asked.classes ?? {}).map(([key, controller]) => {
    const name = key.replace("!", "");
    const preset = key.startsWith("!") ? '{ ingressclass.kubernetes.io/is-default-class: "true" }' : "{}";
    return `
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: ${name}, annotations: ${preset} }
spec: { controller: ${controller} }
`;
  });
  const yaml = [...asked.controllers.map(workloadYaml), ...classes].join("---\n");
  const coverage = { entries: [], assumedComplete: asked.classesUnread !== true };
  const world = testWorld(yaml, { coverage });
  const [ingress] = manifests(`
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
  ${asked.toBeMade === true ? "" : "uid: 6b0c"}
  annotations: {${asked.annotation === undefined ? "" : `kubernetes.io/ingress.class: "${asked.annotation}"`}}
spec: {${asked.className === undefined ? "" : `ingressClassName: ${asked.className}`}}
`);
  if (ingress === undefined) throw new Error("no Ingress");
  return servingOf(resourceOf(ingress), controllersOf(world, testProfile()), world);
}

/** `who how`, with those that may in brackets. */
function answer(asked: Asked): string {
  const { controllers, maybe, how } = ask(asked);
  const named = controllers.map(({ workload }) => workload.ref.name).sort();
  const may = maybe.map(({ workload }) => `(${workload.ref.name})`).sort();
  return [...named, ...may, how ?? "nobody"].join(" ");
}

const nginx = (name: string, version: string, ...args: string[]): Written => ({
  name,
  image: `registry.k8s.io/ingress-nginx/controller:${version}`,
  args: ["/nginx-ingress-controller", ...args],
});
const NEW = nginx("new", "v1.5.1");
const KUBESPRAY = nginx("kubespray", "v1.5.1", "--watch-ingress-without-class=true");
const OLD = nginx("old", "v0.46.0");
const ANCIENT = nginx("ancient", "0.30.0");
const NGINX = "k8s.io/ingress-nginx";

it.each<[string, Asked, string]>([
  ["its class's controller", { controllers: [NEW], classes: { web: NGINX }, className: "web" }, "new class"],
  [
    "nobody, with another's class",
    { controllers: [NEW], classes: { web: "traefik.io/ingress-controller" }, className: "web" },
    "nobody",
  ],
  // Kubespray before v2.23 creates no IngressClass: then the field leads nowhere, and the annotation works.
  [
    "nobody since 1.0, with a class that has no object",
    { controllers: [KUBESPRAY], className: "nginx" },
    "nobody",
  ],
  ["the annotation's", { controllers: [KUBESPRAY], annotation: "nginx" }, "kubespray annotation"],
  ["nobody, annotated for another", { controllers: [KUBESPRAY], annotation: "haproxy" }, "nobody"],
  ["whoever takes classless ones", { controllers: [KUBESPRAY, NEW] }, "kubespray classless"],
  ["nobody, classless", { controllers: [NEW] }, "nobody"],
  ["nobody since 1.0, annotated with nothing", { controllers: [KUBESPRAY], annotation: "" }, "nobody"],
  ["before 1.0 by the name alone", { controllers: [OLD], className: "nginx" }, "old name"],
  [
    "before 1.0 by the name, whose object another answers to",
    { controllers: [OLD], classes: { nginx: "x.example/y" }, className: "nginx" },
    "old class",
  ],
  [
    "before 1.0 nobody by another name",
    { controllers: [OLD], classes: { web: NGINX }, className: "web" },
    "nobody",
  ],
  ["before 1.0 classless", { controllers: [OLD] }, "old classless"],
  ["before 1.0 annotated with nothing", { controllers: [OLD], annotation: "" }, "old annotation"],
  [
    "before 1.0 the annotation before the field",
    { controllers: [OLD], annotation: "nginx", className: "web" },
    "old annotation",
  ],
  [
    "since 1.0 the field before the annotation",
    { controllers: [NEW], annotation: "nginx", className: "web" },
    "nobody",
  ],
  [
    "before 0.31, which does not see the field",
    { controllers: [ANCIENT], className: "other" },
    "ancient classless",
  ],
  [
    "by name where told to",
    {
      controllers: [nginx("named", "v1.9.4", "--ingress-class-by-name")],
      classes: { nginx: "x.example/y" },
      className: "nginx",
    },
    "named class",
  ],
  [
    "both, of two on one class",
    { controllers: [NEW, nginx("second", "v1.9.4")], classes: { nginx: NGINX }, className: "nginx" },
    "new second class",
  ],
  [
    "the one of two with its own controller value",
    {
      controllers: [NEW, nginx("internal", "v1.9.4", "--controller-class=x.example/internal")],
      classes: { internal: "x.example/internal" },
      className: "internal",
    },
    "internal class",
  ],
  ["nobody by a default class set later", { controllers: [NEW], classes: { "!nginx": NGINX } }, "nobody"],
  [
    "the default class's, if it is only to be made",
    { controllers: [NEW], classes: { "!nginx": NGINX }, toBeMade: true },
    "new default-class",
  ],
  [
    "not surely anybody, IngressClasses unread",
    { controllers: [NEW], className: "nginx", classesUnread: true },
    "(new) nobody",
  ],
  [
    "the old one surely, IngressClasses unread",
    { controllers: [OLD], className: "nginx", classesUnread: true },
    "old name",
  ],
  ["not surely anybody, the version unread", { controllers: [nginx("some", "latest")] }, "(some) nobody"],
  [
    "not surely anybody by name, the version unread",
    { controllers: [nginx("some", "latest")], className: "nginx" },
    "(some) nobody",
  ],
  [
    "nobody by another name, the version unread",
    { controllers: [nginx("some", "latest")], className: "other" },
    "nobody",
  ],
  [
    "those that look into its namespace",
    {
      controllers: [NEW, nginx("scoped", "v1.5.1", "--watch-namespace=erp")],
      classes: { nginx: NGINX },
      className: "nginx",
    },
    "new class",
  ],
  [
    "nobody that looks into its namespace",
    {
      controllers: [nginx("scoped", "v1.5.1", "--watch-namespace=erp")],
      classes: { nginx: NGINX },
      className: "nginx",
    },
    "nobody",
  ],
  [
    "perhaps one that looks into some namespaces",
    {
      controllers: [nginx("scoped", "v1.5.1", "--watch-namespace-selector=a~b")],
      classes: { nginx: NGINX },
      className: "nginx",
    },
    "(scoped) nobody",
  ],
])("is served by %s", (_title, asked, expected) => {
  expect(answer(asked)).toBe(expected);
});

const HAPROXY: Written = { name: "haproxy", image: "haproxytech/kubernetes-ingress:1.10.3", args: [] };
const CONTOUR: Written = {
  name: "contour",
  image: "envoyproxy/envoy:v1.25.2",
  args: [],
  spec: { initContainers: [{ name: "init", image: "ghcr.io/projectcontour/contour:v1.24.2" }] },
};

it.each<[string, Asked, string]>([
  ["classless where there is no default class", { controllers: [HAPROXY] }, "haproxy classless"],
  [
    "classless where its own is the default",
    { controllers: [HAPROXY], classes: { "!h": "haproxy.org/ingress-controller" } },
    "haproxy default-class",
  ],
  ["not where another's is the default", { controllers: [HAPROXY], classes: { "!nginx": NGINX } }, "nobody"],
  [
    "not where it is annotated for another",
    {
      controllers: [HAPROXY],
      classes: { h: "haproxy.org/ingress-controller" },
      className: "h",
      annotation: "x",
    },
    "nobody",
  ],
  [
    "by Contour's name for its class, object or not",
    { controllers: [CONTOUR], className: "contour" },
    "contour name",
  ],
  [
    "by Contour's annotation first",
    { controllers: [CONTOUR], className: "contour", annotation: "nginx" },
    "nobody",
  ],
  [
    "by the Traefik whose class it is",
    {
      controllers: ["a", "b"].map((name) => ({
        name,
        image: "traefik:v2.10",
        args: ["--providers.kubernetesingress", `--providers.kubernetesingress.ingressclass=${name}`],
      })),
      classes: { a: "traefik.io/ingress-controller", b: "traefik.io/ingress-controller" },
      className: "b",
    },
    "b class",
  ],
])("serves %s", (_title, asked, expected) => {
  expect(answer(asked)).toBe(expected);
});

it("says why nobody does, and what would have to be looked at", () => {
  expect(ask({ controllers: [KUBESPRAY], className: "nginx" }).why).toBe(
    "it names class nginx, and there is no IngressClass of that name",
  );
  expect(ask({ controllers: [NEW], classes: { "!nginx": NGINX } }).why).toBe(
    "it names no class, and no controller here takes such Ingresses; IngressClass nginx is the default, which only counts for Ingresses made after it",
  );
  expect(ask({ controllers: [nginx("some", "latest")] }).why).toMatch(
    /whether one of them does cannot be told$/,
  );
  const { evidence } = ask({ controllers: [NEW], classes: { web: NGINX }, className: "web" });
  expect(evidence.map(({ resource, path }) => [resource.ref.kind, path.join(".")])).toEqual([
    ["Ingress", "spec.ingressClassName"],
    ["IngressClass", "spec.controller"],
  ]);
});
