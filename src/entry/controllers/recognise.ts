import { at, type JsonObject, objectsOf, stringOf } from "../../world/json.ts";
import type { Workload } from "../../world/workload.ts";
import type { ControllerKind, Shown } from "../controller.ts";
import { imageName } from "../software-version.ts";

/** A container that is an ingress controller's, or the proxy's of one. */
export interface Recognised {
  readonly kind: ControllerKind;
  readonly container: JsonObject;
  readonly image: string;
  readonly shownBy: Shown;
}

interface Sign {
  readonly kind: ControllerKind;
  /** Over the image's name without registry, tag and digest. */
  readonly image: RegExp;
  /** Over the words of command and arguments, where mirrors give images other names. */
  readonly program?: RegExp;
}

/** Images and programs as the projects' own manifests and charts have them, mirrors' prefixes and architectures allowed. */
const SIGNS: readonly Sign[] = [
  {
    kind: "ingress-nginx",
    // registry.k8s.io/ingress-nginx/controller(-chroot); nginx-ingress-controller(-amd64) up to 0.34, Bitnami's and Rancher's since.
    image:
      /(?:^|[/-])ingress-nginx[/-]controller(?:-chroot)?(?:-[a-z0-9]+)?$|(?:^|[/-])nginx-ingress-controller(?:-[a-z0-9]+)?$/,
    program: /(?:^|\/)nginx-ingress-controller$/,
  },
  {
    kind: "nginx-inc",
    image: /(?:^|[/-])nginx(?:-plus)?-ingress$/,
    program: /(?:^|\/)nginx-ingress$/,
  },
  { kind: "traefik", image: /(?:^|[/-])traefik(?:ee)?$/ },
  {
    kind: "haproxy",
    image: /(?:^|[/-])haproxy-ingress$|(?:^|\/)haproxytech\/kubernetes-ingress$/,
    program: /(?:^|\/)haproxy-ingress-controller$/,
  },
  { kind: "kong", image: /(?:^|\/)kong(?:-gateway)?$/ },
];

/** The container that makes a workload an ingress controller; undefined for every other workload. */
export function recognise(workload: Workload): Recognised | undefined {
  if (workload.transient) return undefined;
  const { spec, resource, path } = workload.template;
  for (const [index, container] of objectsOf(spec.containers).entries()) {
    const image = stringOf(container.image) ?? "";
    const name = imageName(image);
    const sign = SIGNS.find((one) => one.image.test(name) || runs(container, one.program));
    if (sign === undefined) continue;
    const byImage = sign.image.test(name);
    const field = byImage ? "image" : container.args === undefined ? "command" : "args";
    const note = byImage ? `image ${image}` : `starts ${sign.kind}`;
    return {
      kind: sign.kind,
      container,
      image,
      shownBy: { resource, path: [...path, "containers", index, field], note },
    };
  }
  return byLabels(workload);
}

/** The first word alone: others may be a file's name. */
function runs({ command, args }: JsonObject, program: RegExp | undefined): boolean {
  if (program === undefined) return false;
  return [command, args].some((list) => {
    const words = (Array.isArray(list) ? list : []).map(String);
    return words.some((word, index) => program.test(word) && (index === 0 || words[index - 1] === "--"));
  });
}

/** Proxies that are told by labels, their images being those of any other proxy of their kind. */
function byLabels(workload: Workload): Recognised | undefined {
  const { labels, spec, annotations, resource, path } = workload.template;
  const containers = objectsOf(spec.containers);
  const of = (kind: ControllerKind, key: string, wanted?: string): Recognised | undefined => {
    const container =
      containers.find((one) => one.name === wanted) ??
      containers.find(({ name }) => name !== "shutdown-manager");
    if (container === undefined) return undefined;
    const labelsPath = [...path.slice(0, -1), "metadata", "labels", key];
    return {
      kind,
      container,
      image: stringOf(container.image) ?? "",
      shownBy: { resource, path: labelsPath, note: `label ${key}=${labels[key]}` },
    };
  };
  if (labels["gateway.envoyproxy.io/owning-gateway-name"] !== undefined) {
    return of("envoy-gateway", "gateway.envoyproxy.io/owning-gateway-name", "envoy");
  }
  if (/gateway/.test(labels.istio ?? "") && (isIstioProxy(containers) || injected(annotations, labels))) {
    return of("istio", "istio", "istio-proxy");
  }
  if (
    objectsOf(spec.initContainers).some((one) =>
      /(?:^|\/)contour$/.test(imageName(stringOf(one.image) ?? "")),
    )
  ) {
    const key = labels["app.kubernetes.io/component"] === undefined ? "app" : "app.kubernetes.io/component";
    return of("contour", key, "envoy");
  }
  if (labels["app.kubernetes.io/name"] === "ingress-nginx" && containers.some(isConfigured)) {
    const container = containers.find(isConfigured);
    const found = of("ingress-nginx", "app.kubernetes.io/name");
    return found === undefined || container === undefined
      ? undefined
      : { ...found, container, image: stringOf(container.image) ?? "" };
  }
  return undefined;
}

function isIstioProxy(containers: readonly JsonObject[]): boolean {
  return containers.some((one) => /(?:^|\/)proxyv2$/.test(imageName(stringOf(one.image) ?? "")));
}

/** Gateways installed since Istio 1.11 have `image: auto`, which the injection replaces in the pods. */
function injected(annotations: JsonObject, labels: JsonObject): boolean {
  const key = "inject.istio.io/templates";
  return annotations[key] === "gateway" || labels[key] === "gateway";
}

/** Some image of one's own with ingress-nginx' labels and one of the flags only it has. */
function isConfigured(container: JsonObject): boolean {
  const words = [at(container, "command"), at(container, "args")].flat().map(String);
  return words.some((word) => /^--(?:controller-class|election-id|configmap)(?:=|$)/.test(word));
}
