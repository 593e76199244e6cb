import { isLoadBalancer, serviceBalancer } from "../../entry/balancers/service-balancer.ts";
import { refLabel } from "../../world/resource.ts";
import { cite } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import type { Rule } from "./rule.ts";

/** A list of clients on a Service whose load balancer is not known to keep it; elsewhere the balancer does, and hides nobody from it. */
export const sourceRangesIgnored: Rule = {
  id: "source-ranges-ignored",
  title: "Nothing is known to keep a Service's list of clients",
  hazards: ["IN-1"],
  find({ now, context }) {
    return now.objects
      .list("Service")
      .filter(isLoadBalancer)
      .flatMap((service): Breach[] => {
        const { evidence, sourceRangesKnown, cloud } = serviceBalancer(service, now, context.profile);
        const ranges = evidence.filter(({ note }) => note === "source ranges");
        if (sourceRangesKnown || ranges.length === 0) return [];
        const who = refLabel(service.ref);
        return [
          {
            cause: sourceRangesIgnored.id,
            verdict: "advice",
            subject: service.ref,
            message: `${who} lists the clients its load balancer shall admit, and nothing says that this load balancer (${cloud}) keeps the list: it may be OPEN to everybody, today already.`,
            remedy: `Try it from an address that is not listed; where it answers, keep clients out elsewhere (a firewall before it, an allow-list behind PROXY protocol).`,
            evidence: ranges.map(({ resource, path }) => cite(resource, path)),
          },
        ];
      });
  },
};
