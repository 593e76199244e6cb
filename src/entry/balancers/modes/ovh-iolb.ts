import { annotated, type PortMode, type ServicePort, type ServiceView } from "../service-view.ts";

const PROXY = "service.beta.kubernetes.io/ovh-loadbalancer-proxy-protocol";

/** OVHcloud's load balancers of Kubernetes before 1.31: v1, v2, v2-ssl, v2-ssl-cn (its guide, KB0062874). */
export function ovhIolbMode(service: ServiceView, _port: ServicePort): PortMode {
  const proxy = service.annotations.get(PROXY);
  if (proxy === "v1") return annotated("proxy-v1", PROXY, proxy);
  if (proxy?.startsWith("v2")) return annotated("proxy-v2", PROXY, proxy);
  return { mode: "tcp", known: false, note: "OVHcloud's load balancers hand on TCP by default" };
}
