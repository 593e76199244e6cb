import type { Cloud } from "./cloud.ts";
import { OCTAVIA } from "./modes/openstack.ts";
import type { ServiceView } from "./service-view.ts";

export const HEALTH_MONITOR = `${OCTAVIA}enable-health-monitor`;

/**
 * Whether the load balancer notices members that have nothing to hand on to. Octavia only where the annotation, or
 * create-monitor in the controller's own configuration (default: false; a Secret, so not read), asks for it. The others
 * named here always check their targets; MetalLB announces an address only where there are endpoints.
 */
export function monitored(view: ServiceView, cloud: Cloud): boolean | undefined {
  if (cloud === "unknown" || cloud === "other" || cloud === "ovh-iolb") return undefined;
  if (cloud !== "openstack") return true;
  const said = view.annotations.get(HEALTH_MONITOR);
  return said === "true" ? true : said === "false" ? false : undefined;
}
