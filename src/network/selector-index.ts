import type { Selector, Subject } from "./policy.ts";

/**
 * Finds the selectors that may match a subject without trying all of them: by namespace, and by one label every
 * match must bear. Ids are positions in the list given.
 */
export class SelectorIndex {
  readonly #byLabel = new Map<string, number[]>();
  readonly #byNamespace = new Map<string, number[]>();
  readonly #anywhere: number[] = [];

  constructor(readonly selectors: readonly Selector[]) {
    selectors.forEach(({ namespace, label }, id) => {
      if (label !== undefined) push(this.#byLabel, `${namespace ?? "*"} ${label[0]}=${label[1]}`, id);
      else if (namespace !== undefined) push(this.#byNamespace, namespace, id);
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
    for (const [key, value] of Object.entries(subject.labels)) {
      tryAll(this.#byLabel.get(`${subject.namespace} ${key}=${value}`));
      tryAll(this.#byLabel.get(`* ${key}=${value}`));
    }
    const ascending = (a: number, b: number): number => a - b;
    return { certain: certain.sort(ascending), possible: possible.sort(ascending) };
  }
}

function push(map: Map<string, number[]>, key: string, id: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [id]);
  else list.push(id);
}
