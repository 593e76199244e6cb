import { cidrOf } from "../../../world/addresses/cidr.ts";
import { at, isObject, type Json, stringMapOf, stringOf } from "../../../world/json.ts";
import type { Resource } from "../../../world/resource.ts";
import { selects } from "../../../world/selector.ts";
import type { PeerTerm } from "../../policy.ts";
import { writtenEndpoints } from "../../written-endpoints.ts";
import type { CiliumContext } from "./context.ts";
import { conditionsOf, endpoints } from "./endpoint-selector.ts";
import { cidrTerm, maybe, NODES, OUTSIDE, PODS } from "./peers.ts";

/**
 * Peers by Service (pkg/policy/k8s/service.go): one without a selector stands for its endpoints' addresses, which
 * never name pods; one with a selector for the pods it selects, since 1.17 (cilium/cilium#34208), and before for nobody.
 */
const FOLLOWS_SELECTORS = 17;

/** One item of `toServices`: by name, or by the Services' own labels. */
export function serviceTerm(value: Json, context: CiliumContext, problems: string[]): PeerTerm {
  const all = context.objects.list("Service");
  const selection = at(value, "k8sServiceSelector");
  const named = at(value, "k8sService");
  if (isObject(selection)) {
    const chosen = all.map((service) => ({ service, matches: isSelected(service, selection) }));
    if (chosen.some(({ matches }) => matches === undefined)) problems.push("a Service's selector is none");
    const terms = chosen
      .filter(({ matches }) => matches)
      .map(({ service }) => endpointsTerm(service, context));
    return { kind: "any-of", terms };
  }
  const name = stringOf(at(named, "serviceName")) ?? "";
  const namespace = stringOf(at(named, "namespace")) ?? "";
  // A name without a namespace is one of any.
  const found = all.filter(
    ({ ref }) => ref.name === name && (namespace === "" || (ref.namespace ?? "default") === namespace),
  );
  if (found.length === 0) {
    const anywhere: PeerTerm = { kind: "any-of", terms: [PODS, addressed(context)] };
    return maybe(anywhere, `the Service ${namespace}/${name} was not read`);
  }
  return { kind: "any-of", terms: found.map((service) => endpointsTerm(service, context)) };
}

/** Whatever CIDRs can name. */
function addressed({ settings }: CiliumContext): PeerTerm {
  return settings.cidrsMatchNodes ? { kind: "any-of", terms: [OUTSIDE, NODES] } : OUTSIDE;
}

function isSelected({ ref, object }: Resource, selection: Json): boolean | undefined {
  const namespace = stringOf(at(selection, "namespace")) ?? "";
  if (namespace !== "" && namespace !== (ref.namespace ?? "default")) return false;
  return selects(at(selection, "selector") ?? {}, stringMapOf(at(object, "metadata", "labels")));
}

function endpointsTerm({ ref, object }: Resource, context: CiliumContext): PeerTerm {
  const { objects, settings } = context;
  const labels = stringMapOf(at(object, "spec", "selector"));
  if (Object.keys(labels).length > 0) {
    const conditions = conditionsOf({ matchLabels: labels }) ?? [];
    const pods: PeerTerm = {
      kind: "pods",
      selector: endpoints(conditions, ref.namespace ?? "default", context),
    };
    if (settings.minor === undefined) {
      return maybe(pods, "whether toServices follows a Service's selector depends on Cilium's version");
    }
    return settings.minor >= FOLLOWS_SELECTORS ? pods : { kind: "any-of", terms: [] };
  }
  const written = writtenEndpoints(objects, ref);
  if (written.length === 0) {
    return maybe(addressed(context), `the endpoints of ${ref.namespace}/${ref.name} were not read`);
  }
  const blocks = written.flatMap(({ address }) => cidrOf(address) ?? []);
  return {
    kind: "any-of",
    terms: blocks.map((cidr) => cidrTerm({ kind: "block", cidr, except: [] }, context)),
  };
}

/** Agents before 1.17 refuse a policy with ports beside toServices (rule_validation.go). */
export function refusesPorts({ settings }: CiliumContext): string | undefined {
  if (settings.minor === undefined)
    return "whether Cilium takes toServices with toPorts depends on its version";
  return settings.minor >= FOLLOWS_SELECTORS
    ? undefined
    : "this version of Cilium refuses toServices with toPorts";
}
