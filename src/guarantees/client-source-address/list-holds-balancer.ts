import { listed } from "../cite.ts";
import { hiddenRule } from "./hidden-rule.ts";
import { seeAgain } from "./words.ts";

/**
 * An allow-list with the nodes' network or a whole private range on it, meant for probes and the inside, holds the
 * address that everybody then comes from. Load balancers stand in the nodes' network (the provider's documentation).
 */
export const listHoldsBalancer = hiddenRule({
  id: "list-holds-balancer",
  title: "A list of addresses holds the load balancer's, and so lets everybody in",
  hazards: ["IN-2"],
  picks: ({ failure }) => failure.way === "open" && failure.members.length > 0,
  tell({ hidden }) {
    const texts = [...new Set(hidden.flatMap(({ failure }) => failure.members.map(({ text }) => text)))];
    return {
      fate: `it fails OPEN to the world, since ${listed(texts)} ${texts.length === 1 ? "holds" : "hold"} that address`,
      remedy: `Take ${listed(texts)} off the list before traffic moves, or name the few addresses inside that are meant; and ${seeAgain(hidden[0].consumer.controller)}.`,
    };
  },
});
