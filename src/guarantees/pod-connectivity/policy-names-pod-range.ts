import { parseAddress } from "../../world/addresses/address.ts";
import { meansEverything } from "../../world/addresses/blocks.ts";
import { type Cidr, contains, covers, formatCidr, overlaps, parseCidr } from "../../world/addresses/cidr.ts";
import { at, entriesOf, type Json, type Path } from "../../world/json.ts";
import { type Resource, refLabel } from "../../world/resource.ts";
import { cite, listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { podRanges } from "./pod-ranges.ts";
import type { Rule } from "./rule.ts";

/**
 * Blocks of pods' addresses in policies. In place the pool stays what it is, but every pod is made anew and gets
 * another address of it; on new nodes, of another node's share.
 */
export const policyNamesPodRange: Rule = {
  id: "policy-names-pod-range",
  title: "A network policy names pods by address",
  hazards: ["NP-2"],
  find(before) {
    const ranges = podRanges(before);
    const pods = before.workloads.flatMap(({ pods: own }) =>
      own.flatMap(({ podIPs, spec }) => (spec.hostNetwork === true ? [] : podIPs)),
    );
    const isPod = (block: Cidr): boolean =>
      pods.some((ip) => {
        const address = parseAddress(ip);
        return address !== undefined && contains(block, address);
      });
    return KINDS.flatMap((kind) => before.objects.list(kind)).flatMap((resource) => {
      const named = blocksIn(resource).filter(({ block }) => ranges.some((range) => overlaps(range, block)));
      // Of blocks without a pod in them (a Service's, a gap), nothing is known to change.
      const partly = named.filter(
        ({ block }) => !ranges.some((range) => covers(block, range)) && isPod(block),
      );
      const wholly = named.filter(({ block }) => ranges.some((range) => covers(block, range)));
      return partly.length > 0
        ? [partBreach(resource, partly)]
        : wholly.length > 0
          ? [wholeAdvice(resource, wholly)]
          : [];
    });
  },
};

interface Named {
  readonly path: Path;
  readonly block: Cidr;
}

function partBreach(resource: Resource, named: readonly Named[]): Breach {
  const who = refLabel(resource.ref);
  const single = named.some(({ block }) => block.first === block.last);
  const blocks = listed(named.map(({ block }) => formatCidr(block)));
  return {
    cause: policyNamesPodRange.id,
    verdict: single ? "breaks" : "unknown",
    subject: resource.ref,
    message: single
      ? `${who} names ${blocks}, the address of a pod. Every pod is made anew when its node is replaced, and gets another address.`
      : `${who} names ${blocks}, a part of the pods' addresses. Pods on new nodes get addresses of other parts: who is in the block changes.`,
    remedy: `In ${who}, select the pods by their labels and namespace instead of their addresses.`,
    evidence: named.slice(0, MOST_EVIDENCE).map(({ path }) => cite(resource, path)),
  };
}

function wholeAdvice(resource: Resource, named: readonly Named[]): Breach {
  const who = refLabel(resource.ref);
  return {
    cause: policyNamesPodRange.id,
    verdict: "advice",
    subject: resource.ref,
    message: `${who} names ${listed(named.map(({ block }) => formatCidr(block)))}, which holds all pods' addresses. A move in place keeps that range; a new cluster may have another.`,
    remedy: `In ${who}, select pods by labels (namespaceSelector: {} for all of them) instead of by range.`,
    evidence: named.slice(0, MOST_EVIDENCE).map(({ path }) => cite(resource, path)),
  };
}

const MOST_EVIDENCE = 20;

const KINDS = [
  "NetworkPolicy.networking.k8s.io",
  "NetworkPolicy.crd.projectcalico.org",
  "NetworkPolicy.projectcalico.org",
  "GlobalNetworkPolicy.crd.projectcalico.org",
  "GlobalNetworkPolicy.projectcalico.org",
  "NetworkSet.crd.projectcalico.org",
  "NetworkSet.projectcalico.org",
  "GlobalNetworkSet.crd.projectcalico.org",
  "GlobalNetworkSet.projectcalico.org",
  "CiliumNetworkPolicy.cilium.io",
  "CiliumClusterwideNetworkPolicy.cilium.io",
];

function blocksIn(resource: Resource): readonly Named[] {
  const found: Named[] = [];
  const walk = (value: Json | undefined, path: Path): void => {
    if (typeof value === "string") {
      const address = parseAddress(value);
      const block = parseCidr(address === undefined ? value : `${value}/${address.family === 4 ? 32 : 128}`);
      if (block !== undefined && !meansEverything(block)) found.push({ path, block });
    } else if (Array.isArray(value)) {
      for (const [index, one] of value.entries()) walk(one as Json, [...path, index]);
    } else for (const [key, one] of entriesOf(value)) walk(one, [...path, key]);
  };
  walk(at(resource.object, "spec"), ["spec"]);
  return found;
}
