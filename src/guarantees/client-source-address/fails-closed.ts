import { byResource, hiddenIn } from "./hidden.ts";
import { hiddenBreach } from "./hidden-breach.ts";
import type { Rule } from "./rule.ts";
import { seeAgain } from "./words.ts";

/** An allow-list that the address seen is not on, a limit that counts everybody as one. */
export const failsClosed: Rule = {
  id: "fails-closed",
  title: "What goes by the client's address keeps everybody out",
  hazards: ["IN-1"],
  find(judged) {
    const closed = hiddenIn(judged).filter(
      ({ consumer, failure: { way } }) => consumer.followed && (way === "closed" || way === "either"),
    );
    return byResource(closed).map((group) => {
      const either = group.hidden.some(({ failure }) => failure.way === "either");
      const list = group.hidden.some(({ consumer }) => consumer.list?.does === "admits");
      const again = seeAgain(group.hidden[0].consumer.controller);
      return hiddenBreach(group, {
        cause: failsClosed.id,
        fate: either
          ? "it fails CLOSED, or OPEN to everybody if the address it sees is on the list"
          : "it fails CLOSED",
        remedy: `Before traffic moves, ${again}${list ? "; or keep the list at the load balancer (loadBalancerSourceRanges), where all that comes by it may be held to the same list" : "; or take the limit off for as long as clients are not seen"}.`,
      });
    });
  },
};
