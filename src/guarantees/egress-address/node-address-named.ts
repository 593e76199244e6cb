import { refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import { evidenceOf, lostBy, named } from "../address-lost.ts";
import type { Breach, Cause, JudgeContext } from "../guarantee.ts";

export const nodeAddressNamed: Cause = {
  id: "node-address-named",
  title: "An object names a node's own address",
  hazards: ["NP-2"],
};

/**
 * All nodes are replaced, so an old node's address and name are certain to go. A block that holds it may hold
 * the new nodes' addresses as well: those are not known before they exist.
 */
export function judgeNamedNodes(now: World, context: JudgeContext): readonly Breach[] {
  return lostBy("node-address", context.mentions, now).map((lost) => {
    const who = refLabel(lost.resource.ref);
    return {
      cause: nodeAddressNamed.id,
      verdict: lost.exact ? "breaks" : "unknown",
      subject: lost.resource.ref,
      message: lost.exact
        ? `${who} names ${named(lost)}. Every node is replaced and gets another address and name: nothing answers there afterwards, and nothing comes from there.`
        : `${who} names ${named(lost)}. Every node is replaced; whether the new nodes' addresses lie in the block is known only once they exist.`,
      remedy: lost.exact
        ? `In ${who}, name a Service, a DNS name or a label selector instead of the node.`
        : `Ask the provider which network the new nodes will be in, and name that block in ${who}.`,
      evidence: evidenceOf(lost),
    };
  });
}
