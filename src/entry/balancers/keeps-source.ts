import { at, stringOf } from "../../world/json.ts";
import type { World } from "../../world/world.ts";
import type { Cloud } from "./cloud.ts";
import { toPods } from "./modes/aws.ts";
import type { ServiceView } from "./service-view.ts";

/**
 * Whether the way from the load balancer to the pod keeps the packet's source address. Under
 * `externalTrafficPolicy: Cluster` kube-proxy puts the node's in its place; what replaces kube-proxy may not.
 */
export function keepsSource(
  view: ServiceView,
  cloud: Cloud,
  { objects }: Pick<World, "objects">,
): boolean | undefined {
  if (view.local || (cloud === "aws" && toPods(view))) return true;
  return mayReturnDirectly(objects) ? undefined : false;
}

const ANSWERS = new WeakMap<World["objects"], boolean>();

/** Cilium's and Calico's own load balancing can hand packets on with their source, where set up to. */
function mayReturnDirectly(objects: World["objects"]): boolean {
  const known = ANSWERS.get(objects);
  if (known !== undefined) return known;
  const cilium = objects.list("ConfigMap").filter(({ ref }) => ref.name === "cilium-config");
  const direct = cilium.some(({ object }) =>
    ["bpf-lb-mode", "node-port-mode"].some((key) => {
      const mode = stringOf(at(object, "data", key));
      return mode !== undefined && mode !== "snat";
    }),
  );
  const felix = objects.list("FelixConfiguration.crd.projectcalico.org");
  const answer = direct || felix.some(({ object }) => at(object, "spec", "bpfEnabled") === true);
  ANSWERS.set(objects, answer);
  return answer;
}
