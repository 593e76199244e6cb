import { refLabel } from "../../world/resource.ts";
import { evidenceOf, lostBy, named } from "../address-lost.ts";
import type { Breach } from "../guarantee.ts";
import { part } from "./policy-blocks.ts";
import type { Rule } from "./rule.ts";

/** An address that is given up is somebody else's next, in a network nodes and load balancers share. */
export const freedAddressStaysAllowed: Rule = {
  id: "freed-address-stays-allowed",
  title: "A network policy goes on admitting an address that is given up",
  hazards: ["NP-2"],
  find(_before, now, context) {
    return lostBy("policy-address", context.mentions, now).flatMap((whole): Breach[] => {
      const admitted = part(whole, "admitted");
      const mentions = admitted?.mentions.filter(({ as }) => as === "address") ?? [];
      if (mentions.length === 0) return [];
      const who = refLabel(whole.resource.ref);
      const lost = { ...whole, mentions };
      return [
        {
          cause: freedAddressStaysAllowed.id,
          verdict: "advice",
          subject: whole.resource.ref,
          message: `${who} goes on admitting ${named(lost)} after the node is gone: whoever is given the address next is admitted.`,
          remedy: `Take the old addresses out of ${who} once all nodes are replaced.`,
          evidence: evidenceOf(lost),
        },
      ];
    });
  },
};
