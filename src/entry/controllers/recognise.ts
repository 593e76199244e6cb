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

const MACHINE = "(?:-(?:amd64|arm64|arm|ppc64le|s390x))?";

/** Images and programs as the projects' own manifests and charts have them, mirrors' prefixes and architectures allowed. */
const SIGNS: readonly Sign[] = [
  {
    kind: "ingress-nginx",
    // ingress-nginx/controller(-chroot) since 0.34; nginx-ingress-controller before, and of Bitnami and Rancher since.
    image: new RegExp(
      `(?:^|[/-])(?:ingress-nginx[/-]controller(?:-chroot)?|nginx-ingress-controller)${MACHINE}$`,
    ),
    program: /(?:^|\/)nginx-ingress-controller$/,
  },
  { kind: "nginx-inc", image: /(?:^|[/-])nginx(?:-plus)?-ingress$/, program: /(?:^|\/)nginx-ingress$/ },
  { kind: "traefik", image: /(?:^|[/-])traefik(?:ee)?$/, program: /(?:^|\/)traefik$/ },
  {
    kind: "haproxy",
    image: /(?:^|[/-])haproxy-ingress$|(?:^|\/)haproxytech\/kubernetes-ingress$/,
    program: /(?:^|\/)haproxy-ingress-controller$/,
  },
  { kind: "kong", image: /(?:^|\/)kong(?:-gateway)?$/ },
  {
    kind: "other",
    image:
      /(?:^|\/)(?:emissary|ambassador|aes|skipper(?:-ingress)?|apisix|gloo-envoy-wrapper|nginx-gateway-fabric\/nginx|(?:[\w-]+-)?haproxy-router)$/,
  },
];

/** The container that makes a workload an ingress controller; undefined for every other workload. */
export function recognise(workload: Workload): Recognised | undefined {
  if (workload.transient) return undefined;
  const { spec, resource, path } = workload.template;
  for (const [index, container] of objectsOf(spec.containers).entries()) {
    const image = stringOf(container.image) ?? "";
    const name = imageName(image);
    const started = programsOf(container);
    const sign = SIGNS.find((one) => one.image.test(name) || runs(started, one.program));
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

/** What a container may start: of command and arguments the first word each, others may be a file's name, and what follows `--`. */
function programsOf({ command, args }: JsonObject): readonly string[] {
  return [command, args].flatMap((list) => {
    const words = Array.isArray(list) ? list : [];
    return words.filter((_, index) => index === 0 || String(words[index - 1]) === "--").map(String);
  });
}

function runs(programs: readonly string[], program: RegExp | undefined): boolean {
  return program !== undefined && programs.some((word) => program.test(word));
}

const OWNING = "gateway.envoyproxy.io/owning-gateway";
const GATEWAY_NAME = "gateway.networking.k8s.io/gateway-name";
const NAME = "app.kubernetes.io/name";

/** Proxies that are told by labels, their images being those of any other proxy of their kind. */
function byLabels(workload: Workload): Recognised | undefined {
  const { labels, spec, annotations } = workload.template;
  const containers = objectsOf(spec.containers);
  const has = (key: string): boolean => labels[key] !== undefined;
  const owning = [`${OWNING}-name`, `${OWNING}class`].find(has);
  if (owning !== undefined)
    return shownByLabel(workload, "envoy-gateway", owning, named(containers, "envoy"));
  const proxy = isIstioProxy(containers) || injected(annotations, labels);
  if (has(GATEWAY_NAME)) {
    const kind = proxy || has("gateway.istio.io/managed") ? "istio" : "other";
    return shownByLabel(workload, kind, GATEWAY_NAME, containers[0]);
  }
  if (proxy && /gateway/.test(labels.istio ?? "")) {
    return shownByLabel(workload, "istio", "istio", named(containers, "istio-proxy"));
  }
  const nginx = labels[NAME] === "ingress-nginx" ? containers.find(isConfigured) : undefined;
  if (nginx !== undefined) return shownByLabel(workload, "ingress-nginx", NAME, nginx);
  return contourEnvoy(workload, named(containers, "envoy"));
}

/** Envoy as Contour has it: contour itself writes its configuration before it starts (`contour bootstrap`). */
function contourEnvoy({ template }: Workload, container: JsonObject | undefined): Recognised | undefined {
  const { spec, resource, path } = template;
  const at = objectsOf(spec.initContainers).findIndex((one) => {
    return /(?:^|\/)contour$/.test(imageName(stringOf(one.image) ?? ""));
  });
  if (at < 0 || container === undefined) return undefined;
  const note = "contour writes its configuration";
  const shownBy = { resource, path: [...path, "initContainers", at, "image"], note };
  return { kind: "contour", container, image: stringOf(container.image) ?? "", shownBy };
}

function shownByLabel(
  { template }: Workload,
  kind: ControllerKind,
  key: string,
  container: JsonObject | undefined,
): Recognised | undefined {
  const { labels, resource, path } = template;
  if (container === undefined) return undefined;
  const shownBy = {
    resource,
    path: [...path.slice(0, -1), "metadata", "labels", key],
    note: `label ${key}=${labels[key]}`,
  };
  return { kind, container, image: stringOf(container.image) ?? "", shownBy };
}

function named(containers: readonly JsonObject[], name: string): JsonObject | undefined {
  return containers.find((one) => one.name === name) ?? containers[0];
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
