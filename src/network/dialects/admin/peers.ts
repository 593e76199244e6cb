import { parseCidr } from "../../../world/addresses/cidr.ts";
import { at, isObject, type Json, listOf, stringOf } from "../../../world/json.ts";
import { nodeSelector, podSelector } from "../../label-selector.ts";
import type { Direction, PeerTerm, Selector } from "../../policy.ts";

/** Subjects and peers of policy.networking.k8s.io (apis/v1alpha1 and v1alpha2): exactly one field each. */

const INGRESS = ["namespaces", "pods"];
const EGRESS = [...INGRESS, "nodes", "networks", "domainNames"];

/** The pods of `namespaces` or `pods`; undefined where it is neither. */
export function podsOf(value: unknown): Selector | undefined {
  const field = onlyField(value, INGRESS);
  const inner = at(value, field ?? "");
  if (field === "namespaces" && isLabelSelector(inner)) return podSelector({ namespaces: inner });
  if (field !== "pods") return undefined;
  const namespaces = at(inner, "namespaceSelector") ?? {};
  const pods = at(inner, "podSelector") ?? {};
  return isLabelSelector(namespaces) && isLabelSelector(pods) ? podSelector({ namespaces, pods }) : undefined;
}

/** A peer; undefined where it holds none of the fields known, which implementations meet by failing closed. */
export function peerOf(peer: Json, direction: Direction): PeerTerm | undefined {
  const field = onlyField(peer, direction === "ingress" ? INGRESS : EGRESS);
  if (field === "namespaces" || field === "pods") {
    const selector = podsOf(peer);
    return selector === undefined ? undefined : { kind: "pods", selector };
  }
  const value = at(peer, field ?? "");
  if (field === "nodes") {
    return isLabelSelector(value) ? { kind: "nodes", selector: nodeSelector(value) } : undefined;
  }
  if (field === "domainNames") {
    return {
      kind: "maybe",
      term: { kind: "outside" },
      reason: "which addresses a domain name has is not known",
    };
  }
  if (field !== "networks") return undefined;
  const cidrs = listOf(value).map((text) => parseCidr(stringOf(text) ?? ""));
  if (cidrs.length === 0 || cidrs.includes(undefined)) return undefined;
  const blocks = cidrs.filter((cidr) => cidr !== undefined);
  return { kind: "any-of", terms: blocks.map((cidr) => ({ kind: "block", cidr, except: [] })) };
}

function onlyField(value: unknown, known: readonly string[]): string | undefined {
  const [field, second] = isObject(value) ? Object.keys(value).filter((key) => value[key] !== null) : [];
  return field !== undefined && second === undefined && known.includes(field) ? field : undefined;
}

/** Earlier drafts had sameLabels and the like in the selector's place. */
function isLabelSelector(value: Json | undefined): value is Json {
  return (
    isObject(value) && Object.keys(value).every((key) => key === "matchLabels" || key === "matchExpressions")
  );
}
