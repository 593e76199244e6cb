import { refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import { evidenceOf, lostBy, named } from "../address-lost.ts";
import type { Breach, Cause, JudgeContext } from "../guarantee.ts";

export const floatingIpNamed: Cause = {
  id: "floating-ip-named",
  title: "An object names a node's floating IP",
  hazards: ["ACL-1"],
};

/** Somebody wrote the address down, so somebody depends on it. */
export function judgeNamedFloatingIps(now: World, context: JudgeContext): readonly Breach[] {
  return lostBy("floating-ip", context.mentions, now).map((lost) => {
    const who = refLabel(lost.resource.ref);
    return {
      cause: floatingIpNamed.id,
      verdict: lost.exact ? "breaks" : "unknown",
      subject: lost.resource.ref,
      message: lost.exact
        ? `${who} names ${named(lost)}. The floating IP is given up when the nodes are replaced, and may be somebody else's later: what is sent there or allowed from there no longer means this cluster.`
        : `${who} names ${named(lost)}. The floating IPs in it are given up when the nodes are replaced; whether the block still means this cluster cannot be told.`,
      remedy: `In ${who}, name what replaces it: the load balancer's address or a DNS name for traffic that comes in, the address the new platform's traffic leaves by for what goes out.`,
      evidence: evidenceOf(lost),
    };
  });
}
