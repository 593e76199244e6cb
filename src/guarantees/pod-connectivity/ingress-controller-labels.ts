import { type Resource, refLabel } from "../../world/resource.ts";
import { cite, listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { type ControllerLoss, controllerLosses } from "./controller-losses.ts";
import { oldControllers } from "./controller-probe.ts";
import type { Rule } from "./rule.ts";

/**
 * The controller the provider runs stays in place with its labels. Whoever installs ingress-nginx anew, by its Helm
 * chart, gets other ones: then what policies admit by the old ones no longer comes through. An advice, since nothing
 * of the move itself takes the labels away.
 */
export const ingressControllerLabels: Rule = {
  id: "ingress-controller-labels",
  title: "A network policy knows the ingress controller by labels of the old platform",
  hazards: ["NP-1"],
  find(before) {
    return oldControllers(before).flatMap((controller) =>
      controllerLosses(before, controller).map((loss) => breachOf(loss, controller.namespace)),
    );
  },
};

function breachOf({ policy, rules, workloads }: ControllerLoss, namespace: Resource): Breach {
  const who = refLabel(policy.ref);
  const pods = workloads.length === 0 ? "the pods it is for" : listed(workloads);
  return {
    cause: ingressControllerLabels.id,
    verdict: "advice",
    subject: policy.ref,
    message: `${who} knows the ingress controller by labels the old platform's installer gave it (namespace ${namespace.ref.name}, label name). They stay while that controller does; one installed anew by its Helm chart has others, and then no longer reaches ${pods}.`,
    remedy: `In ${who}, select the namespace by kubernetes.io/metadata.name: ${namespace.ref.name} and the pods by app.kubernetes.io/name: ingress-nginx, which hold for both.`,
    evidence: [...rules.map((path) => cite(policy, path)), cite(namespace, ["metadata", "labels"])],
  };
}
