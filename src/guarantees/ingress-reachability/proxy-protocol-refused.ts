import { PROXY_PROTOCOL, X_FORWARDED_FOR } from "../../entry/balancers/modes/openstack.ts";
import { refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import { cite } from "../cite.ts";
import type { Breach, Evidence } from "../guarantee.ts";
import {
  addressWords,
  type BalancerService,
  citeAnnotations,
  octaviaServices,
  replacedInPlace,
  reportedAddress,
} from "./balancer-services.ts";
import type { Rule } from "./rule.ts";

/**
 * What Octavia's controller refuses: PROXY protocol together with x-forwarded-for (its documentation), or on a UDP port
 * (pull requests 2368 and 2549, issue 2854). A load balancer made before the Service came to say so goes on with what it
 * has, and is not told of new nodes.
 */
export const proxyProtocolRefused: Rule = {
  id: "proxy-protocol-refused",
  title: "A load balancer cannot be made or changed as its Service says",
  hazards: ["LB-6"],
  find(before, now, { profile }) {
    if (now === before) return [];
    return octaviaServices(before, profile).flatMap((one) => {
      const conflict = conflictOf(one);
      return conflict === undefined ? [] : [breachOf(one, conflict, now)];
    });
  },
};

interface Conflict {
  readonly words: string;
  readonly sure: boolean;
  readonly remedy: string;
  readonly evidence: readonly Evidence[];
}

function conflictOf(one: BalancerService): Conflict | undefined {
  const { annotations, balancer, service } = one;
  const proxies = balancer.ports.some(({ handedOn }) => handedOn.mode.startsWith("proxy-"));
  if (!proxies) return undefined;
  if (annotations.get(X_FORWARDED_FOR) === "true")
    return {
      words: "PROXY protocol and X-Forwarded-For, which exclude each other",
      sure: annotations.get(PROXY_PROTOCOL) === "true",
      remedy: `Take ${X_FORWARDED_FOR} away: PROXY protocol states the client for every protocol.`,
      evidence: citeAnnotations(one, PROXY_PROTOCOL, X_FORWARDED_FOR),
    };
  const udp = balancer.ports.find(({ protocol }) => protocol === "UDP");
  if (udp === undefined) return undefined;
  return {
    words: `PROXY protocol on port ${udp.port}/UDP too, which Octavia has for TCP alone`,
    sure: false,
    remedy: "Give the UDP ports a Service of their own, without the annotation.",
    evidence: [...citeAnnotations(one, PROXY_PROTOCOL), cite(service, udp.path)],
  };
}

function breachOf(one: BalancerService, { words, sure, remedy, evidence }: Conflict, now: World): Breach {
  const who = refLabel(one.service.ref);
  const exists = reportedAddress(one);
  const common = { cause: proxyProtocolRefused.id, subject: one.service.ref, remedy, evidence };
  if (exists !== undefined && now.copy !== undefined)
    return {
      ...common,
      verdict: sure ? "breaks" : "unknown",
      message: `${who} asks for ${words}. Here it has a load balancer from before (${exists}); in the new cluster ${sure ? "none is made" : "it may be that none is made"}.`,
    };
  if (exists !== undefined && replacedInPlace(now))
    return {
      ...common,
      verdict: "unknown",
      message: `${who} asks for ${words}. Its load balancer (${exists}) is from before; while the controller refuses the Service it may not be told of the nodes that replace today's, and then sends to none that is left.`,
    };
  return {
    ...common,
    verdict: "advice",
    message: `${who} asks for ${words}. ${exists === undefined ? "No address of it was read: most likely there is no load balancer today either" : `${addressWords(one)} is from before, and is not changed any more`}.`,
  };
}
