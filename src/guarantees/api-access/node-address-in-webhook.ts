import { at, stringOf } from "../../world/json.ts";
import { refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import { evidenceOf, type Lost, lostBy, named } from "../address-lost.ts";
import type { Breach, Cause, JudgeContext } from "../guarantee.ts";

export const nodeAddressInWebhook: Cause = {
  id: "node-address-in-webhook",
  title: "The API server calls a webhook by a node's address",
  hazards: ["DR-11"],
};

/** The API server makes these calls itself, so they fail for everybody at once. */
export function judgeWebhooks(now: World, context: JudgeContext): readonly Breach[] {
  return lostBy("webhook", context.mentions, now).map((lost) => {
    const who = refLabel(lost.resource.ref);
    return {
      cause: nodeAddressInWebhook.id,
      verdict: "breaks",
      subject: lost.resource.ref,
      message: `${who} has the API server call ${named(lost)}. The node is replaced, so the call fails: ${consequence(lost)}.`,
      remedy: `In ${who}, name the Service of the webhook (clientConfig.service) instead of a URL, or a DNS name that does not end at a node.`,
      evidence: evidenceOf(lost),
    };
  });
}

/** failurePolicy is Fail unless said otherwise (admissionregistration.k8s.io/v1). */
function consequence({ resource, mentions }: Lost): string {
  if (resource.ref.kind === "CustomResourceDefinition") {
    return "objects stored in another version can be neither read nor changed";
  }
  const ignoring = mentions.every(({ path }) => {
    const webhook = at(resource.object, ...path.slice(0, 2));
    return stringOf(at(webhook, "failurePolicy")) === "Ignore";
  });
  return ignoring
    ? "requests go through unchecked (failurePolicy Ignore)"
    : "every request it matches is refused (failurePolicy Fail), also those of the move itself";
}
