import { at, listOf, stringOf } from "../../../world/json.ts";
import type { ObjectStore } from "../../../world/store.ts";
import { canonical } from "../../label-selector.ts";
import type { PeerTerm, Selector } from "../../policy.ts";
import type { AddressSet } from "./address-sets.ts";
import { isMadeUp, podViews, type Views } from "./label-views.ts";
import { every, matchesExpression } from "./selector-match.ts";
import { type Expression, parseSelector } from "./selector-parser.ts";

/** What a dialect's rules are read in. */
export interface CalicoContext {
  readonly objects: ObjectStore;
  readonly sets: readonly AddressSet[];
}

/** The selectors of one end of a rule, or of a policy: all of them have to match. */
export interface Selection {
  /** Only this namespace; undefined: any. */
  readonly namespace: string | undefined;
  readonly own: Expression | undefined;
  readonly namespaces: Expression | undefined;
  readonly accounts: Expression | undefined;
  readonly accountNames: readonly string[];
}

/**
 * The selection of an end of a rule (rules.go, GetEntityRuleSelector); undefined where it has no selector. In a
 * namespaced policy any of them, notSelector included, keeps the rule to that namespace unless a namespaceSelector
 * says otherwise. Selectors that cannot be read are put on the list of problems.
 */
export function entitySelection(
  entity: unknown,
  policyNamespace: string | undefined,
  problems: string[],
): Selection | undefined {
  const selector = textAt(entity, "selector");
  const namespaceSelector = textAt(entity, "namespaceSelector");
  const notSelector = textAt(entity, "notSelector");
  const accounts = textAt(at(entity, "serviceAccounts"), "selector");
  const accountNames = listOf(at(entity, "serviceAccounts", "names")).flatMap((name) => stringOf(name) ?? []);
  const anyAccount = accounts !== undefined || accountNames.length > 0;
  if (selector === undefined && namespaceSelector === undefined && !anyAccount) {
    if (policyNamespace === undefined || notSelector === undefined) return undefined;
  }
  return {
    namespace: namespaceSelector === undefined ? policyNamespace : undefined,
    own: readSelector(selector, problems),
    namespaces: readSelector(namespaceSelector, problems),
    accounts: readSelector(accounts, problems),
    accountNames,
  };
}

/** A selector's text; an empty one counts as none. */
export function textAt(value: unknown, key: string): string | undefined {
  const text = stringOf(at(value, key));
  return text === undefined || text === "" ? undefined : text;
}

export function readSelector(text: string | undefined, problems: string[]): Expression | undefined {
  if (text === undefined) return undefined;
  const expression = parseSelector(text);
  if (expression === undefined) problems.push(`${JSON.stringify(text)} is no selector`);
  return expression;
}

/** The pods of a selection. */
export function podsOf(selection: Selection, { objects }: CalicoContext): Selector {
  return {
    key: `calico ${canonical(selection)}`,
    namespace: selection.namespace,
    label: requiredLabel(selection.own),
    matches(subject) {
      if (subject.kind !== "pod") return false;
      if (selection.namespace !== undefined && subject.namespace !== selection.namespace) return false;
      return matchesSelection(selection, podViews(subject, objects));
    },
  };
}

/** A selection as a peer: the pods, and the addresses of sets and host endpoints with such labels. */
export function selectionTerm(selection: Selection, context: CalicoContext): PeerTerm {
  const terms: PeerTerm[] = [{ kind: "pods", selector: podsOf(selection, context) }];
  for (const { views, addresses } of context.sets) {
    const matched = inSet(selection, views);
    if (matched === true) terms.push(addresses);
    else if (matched === undefined) {
      terms.push({ kind: "maybe", term: addresses, reason: "whether a set's labels match cannot be told" });
    }
  }
  return terms.length === 1 ? (terms[0] as PeerTerm) : { kind: "any-of", terms };
}

/** Whether a selection may match addresses of sets, which says nothing of pods' labels. */
export function matchesSets(selection: Selection, { sets }: CalicoContext): boolean {
  return sets.some(({ views }) => inSet(selection, views) !== false);
}

function inSet(selection: Selection, views: Views): boolean | undefined {
  const { namespace } = selection;
  if (namespace !== undefined && views.own.label("projectcalico.org/namespace") !== namespace) return false;
  return matchesSelection(selection, views);
}

export function matchesSelection(selection: Selection, views: Views): boolean | undefined {
  const { own, namespaces, accounts, accountNames } = selection;
  const account = views.own.label("projectcalico.org/serviceaccount");
  return every([
    own === undefined || matchesExpression(own, views.own),
    namespaces === undefined || matchesExpression(namespaces, views.namespace),
    accounts === undefined || matchesExpression(accounts, views.serviceAccount),
    accountNames.length === 0 || (typeof account === "string" && accountNames.includes(account)),
  ]);
}

/** One label of the pod itself that every match must bear. */
function requiredLabel(expression: Expression | undefined): Selector["label"] {
  if (expression?.kind === "and") {
    for (const term of expression.terms) {
      const label = requiredLabel(term);
      if (label !== undefined) return label;
    }
    return undefined;
  }
  if (expression?.kind === "compare" && expression.operator === "==" && !isMadeUp(expression.label)) {
    return [expression.label, expression.value];
  }
  const [only, second] = expression?.kind === "in" && !expression.not ? expression.values : [];
  if (expression?.kind !== "in" || only === undefined || second !== undefined || isMadeUp(expression.label)) {
    return undefined;
  }
  return [expression.label, only];
}
