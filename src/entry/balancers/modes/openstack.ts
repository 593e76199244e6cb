import { at, stringOf } from "../../../world/json.ts";
import { type Minor, parseMinor } from "../../../world/version.ts";
import { imageTag } from "../../software-version.ts";
import type { CloudController } from "../running-clouds.ts";
import { annotated, type PortMode, type ServicePort, type ServiceView } from "../service-view.ts";

export const OCTAVIA = "loadbalancer.openstack.org/";
export const PROXY_PROTOCOL = `${OCTAVIA}proxy-protocol`;
export const X_FORWARDED_FOR = `${OCTAVIA}x-forwarded-for`;
export const TLS_CONTAINER = `${OCTAVIA}default-tls-container-ref`;
/** From this minor on the values v1 and v2 of proxy-protocol, and node-selector, are understood. */
export const PROXY_VERSIONS_SINCE = 31;

/**
 * cloud-provider-openstack, pkg/openstack/loadbalancer.go: listeners are TCP (UDP) unless x-forwarded-for or a TLS
 * container makes them HTTP; the pool speaks PROXY where proxy-protocol asks for it. Both together are an error, and
 * so is PROXY with a UDP port; then the load balancer stays as it was, which is not known from here.
 */
export function openstackMode(service: ServiceView, { protocol }: ServicePort): PortMode {
  const proxy = service.annotations.get(PROXY_PROTOCOL);
  const forwards = service.annotations.get(X_FORWARDED_FOR) === "true";
  const speaks = proxy === undefined ? undefined : proxyMode(proxy, controllerMinor(service.controller));
  if (proxy !== undefined && speaks !== undefined && speaks.mode !== "tcp") {
    const mixed = forwards || service.ports.some((port) => port.protocol === "UDP");
    return { ...annotated(speaks.mode, PROXY_PROTOCOL, proxy), known: speaks.known && !mixed };
  }
  if (protocol !== "TCP")
    return {
      mode: "tcp",
      known: false,
      note: `whether Octavia keeps the source of ${protocol} is not known here`,
    };
  if (forwards) return annotated("http", X_FORWARDED_FOR, "true");
  const container = service.annotations.get(TLS_CONTAINER);
  if (container !== undefined && container !== "") return annotated("tcp", TLS_CONTAINER, container);
  if (proxy !== undefined) return annotated("tcp", PROXY_PROTOCOL, proxy, speaks?.known ?? true);
  return {
    mode: "tcp",
    known: true,
    note: `Octavia's listeners are TCP without ${PROXY_PROTOCOL} and ${X_FORWARDED_FOR}`,
  };
}

/** What a value of proxy-protocol means to a controller of that minor. It was a boolean before 1.31: others counted as false, or made it fail. */
function proxyMode(value: string, minor: Minor | undefined): Pick<PortMode, "mode" | "known"> {
  if (value === "true") return { mode: "proxy-v1", known: true };
  if (value !== "v1" && value !== "v2") return { mode: "tcp", known: true };
  if (minor === undefined) return { mode: `proxy-${value}`, known: false };
  return minor < PROXY_VERSIONS_SINCE
    ? { mode: "tcp", known: false }
    : { mode: `proxy-${value}`, known: true };
}

/** The minor of a cloud controller from its image's tag; its releases are numbered as Kubernetes' are. */
export function controllerMinor(controller: CloudController | undefined): Minor | undefined {
  const image = stringOf(at(controller?.workload.template.spec, ...(controller?.container ?? []), "image"));
  const tag = image === undefined ? undefined : imageTag(image);
  return tag === undefined ? undefined : parseMinor(tag);
}
