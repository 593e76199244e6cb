import { type Cidr, contains, firstOf, lastOf } from "../../../world/addresses/cidr.ts";
import { at, isObject, type Json, listOf, stringMapOf, stringOf } from "../../../world/json.ts";
import { selects } from "../../../world/selector.ts";
import type { PeerTerm } from "../../policy.ts";
import { selectorFaults } from "../../selector-faults.ts";
import { blockOf, cidrOrAddress } from "../cidr-term.ts";
import type { CiliumContext } from "./context.ts";
import { cidrTerm, EVERYBODY, maybe, PODS } from "./peers.ts";

const FIELDS = ["cidr", "except", "cidrGroupRef", "cidrGroupSelector"];

/** An item of `fromCIDRSet`: a CIDR, or the CIDRs of groups, without its exceptions (pkg/policy/api/cidr.go). */
export function cidrSetTerm(item: Json, context: CiliumContext, problems: string[]): PeerTerm {
  const except = listOf(at(item, "except")).map((hole) => cidrOrAddress(stringOf(hole) ?? ""));
  const holes = except.filter((hole) => hole !== undefined);
  const known = isObject(item) && Object.keys(item).every((key) => FIELDS.includes(key));
  const inGroup = at(item, "cidrGroupRef") !== undefined || at(item, "cidrGroupSelector") !== undefined;
  const block = inGroup ? undefined : blockOf(stringOf(at(item, "cidr")) ?? "");
  if (!known || holes.length < except.length || (block === undefined && !inGroup)) {
    problems.push(`${JSON.stringify(item)} is no CIDR`);
    return EVERYBODY;
  }
  if (block === undefined) return groupTerm(item, holes, context);
  if (!holes.every((hole) => contains(block.cidr, firstOf(hole)) && contains(block.cidr, lastOf(hole)))) {
    problems.push(`an exception lies outside ${String(at(item, "cidr"))}`);
  }
  return cidrTerm({ ...block, except: holes }, context);
}

function groupTerm(item: Json, holes: readonly Cidr[], context: CiliumContext): PeerTerm {
  const cidrs = groupCidrs(item, context);
  if (cidrs === undefined) {
    return maybe({ kind: "not", term: PODS }, "the CIDR group it names was not read");
  }
  const inside: PeerTerm = {
    kind: "any-of",
    terms: cidrs.map((cidr) => cidrTerm({ kind: "block", cidr, except: [] }, context)),
  };
  const outside: PeerTerm = {
    kind: "any-of",
    terms: holes.map((cidr): PeerTerm => ({ kind: "block", cidr, except: [] })),
  };
  return { kind: "all-of", terms: [inside, { kind: "not", term: outside }] };
}

/** What the CiliumCIDRGroups list that it names, or selects by labels; undefined where none, or one not wholly, was read. */
function groupCidrs(item: Json, { objects }: CiliumContext): readonly Cidr[] | undefined {
  const name = stringOf(at(item, "cidrGroupRef"));
  const selector = at(item, "cidrGroupSelector");
  if (name === undefined && selectorFaults(selector).length > 0) return undefined;
  const groups = objects
    .list("CiliumCIDRGroup.cilium.io")
    .filter(({ ref, object }) =>
      name === undefined
        ? selects(selector, stringMapOf(at(object, "metadata", "labels")))
        : ref.name === name,
    );
  const cidrs = groups.flatMap(({ object }) =>
    listOf(at(object, "spec", "externalCIDRs")).map((text) => cidrOrAddress(stringOf(text) ?? "")),
  );
  const read = cidrs.filter((cidr) => cidr !== undefined);
  return groups.length === 0 || read.length < cidrs.length ? undefined : read;
}
