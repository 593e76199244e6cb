import type { Direction, Subject } from "../../network/policy.ts";
import { PolicyIndex, type Selecting } from "../../network/policy-index.ts";

/** The same pod is asked about once for each way it takes. */
export class RememberingIndex extends PolicyIndex {
  readonly #known = new WeakMap<Subject, Partial<Record<Direction, readonly Selecting[]>>>();

  override selecting(subject: Subject, direction: Direction): readonly Selecting[] {
    const known = this.#known.get(subject) ?? {};
    const found = known[direction] ?? super.selecting(subject, direction);
    this.#known.set(subject, { ...known, [direction]: found });
    return found;
  }
}
