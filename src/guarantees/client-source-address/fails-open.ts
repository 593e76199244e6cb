import { byResource, hiddenIn } from "./hidden.ts";
import { hiddenBreach } from "./hidden-breach.ts";
import type { Rule } from "./rule.ts";
import { seeAgain } from "./words.ts";

/** A deny-list that nobody's address is on any more. */
export const failsOpen: Rule = {
  id: "fails-open",
  title: "What keeps clients out by address lets them in",
  hazards: ["IN-1"],
  find(judged) {
    const open = hiddenIn(judged).filter(
      ({ consumer, failure }) => consumer.followed && failure.way === "open" && failure.members.length === 0,
    );
    return byResource(open.filter(({ consumer }) => consumer.kind !== "trust")).map((group) =>
      hiddenBreach(group, {
        cause: failsOpen.id,
        fate: "it fails OPEN",
        remedy: `Before traffic moves, ${seeAgain(group.hidden[0].consumer.controller)}; or keep the addresses out before the load balancer, in a WAF or firewall.`,
      }),
    );
  },
};
