import { at, stringOf } from "../../../world/json.ts";
import { annotated, type PortMode, pairsOf, type ServicePort, type ServiceView } from "../service-view.ts";

const AWS = "service.beta.kubernetes.io/aws-load-balancer-";
const TYPE = `${AWS}type`;
const PROXY = `${AWS}proxy-protocol`;
const TARGET_TYPE = `${AWS}nlb-target-type`;
const ATTRIBUTES = `${AWS}target-group-attributes`;
const BACKEND = `${AWS}backend-protocol`;

/**
 * A Network Load Balancer writes PROXY v2, a Classic one v1. A Network Load Balancer keeps the client's address to
 * instances unless told otherwise, and to pods (target type ip) only where told to, UDP apart; the Classic one never
 * does (aws-load-balancer-controller, Service annotations; Elastic Load Balancing, client IP preservation).
 */
export function awsMode(service: ServiceView, port: ServicePort): PortMode {
  const kind = awsKind(service);
  const proxy = service.annotations.get(PROXY);
  if (kind === "classic") return classicMode(service, proxy);
  // The controller that is built into Kubernetes knows the annotation for Classic ones only; the other reads it too.
  if (proxy === "*") return annotated("proxy-v2", PROXY, proxy, kind === "network");
  const attributes = pairsOf(service.annotations.get(ATTRIBUTES) ?? "");
  const said = attributes.get("proxy_protocol_v2.enabled");
  if (said === "true") return annotated("proxy-v2", ATTRIBUTES, `proxy_protocol_v2.enabled=${said}`);
  const preserved = attributes.get("preserve_client_ip.enabled");
  if (preserved !== undefined)
    return annotated(
      preserved === "true" ? "pass-through" : "tcp",
      ATTRIBUTES,
      `preserve_client_ip.enabled=${preserved}`,
    );
  if (!toPods(service) || port.protocol === "UDP")
    return {
      mode: "pass-through",
      known: true,
      note: "a Network Load Balancer keeps the client's address to instances",
    };
  return {
    mode: "tcp",
    known: true,
    note: "a Network Load Balancer hides the client's address from target type ip",
  };
}

function classicMode(service: ServiceView, proxy: string | undefined): PortMode {
  if (proxy === "*") return annotated("proxy-v1", PROXY, proxy);
  const backend = service.annotations.get(BACKEND);
  if (backend === "http" || backend === "https") return annotated("http", BACKEND, backend);
  return { mode: "tcp", known: true, note: "a Classic Load Balancer hands on TCP" };
}

/** `network`: made by the AWS Load Balancer Controller; `network-in-tree`, `classic`: by the cloud controller. */
function awsKind({ annotations, resource }: ServiceView): "network" | "network-in-tree" | "classic" {
  const type = annotations.get(TYPE);
  const named = stringOf(at(resource.object, "spec", "loadBalancerClass"));
  if (named !== undefined || type === "external" || type === "nlb-ip") return "network";
  return type === "nlb" ? "network-in-tree" : "classic";
}

/** Whether it sends to pods rather than to nodes. */
export function toPods({ annotations }: ServiceView): boolean {
  return annotations.get(TARGET_TYPE) === "ip" || annotations.get(TYPE) === "nlb-ip";
}

export const AWS_NODE_LABELS = `${AWS}target-node-labels`;
