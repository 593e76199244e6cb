import type { Selector, Subject } from "./policy.ts";

/**
 * Finds the selectors that may match a subject without trying all of them: by namespace, and by one label every
 * match must bear. Ids are positions in the list given.
 */
export class SelectorIndex {
  /** By namespace ("" for any), label key and value: most of a pod's labels are in no selector of its namespace. */
  readonly #byLabel = new Map<string, Map<string, Map<string, number[]>>>();
  readonly #byNamespace = new Map<string, number[]>();
  readonly #anywhere: number[] = [];

  constructor(readonly selectors: readonly Selector[]) {
    selectors.forEach(({ namespace, label }, id) => {
      if (label !== undefined) {
        const keys = child(this.#byLabel, namespace ?? "");
        push(child(keys, label[0]), label[1], id);
      } else if (namespace !== undefined) push(this.#byNamespace, namespace, id);
      else this.#anywhere.push(id);
    });
  }

  /** Ids of the selectors that match for certain, and of those that may, ascending. */
  matching(subject: Subject): { certain: number[]; possible: number[] } {
    const certain: number[] = [];
    const possible: number[] = [];
    const tryAll = (ids: readonly number[] | undefined): void => {
      for (const id of ids ?? []) {
        const result = this.selectors[id]?.matches(subject);
        if (result === true) certain.push(id);
        else if (result === undefined) possible.push(id);
      }
    };
    tryAll(this.#anywhere);
    tryAll(this.#byNamespace.get(subject.namespace));
    const own = subject.namespace === "" ? undefined : this.#byLabel.get(subject.namespace);
    for (const keys of [own, this.#byLabel.get("")]) {
      if (keys === undefined) continue;
      for (const [key, byValue] of keys) {
        const value = subject.labels[key];
        if (value !== undefined) tryAll(byValue.get(value));
      }
    }
    const ascending = (a: number, b: number): number => a - b;
    return { certain: certain.sort(ascending), possible: possible.sort(ascending) };
  }
}

function child<T>(map: Map<string, Map<string, T>>, key: string): Map<string, T> {
  const there = map.get(key) ?? new Map<string, T>();
  map.set(key, there);
  return there;
}

function push(map: Map<string, number[]>, key: string, id: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [id]);
  else list.push(id);
}
