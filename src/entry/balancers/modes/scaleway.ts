import { annotated, listNames, type PortMode, type ServicePort, type ServiceView } from "../service-view.ts";

const SCW = "service.beta.kubernetes.io/scw-loadbalancer-";

/** scaleway-cloud-controller-manager, docs/loadbalancer-annotations.md: each list names ports, or all of them. */
export function scalewayMode(service: ServiceView, port: ServicePort): PortMode {
  const said = (name: string) => {
    const value = service.annotations.get(`${SCW}${name}`);
    return value !== undefined && listNames(value, port) ? value : undefined;
  };
  for (const version of ["v1", "v2"] as const) {
    const value = said(`proxy-protocol-${version}`);
    if (value !== undefined) return annotated(`proxy-${version}`, `${SCW}proxy-protocol-${version}`, value);
  }
  const http = said("protocol-http");
  if (http !== undefined) return annotated("http", `${SCW}protocol-http`, http);
  return { mode: "tcp", known: true, note: "Scaleway's load balancers hand on TCP by default" };
}
