import { hiddenRule } from "./hidden-rule.ts";
import { seeAgain } from "./words.ts";

/** A hash over the address, a country, rules of a firewall, snippets: neither shut nor open, but no longer what was meant. */
export const allAlike = hiddenRule({
  id: "all-alike",
  title: "What tells clients apart by address takes all for one",
  hazards: ["IN-1"],
  picks: ({ failure: { way } }) => way === "depends" || way === "skew",
  tell({ hidden }) {
    const skew = hidden.every(({ failure }) => failure.way === "skew");
    const otherwise = hidden.some(({ consumer }) => consumer.looksAt === "peer")
      ? "; $realip_remote_addr is the load balancer's even then, so write $remote_addr in its place"
      : "; or go by something else than the address, such as a cookie or a header";
    return {
      fate: skew
        ? "it fails for the balance, neither OPEN nor CLOSED"
        : "whether that is OPEN or CLOSED depends on what is written there",
      remedy: `Before traffic moves, ${seeAgain(hidden[0].consumer.controller)}${otherwise}.`,
    };
  },
});
