import type { Breach, Cause } from "../guarantee.ts";
import { byResource, type Hidden, type HiddenIn, hiddenIn } from "./hidden.ts";
import { hiddenBreach, type Told } from "./hidden-breach.ts";
import type { Rule } from "./rule.ts";

/** A rule over the settings that no longer see the client: which of them are its own, and what it says of an object's. */
export interface HiddenRule extends Cause {
  picks(hidden: Hidden): boolean;
  tell(group: HiddenIn): Omit<Told, "cause">;
}

export function hiddenRule({ id, title, hazards, picks, tell }: HiddenRule): Rule {
  // States in which users are hidden in the same way have the same settings, and the same to say of them.
  const known = new WeakMap<readonly Hidden[], readonly Breach[]>();
  return {
    id,
    title,
    hazards,
    find(judged) {
      const hidden = hiddenIn(judged);
      let breaches = known.get(hidden);
      if (breaches === undefined) {
        const own = byResource(hidden.filter(({ consumer }) => consumer.followed).filter(picks));
        breaches = own.map((group) => hiddenBreach(group, { cause: id, ...tell(group) }));
        known.set(hidden, breaches);
      }
      return breaches;
    },
  };
}
