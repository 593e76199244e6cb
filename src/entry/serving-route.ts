import { at, stringMapOf, stringOf } from "../world/json.ts";
import { groupKind } from "../world/resource.ts";
import { selects } from "../world/selector.ts";
import type { Controller, Shown } from "./controller.ts";
import { takesIngressRoutes } from "./controllers/traefik.ts";
import type { Route, RouteParent } from "./route.ts";
import { TRAEFIK_KINDS } from "./routes/traefik.ts";
import { CLASS_ANNOTATION, type Read, type Serving, servingOf } from "./serving.ts";

/** Labels that a proxy made for one Gateway bears: of the Gateway API itself, of Istio before 1.20, of Envoy Gateway. */
const GATEWAY_NAME = ["gateway.networking.k8s.io/gateway-name", "istio.io/gateway-name"];
const OWNING = "gateway.envoyproxy.io/owning-gateway";

/** `spec.controllerName` of GatewayClasses, of the kinds that serve the Gateway API with the pods of their Ingresses. */
const CONTROLLER_NAMES: Readonly<Record<string, RegExp>> = {
  traefik: /^traefik\.io\//,
  contour: /^projectcontour\.io\//,
  haproxy: /^haproxy(?:-ingress\.github\.io|\.org)\//,
  kong: /^konghq\.com\//,
};

/**
 * Who serves a route of any kind: an Ingress by its class, Traefik's and Contour's kinds by theirs, a VirtualService by the
 * pods its Gateway selects, a route of the Gateway API by the proxy that stands for its Gateway.
 */
export function servingOfRoute(route: Route, controllers: readonly Controller[], read: Read): Serving {
  const { resource, parents } = route;
  const kind = groupKind(resource.ref.apiVersion, resource.ref.kind);
  if (kind === "Ingress.networking.k8s.io") return servingOf(resource, controllers, read);
  if (kind === "HTTPProxy.projectcontour.io") return byOwnKind(route, controllers, "contour");
  if (TRAEFIK_KINDS.includes(kind)) return byOwnKind(route, controllers, "traefik");
  const serving = parents.filter(({ listeners }) => listeners.length > 0);
  const found = controllers.filter((one) => serving.some((parent) => standsFor(one, parent, read)));
  // A Gateway that was not read may stand at any proxy that serves Gateways at all.
  const unread = parents.some((parent) => parent.resource === undefined);
  const maybe = unread
    ? controllers.filter((one) => !found.includes(one) && !ONLY_INGRESSES.has(one.kind))
    : [];
  const why = serving.length === 0 ? (parents[0]?.why ?? "it names no Gateway") : NO_PROXY;
  return answer(found, maybe, [{ resource, path: ["spec"], note: "by its Gateways" }], why);
}

/** Neither project serves Gateways with its Ingress controller. */
const ONLY_INGRESSES: ReadonlySet<Controller["kind"]> = new Set(["ingress-nginx", "nginx-inc"]);

const NO_PROXY = "no proxy here is known to stand for its Gateway";

/** Traefik and Contour go by the class too, where the object names one. */
function byOwnKind(
  { resource }: Route,
  controllers: readonly Controller[],
  kind: "contour" | "traefik",
): Serving {
  const annotation = stringOf(at(resource.object, "metadata", "annotations", CLASS_ANNOTATION));
  const className = annotation ?? stringOf(at(resource.object, "spec", "ingressClassName"));
  const own = controllers.filter((one) => one.kind === kind);
  const takes = (one: Controller): boolean | undefined => {
    if (kind === "traefik") return takesIngressRoutes(one, className);
    return className === undefined ? one.takesClassless : one.classNames.includes(className);
  };
  const found = own.filter((one) => takes(one) === true);
  const maybe = own.filter((one) => takes(one) === undefined);
  const path = annotation === undefined ? ["spec"] : ["metadata", "annotations", CLASS_ANNOTATION];
  const note = className === undefined ? `a ${resource.ref.kind} without a class` : `class ${className}`;
  const why =
    own.length === 0 ? `no ${kind} was found` : `no ${kind} here surely takes class ${className ?? "(none)"}`;
  return answer(found, maybe, [{ resource, path, note }], why);
}

/** Whether a controller's pods are the proxy of a Gateway. */
export function standsFor(
  controller: Controller,
  { ref, resource }: Pick<RouteParent, "ref" | "resource">,
  { objects }: Pick<Read, "objects">,
): boolean {
  const { labels } = controller.workload.template;
  if (ref.apiVersion.startsWith("networking.istio.io/")) {
    const selector = stringMapOf(at(resource?.object, "spec", "selector"));
    return controller.kind === "istio" && selects({ matchLabels: selector }, labels) === true;
  }
  const namespace = controller.workload.ref.namespace ?? "default";
  if (GATEWAY_NAME.some((key) => labels[key] === ref.name) && namespace === ref.namespace) return true;
  if (labels[`${OWNING}-name`] === ref.name && labels[`${OWNING}-namespace`] === ref.namespace) return true;
  const className = stringOf(at(resource?.object, "spec", "gatewayClassName")) ?? "";
  if (labels[`${OWNING}class`] === className && className !== "") return true;
  const gatewayClass = objects.get("GatewayClass.gateway.networking.k8s.io", undefined, className);
  const name = stringOf(at(gatewayClass?.object, "spec", "controllerName")) ?? "";
  return CONTROLLER_NAMES[controller.kind]?.test(name) ?? false;
}

function answer(
  controllers: readonly Controller[],
  maybe: readonly Controller[],
  evidence: readonly Shown[],
  why: string,
): Serving {
  const some = controllers.length > 0;
  return {
    controllers,
    maybe,
    how: some ? "class" : undefined,
    className: undefined,
    evidence,
    why: some ? undefined : why,
  };
}
