import type { Labels } from "../selector.ts";
import { labelMatcher } from "./label-matcher.ts";
import type { PodClass } from "./pod-class.ts";
import { type PodTerm, type Spread, termMatcher } from "./topology-rules.ts";

/** Classes a rule speaks of, by index, and the label whose value makes two nodes one place. */
export interface Relation {
  readonly topologyKey: string;
  readonly classes: readonly number[];
  /** Whether the rule speaks of the class that has it. */
  readonly self: boolean;
}

/** How a class stands to the pods around it. */
export interface Relations {
  /** Classes it must not share a place with, by its own rules or by theirs. */
  readonly apart: readonly Relation[];
  /** Classes it must share a place with. */
  readonly together: readonly Relation[];
  /** Classes counted by its spread constraints, in their order. */
  readonly spread: readonly Relation[];
}

const NONE: Relations = { apart: [], together: [], spread: [] };

/** Resolves every class's pod affinity, anti-affinity (which binds both sides) and spread into classes. */
export function relate(
  classes: readonly PodClass[],
  namespaceLabels: (namespace: string) => Labels,
): readonly Relations[] {
  if (classes.every(isFree)) return classes.map(() => NONE);
  const byNamespace = groupByNamespace(classes);
  const related = classes.map((pods): Relations => {
    if (isFree(pods)) return NONE;
    const resolve = (term: PodTerm) => relation(pods, term.topologyKey, named(pods, term));
    return {
      apart: pods.antiAffinity.map(resolve),
      together: pods.affinity.map(resolve),
      spread: pods.spreads.map((spread) => relation(pods, spread.topologyKey, counted(pods, spread))),
    };
  });
  return bindBothSides(classes, related);

  function named(pods: PodClass, term: PodTerm): readonly PodClass[] {
    const own = term.namespaceSelector === undefined;
    const names = term.namespaces.length > 0 ? term.namespaces : [pods.namespace];
    const among = own ? names.flatMap((name) => byNamespace.get(name) ?? []) : classes;
    const selectsPod = termMatcher(term, pods.namespace, namespaceLabels);
    return among.filter(selectsPod);
  }

  function counted(pods: PodClass, spread: Spread): readonly PodClass[] {
    const among = byNamespace.get(pods.namespace) ?? [];
    const matches = labelMatcher(spread.selector);
    return among.filter((other) => matches(other.labels));
  }
}

function isFree({ affinity, antiAffinity, spreads }: PodClass): boolean {
  return affinity.length + antiAffinity.length + spreads.length === 0;
}

function groupByNamespace(classes: readonly PodClass[]): ReadonlyMap<string, readonly PodClass[]> {
  const groups = new Map<string, PodClass[]>();
  for (const pods of classes) {
    const group = groups.get(pods.namespace);
    if (group === undefined) groups.set(pods.namespace, [pods]);
    else group.push(pods);
  }
  return groups;
}

function relation(pods: PodClass, topologyKey: string, others: readonly PodClass[]): Relation {
  const classes = others.map((other) => other.index);
  return { topologyKey, classes, self: classes.includes(pods.index) };
}

/** A pod already running repels newcomers its own anti-affinity speaks of, whatever the newcomers say. */
function bindBothSides(classes: readonly PodClass[], related: readonly Relations[]): readonly Relations[] {
  const repelledBy = new Map<number, Relation[]>();
  related.forEach((relations, index) => {
    for (const { topologyKey, classes: others } of relations.apart) {
      for (const other of others) {
        if (other === index) continue;
        const list = repelledBy.get(other) ?? [];
        list.push({ topologyKey, classes: [index], self: false });
        repelledBy.set(other, list);
      }
    }
  });
  return classes.map(({ index }) => {
    const relations = related[index] ?? NONE;
    const more = repelledBy.get(index);
    return more === undefined ? relations : { ...relations, apart: [...relations.apart, ...more] };
  });
}
