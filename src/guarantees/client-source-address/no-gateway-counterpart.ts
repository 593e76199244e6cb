import { servingOf } from "../../entry/serving.ts";
import { stringMapOf } from "../../world/json.ts";
import { type Resource, refLabel } from "../../world/resource.ts";
import { cite, listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import type { Rule } from "./rule.ts";

/** Annotations of ingress-nginx that nothing in the Gateway API itself replaces. */
const WITHOUT =
  /\/(limit-(?:connections|rps|rpm|rate|rate-after|allowlist|whitelist)|auth-(?:url|signin|tls-[a-z-]+)|(?:configuration|server|stream|modsecurity)-snippet|enable-modsecurity|enable-owasp-core-rules)$/;

const DEFAULT_PREFIX = "nginx.ingress.kubernetes.io";

/** In a new cluster whose ingress is a Gateway: what an Ingress asked for there has to be asked for in another way, or is gone. */
export const noGatewayCounterpart: Rule = {
  id: "no-gateway-counterpart",
  title: "The Gateway API has no counterpart for what an Ingress asks for",
  hazards: ["IN-9"],
  find({ before, now, sites, context }) {
    if (context.route !== "new-cluster" || context.profile.target.ingress !== "gateway-api") return [];
    if (now.copy === undefined) return [];
    const controllers = sites.map(({ controller }) => controller);
    return before.objects.list("Ingress.networking.k8s.io").flatMap((ingress) => {
      const serving = servingOf(ingress, controllers, before);
      const nginx = [...serving.controllers, ...serving.maybe].find(({ kind }) => kind === "ingress-nginx");
      if (nginx === undefined) return [];
      return breachOf(ingress, nginx.flags["--annotations-prefix"] || DEFAULT_PREFIX);
    });
  },
};

function breachOf(ingress: Resource, prefix: string): readonly Breach[] {
  const keys = Object.keys(stringMapOf(ingress.object.metadata.annotations)).filter(
    (key) => key.startsWith(`${prefix}/`) && WITHOUT.test(key),
  );
  if (keys.length === 0) return [];
  const who = refLabel(ingress.ref);
  return [
    {
      cause: noGatewayCounterpart.id,
      verdict: "advice",
      subject: ingress.ref,
      message: `${who} asks for ${listed(
        keys.map((key) => key.slice(prefix.length + 1)),
        MOST_NAMED,
      )}. The new cluster's ingress is a Gateway, whose API has nothing of the kind: converting ${who} to an HTTPRoute leaves it out without a word.`,
      remedy: `Find the extension of the new cluster's gateway that does the same (Envoy Gateway: BackendTrafficPolicy for limits, SecurityPolicy for auth and addresses, ClientTrafficPolicy for client certificates), or let the application do it, before traffic moves.`,
      evidence: keys.map((key) => cite(ingress, ["metadata", "annotations", key])),
    },
  ];
}

const MOST_NAMED = 8;
