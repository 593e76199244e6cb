import { hiddenRule } from "./hidden-rule.ts";
import { seeAgain } from "./words.ts";

/** An allow-list that the address seen is not on, a limit that counts everybody as one. */
export const failsClosed = hiddenRule({
  id: "fails-closed",
  title: "What goes by the client's address keeps everybody out",
  hazards: ["IN-1"],
  picks: ({ failure: { way } }) => way === "closed" || way === "either" || way === "unread",
  tell({ hidden }) {
    if (hidden.every(({ failure }) => failure.way === "unread")) {
      return {
        fate: "whether it fails OPEN or CLOSED cannot be told",
        remedy: "Write addresses and blocks alone there, and assess again.",
      };
    }
    const either = hidden.some(({ failure }) => failure.way === "either");
    const list = hidden.some(({ consumer }) => consumer.list?.does === "admits");
    const otherwise = list
      ? "keep the list at the load balancer (loadBalancerSourceRanges), where all that comes by it may be held to the same list"
      : "take it off for as long as clients are not seen";
    return {
      fate: either
        ? "it fails OPEN or CLOSED, as the address it sees is on the list or not, which is known only once it is there"
        : "it fails CLOSED",
      remedy: `Before traffic moves, ${seeAgain(hidden[0].consumer.controller)}; or ${otherwise}.`,
    };
  },
});
