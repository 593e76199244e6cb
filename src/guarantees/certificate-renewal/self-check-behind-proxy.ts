import type { Arrival } from "../../entry/arrival.ts";
import type { Controller } from "../../entry/controller.ts";
import { type SelfCheck, selfCheckBy } from "../../entry/hairpin/inside-connection.ts";
import { imageName } from "../../entry/software-version.ts";
import { objectsOf, stringOf } from "../../world/json.ts";
import { refKey, refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import { cite, listed } from "../cite.ts";
import type { Breach, FindingVerdict } from "../guarantee.ts";
import type { ChallengeClass, IngressChallenge } from "./challenges.ts";
import { dueOf, dueWords } from "./due.ts";
import type { Duties, Renewals } from "./renewals.ts";
import type { Rule } from "./rule.ts";
import { servingControllers, solverServing } from "./solver-serving.ts";

/** HTTP-01 behind a load balancer that writes PROXY headers: cert-manager's own look at the challenge may not get there. */
export const selfCheckBehindProxy: Rule = {
  id: "self-check-behind-proxy",
  title: "cert-manager's own check of the challenge goes past the load balancer",
  hazards: ["CM-1"],
  find(renewals) {
    const byIssuer = new Map<string, [Hit, ...Hit[]]>();
    for (const one of renewals.now.overHttp) {
      const hit = one.first.solver.waits ? undefined : worstHit(one, renewals);
      if (hit === undefined) continue;
      const key = refKey(one.first.issuer.resource.ref);
      const hits = byIssuer.get(key);
      if (hits === undefined) byIssuer.set(key, [hit]);
      else hits.push(hit);
    }
    return [...byIssuer.values()].map((hits) => breachOf(hits, renewals));
  },
};

/** Challenges with the way by which cert-manager would look at them. */
interface Hit {
  readonly of: ChallengeClass;
  readonly arrival: Arrival;
  readonly check: SelfCheck;
  /** What may lead cert-manager another way. */
  readonly may: string | undefined;
  readonly certain: boolean;
}

function worstHit(of: ChallengeClass, renewals: Renewals): Hit | undefined {
  const { before, now } = renewals;
  const may = mitigated(now) ?? leadElsewhere(of, renewals);
  const hits = answeredBy(of.first, now).flatMap(({ controller, sure }) =>
    arrivalsAt(controller, renewals.nowArrivals).flatMap((arrival): Hit[] => {
      const check = selfCheckBy(arrival, before.world, now.world);
      if (check.outcome === "passes") return [];
      const known = sure && arrival.used === "yes" && arrival.entry.balancer?.modeKnown === true;
      const certain = check.outcome === "fails" && known && may === undefined;
      return [{ of, arrival, check, may, certain }];
    }),
  );
  return hits.find(({ certain }) => certain) ?? hits[0];
}

/** Who answers a challenge. Of routes at a Gateway it is not followed by which: any that is for Gateways may be it. */
function answeredBy(challenge: IngressChallenge, duties: Duties) {
  if (challenge.target.by !== "gateway") return servingControllers(solverServing(challenge, duties));
  return duties.controllers
    .filter(({ kind }) => kind !== "ingress-nginx" && kind !== "nginx-inc")
    .map((controller) => ({ controller, sure: false }));
}

/**
 * A name that leads to none of the cluster's own addresses (to a WAF or CDN before it) is asked for out there, and comes
 * back by the load balancer. Where it leads once names were moved, nobody knows yet.
 */
function leadElsewhere({ challenges }: ChallengeClass, renewals: Renewals): string | undefined {
  const { names } = renewals.before.world;
  if (names.sources.length === 0) return undefined;
  const own = new Set(
    renewals.beforeArrivals.flatMap(({ entry }) => entry.addresses.map(({ value }) => value)),
  );
  const elsewhere = challenges.every(({ dnsName }) => {
    const answer = names.lookup(dnsName);
    return answer?.status === "found" && !answer.addresses.some((address) => own.has(address));
  });
  return elsewhere
    ? `${listed(challenges.map(({ dnsName }) => dnsName))} lead to none of the cluster's own addresses today`
    : undefined;
}

/** Port 80, by the addresses that names lead to. */
function arrivalsAt({ workload }: Controller, arrivals: readonly Arrival[]): readonly Arrival[] {
  const key = refKey(workload.ref);
  return arrivals.filter(
    ({ controller, listener, used }) =>
      listener === "http" && used !== "no" && refKey(controller.workload.ref) === key,
  );
}

/** What may lead cert-manager another way: whether it does depends on addresses that are not known. */
function mitigated({ world, certManager }: Duties): string | undefined {
  if (hairpinProxy(world))
    return "hairpin-proxy is installed; whether it leads to this controller is not known";
  if (certManager === undefined) return undefined;
  if (objectsOf(certManager.controller.template.spec.hostAliases).length > 0)
    return "cert-manager has hostAliases; whether they hold these names is not known";
  return certManager.flags["--acme-http01-solver-nameservers"] === undefined
    ? undefined
    : "cert-manager asks name servers of its own for these names; what they answer is not known";
}

function hairpinProxy({ workloads }: World): boolean {
  return workloads.some(({ template }) =>
    objectsOf(template.spec.containers).some(({ image }) =>
      imageName(stringOf(image) ?? "").includes("hairpin-proxy"),
    ),
  );
}

function breachOf(hits: readonly [Hit, ...Hit[]], renewals: Renewals): Breach {
  const { now, context } = renewals;
  const first = hits.find(({ certain }) => certain) ?? hits[0];
  const { arrival, check, may } = first;
  const challenge = first.of.first;
  const { issuer, solver } = challenge;
  const already = hitsToday(challenge, renewals);
  const verdict: FindingVerdict = already ? "advice" : first.certain ? "breaks" : "unknown";
  const who = refLabel(issuer.resource.ref);
  const controller = refLabel(arrival.controller.workload.ref);
  const outcome =
    verdict === "unknown"
      ? `may never succeed, and then nothing is issued or renewed: ${[may, check.why].filter(Boolean).join("; ")}`
      : `never succeeds, and nothing is issued or renewed: ${check.why}`;
  const today = already ? " It is so today already." : "";
  const certificates = hits.flatMap(({ of }) => of.challenges.map(({ certificate }) => certificate));
  return {
    cause: selfCheckBehindProxy.id,
    verdict,
    subject: issuer.resource.ref,
    message: `${who} proves names by HTTP-01 through ${controller}, whose load balancer writes PROXY headers. cert-manager looks for the challenge itself first, and from inside the cluster that goes past the load balancer, without the header: it ${outcome}.${today} ${dueWords(dueOf(certificates, now.world.objects, context.on), context.on)}`,
    remedy: `Have the load balancer published by a name (enable-ingress-hostname, or an annotation such as loadbalancer.openstack.org/hostname) until Kubernetes and the cloud provider are at 1.30, or use DNS-01, or set waitInsteadOfSelfCheck (cert-manager 1.21); renew what is due before the load balancer takes over.`,
    evidence: [
      cite(issuer.resource, [...solver.at, "http01"]),
      ...arrival.entry.evidence.map(({ resource, path, note }) => cite(resource, path, note)),
    ],
  };
}

/** Whether it is the same in the cluster as it was read: then the move takes nothing away. */
function hitsToday(challenge: IngressChallenge, renewals: Renewals): boolean {
  const { before } = renewals;
  const hits = answeredBy(challenge, before).flatMap(({ controller }) =>
    arrivalsAt(controller, renewals.beforeArrivals).map((arrival) => ({
      used: arrival.used,
      check: selfCheckBy(arrival, before.world, before.world),
    })),
  );
  return hits.length > 0 && hits.every(({ check }) => check.outcome === "fails");
}
