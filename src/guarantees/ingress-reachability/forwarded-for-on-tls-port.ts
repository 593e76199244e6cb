import { X_FORWARDED_FOR } from "../../entry/balancers/modes/openstack.ts";
import type { ServicePort } from "../../entry/balancers/service-view.ts";
import { at, stringOf } from "../../world/json.ts";
import { type Resource, refLabel } from "../../world/resource.ts";
import { cite, listed } from "../cite.ts";
import { citeAnnotations, octaviaServices } from "./balancer-services.ts";
import type { Rule } from "./rule.ts";

/**
 * x-forwarded-for makes every listener of the load balancer one for HTTP, that of the TLS port as well, which then
 * understands no TLS (cloud-provider-openstack issue 1152). So it is today; the move changes nothing in it.
 */
export const forwardedForOnTlsPort: Rule = {
  id: "forwarded-for-on-tls-port",
  title: "A load balancer speaks HTTP at a port for TLS",
  hazards: ["LB-7"],
  find(before, now, { profile }) {
    if (now === before) return [];
    return octaviaServices(before, profile).flatMap((one) => {
      const { service, balancer } = one;
      const tls = balancer.ports.filter((port) => port.handedOn.mode === "http" && isTls(port, service));
      if (tls.length === 0) return [];
      const ports = listed(tls.map(({ port }) => String(port)));
      return [
        {
          cause: forwardedForOnTlsPort.id,
          verdict: "advice" as const,
          subject: service.ref,
          message: `${refLabel(service.ref)} sets ${X_FORWARDED_FOR}, so its load balancer speaks plain HTTP at every port, at ${ports} as well, where clients begin with TLS. That fails today, and after the move.`,
          remedy:
            "Use PROXY protocol (in the Service and in the controller) where clients' addresses are needed.",
          evidence: [...citeAnnotations(one, X_FORWARDED_FOR), ...tls.map(({ path }) => cite(service, path))],
        },
      ];
    });
  },
};

const TLS_NAMES = /^(https|tls|ssl)(-|$)/;

function isTls({ port, name, path }: ServicePort, { object }: Resource): boolean {
  const target = stringOf(at(object, ...path, "targetPort"));
  const protocol = stringOf(at(object, ...path, "appProtocol"));
  return port === 443 || [name, target, protocol].some((text) => text !== undefined && TLS_NAMES.test(text));
}
