import { at, type Json, listOf, stringOf } from "../../../world/json.ts";
import type { Action, Direction, PeerTerm, Rule, Selector } from "../../policy.ts";
import { blockOf } from "../cidr-term.ts";
import {
  type CalicoContext,
  entitySelection,
  matchesSets,
  podsOf,
  readSelector,
  type Selection,
  selectionTerm,
  textAt,
} from "./entity-selector.ts";
import { isPortless, portsOf } from "./ports.ts";

/** A rule, and the pods of its policy it is for where its near end says more than the policy does. */
export interface CalicoRule {
  readonly rule: Rule;
  readonly subjects: Selector | undefined;
  /** The subjects' other half, for a notSelector. */
  readonly except: Selector | undefined;
}

const ACTIONS: Readonly<Record<string, Action>> = { Allow: "allow", Deny: "deny", Pass: "pass" };

/** One rule; undefined for a Log, which decides nothing. */
export function ruleOf(
  rule: Json,
  index: number,
  direction: Direction,
  namespace: string | undefined,
  context: CalicoContext,
): CalicoRule | undefined {
  const named = stringOf(at(rule, "action"));
  if (named === "Log") return undefined;
  const action = ACTIONS[named ?? ""];
  const problems: string[] = [];
  const far = at(rule, direction === "ingress" ? "source" : "destination");
  const near = at(rule, direction === "ingress" ? "destination" : "source");
  const ports = portsOf(rule, problems);
  const limits = [...peerTerms(far, namespace, context, problems), ...familyTerms(rule)];
  const subjects = nearSelection(near, namespace, context, problems);
  unreadable(rule, problems);
  // Of an action nobody knows either may come, which is what a pass that may match stands for.
  if (action === undefined) problems.push(`the action ${JSON.stringify(named)} is none`);
  return {
    ...subjects,
    rule: {
      action: action ?? "pass",
      peers: [limits.length === 0 ? ANY : { kind: "all-of", terms: limits }],
      ports,
      path: ["spec", direction, index],
      ...(problems.length === 0 ? {} : { uncertain: problems.join("; ") }),
    },
  };
}

const ANY: PeerTerm = { kind: "any" };

/** Everything the far end must be, all at once (rules.go, RuleAPIV2ToBackend). */
function peerTerms(
  entity: unknown,
  namespace: string | undefined,
  context: CalicoContext,
  problems: string[],
): readonly PeerTerm[] {
  const terms: PeerTerm[] = [];
  const unread: string[] = [];
  const selection = entitySelection(entity, namespace, unread);
  if (selection !== undefined && unread.length === 0) terms.push(selectionTerm(selection, context));
  const not = plainSelection(textAt(entity, "notSelector"), unread);
  if (not !== undefined) terms.push({ kind: "not", term: selectionTerm(not, context) });
  const nets = listOf(at(entity, "nets"));
  const notNets = listOf(at(entity, "notNets"));
  if (nets.length > 0) terms.push(anyBlock(nets, unread));
  if (notNets.length > 0) terms.push({ kind: "not", term: anyBlock(notNets, unread) });
  problems.push(...unread);
  // An unread limit limits to something unknown: what the others leave is the most the rule can stand for.
  return terms;
}

function anyBlock(texts: readonly Json[], problems: string[]): PeerTerm {
  const terms = texts.flatMap((text) => {
    const block = blockOf(stringOf(text) ?? "");
    if (block === undefined) problems.push(`${JSON.stringify(text)} is no network`);
    return block ?? [];
  });
  // With an unreadable one in it the list may name anything, or nothing more than the rest.
  return terms.length === texts.length
    ? { kind: "any-of", terms }
    : { kind: "maybe", term: ANY, reason: "a network cannot be read" };
}

function plainSelection(text: string | undefined, problems: string[]): Selection | undefined {
  const own = readSelector(text, problems);
  if (own === undefined) return undefined;
  return { namespace: undefined, own, namespaces: undefined, accounts: undefined, accountNames: [] };
}

/** `ipVersion`: sure of outside addresses, which have one version. Pods and nodes may have two. */
function familyTerms(rule: Json): readonly PeerTerm[] {
  const version = at(rule, "ipVersion");
  if (version === undefined || version === null) return [];
  const family = blockOf(version === 6 ? "::/0" : "0.0.0.0/0") ?? ANY;
  const inside: PeerTerm = { kind: "not", term: { kind: "outside" } };
  const outside: PeerTerm = { kind: "all-of", terms: [{ kind: "outside" }, family] };
  return [
    { kind: "any-of", terms: [outside, { kind: "maybe", term: inside, reason: "only one IP version" }] },
  ];
}

/** What the near end says about the policy's own pods. */
function nearSelection(
  entity: unknown,
  namespace: string | undefined,
  context: CalicoContext,
  problems: string[],
): Omit<CalicoRule, "rule"> {
  const unread: string[] = [];
  const selection = entitySelection(entity, namespace, unread);
  const not = plainSelection(textAt(entity, "notSelector"), unread);
  if (listOf(at(entity, "nets")).length > 0 || listOf(at(entity, "notNets")).length > 0) {
    unread.push("networks of the policy's own pods");
  }
  for (const one of [selection, not]) {
    if (one !== undefined && matchesSets(one, context))
      unread.push("sets of addresses may name the policy's own pods");
  }
  problems.push(...unread);
  if (unread.length > 0) return { subjects: undefined, except: undefined };
  return {
    subjects: selection === undefined ? undefined : podsOf(selection, context),
    except: not === undefined ? undefined : podsOf(not, context),
  };
}

/** Parts of rules that connections alone do not tell. */
function unreadable(rule: Json, problems: string[]): void {
  if ((at(rule, "http") ?? null) !== null) problems.push("it matches HTTP requests");
  for (const end of ["source", "destination"]) {
    if ((at(rule, end, "services") ?? null) !== null) problems.push(`${end}.services is not followed`);
    if (listOf(at(rule, end, "domains")).length > 0) problems.push(`${end}.domains is not followed`);
  }
  const icmp = ["icmp", "notICMP"].filter((field) => (at(rule, field) ?? null) !== null);
  if (icmp.length > 0 && !isPortless(at(rule, "protocol"))) {
    problems.push(`${icmp.join(" and ")} without the protocol ICMP`);
  }
  const source = at(rule, "source");
  if (listOf(at(source, "ports")).length > 0 || listOf(at(source, "notPorts")).length > 0) {
    problems.push("it depends on the source's port");
  }
}
