import { at, stringOf } from "../../../world/json.ts";
import {
  annotated,
  annotationPath,
  type PortMode,
  type ServicePort,
  type ServiceView,
} from "../service-view.ts";

const LINODE = "service.beta.kubernetes.io/linode-loadbalancer-";

/** linode-cloud-controller-manager: a default for all ports, and JSON for each (`linode-loadbalancer-port-443`). */
export function linodeMode(service: ServiceView, { port }: ServicePort): PortMode {
  const key = `${LINODE}port-${port}`;
  const written = service.annotations.get(key);
  const own = written === undefined ? undefined : parsed(written);
  if (written !== undefined && own === undefined)
    return {
      mode: "tcp",
      known: false,
      note: `annotation ${key} is no JSON object`,
      path: annotationPath(key),
    };
  const proxy =
    stringOf(at(own, "proxy-protocol")) ?? service.annotations.get(`${LINODE}default-proxy-protocol`);
  const protocol = stringOf(at(own, "protocol")) ?? service.annotations.get(`${LINODE}default-protocol`);
  if (protocol === "http" || protocol === "https")
    return annotated("http", own === undefined ? `${LINODE}default-protocol` : key, protocol);
  if (proxy === "v1" || proxy === "v2")
    return annotated(`proxy-${proxy}`, own === undefined ? `${LINODE}default-proxy-protocol` : key, proxy);
  return { mode: "tcp", known: true, note: "Linode's NodeBalancers hand on TCP by default" };
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
