import { byResource, hiddenIn } from "./hidden.ts";
import { hiddenBreach } from "./hidden-breach.ts";
import type { Rule } from "./rule.ts";
import { seeAgain } from "./words.ts";

/** A hash over the address, a country, rules of a firewall, snippets: neither shut nor open, but no longer what was meant. */
export const allAlike: Rule = {
  id: "all-alike",
  title: "What tells clients apart by address takes all for one",
  hazards: ["IN-1"],
  find(judged) {
    const alike = hiddenIn(judged).filter(
      ({ consumer, failure: { way } }) => consumer.followed && (way === "depends" || way === "skew"),
    );
    return byResource(alike).map((group) => {
      const skew = group.hidden.every(({ failure }) => failure.way === "skew");
      const peer = group.hidden.some(({ consumer }) => consumer.looksAt === "peer");
      const again = seeAgain(group.hidden[0].consumer.controller);
      return hiddenBreach(group, {
        cause: allAlike.id,
        fate: skew
          ? "it fails for the balance: neither OPEN nor CLOSED"
          : "whether that is OPEN or CLOSED depends on what is written there",
        remedy: `Before traffic moves, ${again}${peer ? "; $realip_remote_addr is the load balancer's even then, so write $remote_addr in its place" : "; or go by something else than the address, such as a cookie or a header"}.`,
      });
    });
  },
};
