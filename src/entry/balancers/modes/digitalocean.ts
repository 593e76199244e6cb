import { annotated, listNames, type PortMode, type ServicePort, type ServiceView } from "../service-view.ts";

const DO = "service.beta.kubernetes.io/do-loadbalancer-";
const TYPE = `${DO}type`;
const PROXY = `${DO}enable-proxy-protocol`;
const PROTOCOL = `${DO}protocol`;
const HTTP_PROTOCOLS = new Set(["http", "https", "http2"]);

/** digitalocean-cloud-controller-manager, docs/controllers/services/annotations.md. */
export function digitaloceanMode(service: ServiceView, port: ServicePort): PortMode {
  const get = (key: string) => service.annotations.get(key);
  const type = get(TYPE);
  if (type === "REGIONAL_NETWORK") return annotated("pass-through", TYPE, type);
  const proxy = get(PROXY);
  if (proxy === "true") return annotated("proxy-v1", PROXY, proxy);
  const passesTls = get(`${DO}tls-passthrough`) === "true";
  for (const list of ["http-ports", "http2-ports", "http3-port", ...(passesTls ? [] : ["tls-ports"])]) {
    const value = get(`${DO}${list}`);
    if (value !== undefined && listNames(value, port)) return annotated("http", `${DO}${list}`, value);
  }
  const protocol = get(PROTOCOL);
  if (protocol !== undefined && HTTP_PROTOCOLS.has(protocol) && !(passesTls && protocol !== "http"))
    return annotated("http", PROTOCOL, protocol);
  return {
    mode: "tcp",
    known: port.protocol === "TCP",
    note: "DigitalOcean's load balancers hand on TCP by default",
  };
}
