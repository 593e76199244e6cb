import { hiddenRule } from "./hidden-rule.ts";
import { seeAgain } from "./words.ts";

/** A deny-list that nobody's address is on any more. Whom headers are believed of is a rule of its own. */
export const failsOpen = hiddenRule({
  id: "fails-open",
  title: "What keeps clients out by address lets them in",
  hazards: ["IN-1"],
  picks: ({ consumer, failure }) =>
    consumer.kind !== "trust" && failure.way === "open" && failure.members.length === 0,
  tell({ hidden }) {
    return {
      fate: "it fails OPEN",
      remedy: `Before traffic moves, ${seeAgain(hidden[0].consumer.controller)}; or keep the addresses out before the load balancer, in a WAF or firewall.`,
    };
  },
});
