import type { Direction, Layer, Policy, Subject } from "./policy.ts";
import { SelectorIndex } from "./selector-index.ts";
import type { View } from "./view.ts";

/** A policy that selects a subject; `maybe` where that cannot be told. */
export interface Selecting {
  readonly layer: Layer;
  readonly policy: Policy;
  readonly maybe: boolean;
}

/** Finds the policies that select one subject without trying all of them. */
export class PolicyIndex {
  readonly #all: readonly { readonly layer: Layer; readonly policy: Policy }[];
  readonly #index: SelectorIndex;

  constructor({ layers }: View) {
    this.#all = layers.flatMap((layer) => layer.policies.map((policy) => ({ layer, policy })));
    this.#index = new SelectorIndex(this.#all.map(({ policy }) => policy.subjects));
  }

  /** In the layers' order. */
  selecting(subject: Subject, direction: Direction): readonly Selecting[] {
    const { certain, possible } = this.#index.matching(subject);
    const marked = [
      ...certain.map((id) => ({ id, maybe: false })),
      ...possible.map((id) => ({ id, maybe: true })),
    ].sort((a, b) => a.id - b.id);
    return marked.flatMap(({ id, maybe }) => {
      const entry = this.#all[id];
      return entry === undefined || entry.policy[direction] === undefined ? [] : [{ ...entry, maybe }];
    });
  }
}
