import { stringOf } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import { formatMinor } from "../../world/version.ts";
import type { World } from "../../world/world.ts";
import type { Arrival } from "../arrival.ts";
import { cloudProviderOf, honoursIpMode, IP_MODE_MINOR } from "./ip-mode.ts";
import { ingressStatus, publishedByName } from "./published-name.ts";

/** Whether cert-manager, asking for a challenge from inside the cluster, gets to the controller as others do. */
export interface SelfCheck {
  readonly outcome: "passes" | "fails" | "unknown";
  /** Why not, or what is not known, as a clause. */
  readonly why: string;
}

const PASSES: SelfCheck = { outcome: "passes", why: "" };

/**
 * Before HTTP-01 is asked for, cert-manager looks for the challenge itself. Nodes take an address that a Service
 * publishes for their own and send pods straight to the controller's, past the load balancer, which alone writes the
 * PROXY header: the controller ends such connections (cert-manager#466). Not so where a name is published instead, or
 * where `ipMode: Proxy` stands beside the address and is honoured (KEP-1860).
 */
export function selfCheckBy(arrival: Arrival, before: World, now: World): SelfCheck {
  const { entry, controller, result } = arrival;
  const mode = entry.balancer?.mode;
  if ((mode !== "proxy-v1" && mode !== "proxy-v2") || result === "bad-request") return PASSES;
  const service = entry.evidence.find(({ resource }) => resource.ref.kind === "Service")?.resource;
  const byName = publishedByName(service, now);
  if (byName === true) return PASSES;
  const ipMode = ipModeHelps(service, before, now);
  if (ipMode.outcome === "passes") return PASSES;
  if (byName === undefined) {
    return {
      outcome: "unknown",
      why: `whether the load balancer is published by a name (enable-ingress-hostname) is not known, and ${ipMode.why}`,
    };
  }
  // Only of these it is known that they insist on the header.
  if (controller.kind !== "ingress-nginx" && controller.kind !== "nginx-inc") {
    return {
      outcome: "unknown",
      why: `whether ${controller.kind} takes connections without the header is not known`,
    };
  }
  return ipMode;
}

function ipModeHelps(service: Resource | undefined, before: World, now: World): SelfCheck {
  const { minor } = now.api;
  if (minor === undefined) return { outcome: "unknown", why: "the version of Kubernetes is not known" };
  if (minor < IP_MODE_MINOR) {
    const at = formatMinor(minor);
    return {
      outcome: "fails",
      why: `Kubernetes ${at} has no ipMode yet (it came with ${formatMinor(IP_MODE_MINOR)})`,
    };
  }
  const written = writesIpMode(service, before, now);
  if (written.outcome !== "passes") return written;
  switch (honoursIpMode(now)) {
    case true:
      return PASSES;
    case false:
      return { outcome: "fails", why: "Cilium in this version takes no notice of ipMode" };
    default:
      return {
        outcome: "unknown",
        why: "whether what replaces kube-proxy takes notice of ipMode is not known",
      };
  }
}

/** Whether the Service's status says `ipMode: Proxy`, or the cloud provider that runs then will say so. */
function writesIpMode(service: Resource | undefined, before: World, now: World): SelfCheck {
  if (now.copy === undefined && service !== undefined && saysProxy(service)) return PASSES;
  // With another Kubernetes comes another cloud provider: the one that runs today tells nothing of it.
  const same = now.copy === undefined && now.api.minor === before.api.minor;
  const provider = same ? cloudProviderOf(now) : undefined;
  if (provider?.version === undefined) {
    return {
      outcome: "unknown",
      why: "whether the cloud provider then says ipMode: Proxy (cloud-provider-openstack from 1.30 on) is not known",
    };
  }
  const { title, version, since } = provider;
  const does = version[0] > (since[0] ?? 0) || (version[0] === since[0] && version[1] >= (since[1] ?? 0));
  return does
    ? PASSES
    : {
        outcome: "fails",
        why: `${title} ${version.join(".")} does not say ipMode: Proxy yet (${since.join(".")} does)`,
      };
}

function saysProxy(service: Resource): boolean {
  const published = ingressStatus(service);
  return published.length > 0 && published.every((entry) => stringOf(entry.ipMode) === "Proxy");
}
