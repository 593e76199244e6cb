import { listed } from "../cite.ts";
import { byResource, hiddenIn } from "./hidden.ts";
import { hiddenBreach } from "./hidden-breach.ts";
import type { Rule } from "./rule.ts";
import { seeAgain } from "./words.ts";

/**
 * An allow-list with the nodes' network or a whole private range on it, meant for probes and the inside, holds the
 * address that everybody then comes from. Load balancers stand in the nodes' network (the provider's documentation).
 */
export const listHoldsBalancer: Rule = {
  id: "list-holds-balancer",
  title: "A list of addresses holds the load balancer's, and so lets everybody in",
  hazards: ["IN-2"],
  find(judged) {
    const open = hiddenIn(judged).filter(
      ({ consumer, failure }) => consumer.followed && failure.way === "open" && failure.members.length > 0,
    );
    return byResource(open).map((group) => {
      const texts = [
        ...new Set(group.hidden.flatMap(({ failure }) => failure.members.map(({ text }) => text))),
      ];
      return hiddenBreach(group, {
        cause: listHoldsBalancer.id,
        fate: `it fails OPEN to the world, since ${listed(texts)} ${texts.length === 1 ? "holds" : "hold"} that address`,
        remedy: `Take ${listed(texts)} off the list before traffic moves, or name the few addresses inside that are meant; and ${seeAgain(group.hidden[0].consumer.controller)}.`,
      });
    });
  },
};
