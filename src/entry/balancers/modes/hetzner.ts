import { at } from "../../../world/json.ts";
import { variableOf } from "../running-clouds.ts";
import { annotated, type PortMode, type ServicePort, type ServiceView } from "../service-view.ts";

const HETZNER = "load-balancer.hetzner.cloud/";
const PROXY = `${HETZNER}uses-proxyprotocol`;
const PROTOCOL = `${HETZNER}protocol`;
export const HETZNER_NODE_SELECTOR = `${HETZNER}node-selector`;
const DEFAULT_VARIABLE = "HCLOUD_LOAD_BALANCERS_USES_PROXYPROTOCOL";

/** hcloud-cloud-controller-manager, internal/annotation/load_balancer.go; the controller's environment sets defaults. */
export function hetznerMode(service: ServiceView, _port: ServicePort): PortMode {
  const proxy = service.annotations.get(PROXY);
  if (proxy === "true") return annotated("proxy-v1", PROXY, proxy);
  const { controller } = service;
  const byDefault =
    controller === undefined
      ? undefined
      : variableOf(at(controller.workload.template.spec, ...controller.container), DEFAULT_VARIABLE);
  if (proxy === undefined && byDefault === "true")
    return { mode: "proxy-v1", known: true, note: `${DEFAULT_VARIABLE} of the cloud controller is true` };
  const protocol = service.annotations.get(PROTOCOL);
  if (protocol === "http" || protocol === "https") return annotated("http", PROTOCOL, protocol);
  if (proxy !== undefined) return annotated("tcp", PROXY, proxy);
  return {
    mode: "tcp",
    known: controller !== undefined,
    note: "Hetzner's load balancers hand on TCP by default",
  };
}
