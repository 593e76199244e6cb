import { refLabel } from "../../world/resource.ts";
import { cite } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { byIngress, type ChallengeClass, type IngressChallenge } from "./challenges.ts";
import { dueOf, dueWords } from "./due.ts";
import type { Duties, Renewals } from "./renewals.ts";
import type { Rule } from "./rule.ts";
import { solverServing } from "./solver-serving.ts";
import { targetWords } from "./words.ts";

/** An Ingress that answers a challenge is of no use where no controller takes it. */
export const solverNotServed: Rule = {
  id: "solver-not-served",
  title: "No controller serves the Ingress that answers the challenge",
  hazards: ["CM-2"],
  find(renewals) {
    const unserved = new Map<string, [ChallengeClass, ...ChallengeClass[]]>();
    for (const one of renewals.now.overHttp.filter(byIngress)) {
      if (solverServing(one.first, renewals.now).controllers.length > 0) continue;
      const { issuer, target } = one.first;
      const key = `${refLabel(issuer.resource.ref)}|${targetWords(target)}`;
      const there = unserved.get(key);
      if (there === undefined) unserved.set(key, [one]);
      else there.push(one);
    }
    return [...unserved.values()].map((classes) => breachOf(classes, renewals));
  },
};

function breachOf(classes: readonly [ChallengeClass, ...ChallengeClass[]], renewals: Renewals): Breach {
  const [{ first }] = classes;
  const { issuer, target, solver } = first;
  const { now, context } = renewals;
  const serving = solverServing(first, now);
  const verdict =
    serving.maybe.length > 0 ? "unknown" : servedToday(first, renewals.before) ? "breaks" : "advice";
  const already = verdict === "advice" ? " It is so today already." : "";
  const certificates = classes.flatMap(({ challenges }) => challenges.map(({ certificate }) => certificate));
  const who = refLabel(issuer.resource.ref);
  return {
    cause: solverNotServed.id,
    verdict,
    subject: issuer.resource.ref,
    detail: targetWords(target),
    message: `${who} answers HTTP-01 challenges by ${targetWords(target)}, but ${serving.why ?? "nobody serves it"}: nothing is issued or renewed by it.${already} ${dueWords(dueOf(certificates, now.world.objects, context.on), context.on)}`,
    remedy: `In ${who}, name a class that a controller serves where the move ends, or use DNS-01.`,
    evidence: [
      first.certificate.override === undefined
        ? cite(issuer.resource, [...solver.at, "http01"])
        : cite(first.certificate.resource, ["metadata", "annotations"]),
      ...serving.evidence
        .filter(({ resource }) => resource.ref.kind === "IngressClass")
        .map(({ resource, path, note }) => cite(resource, path, note)),
    ],
  };
}

function servedToday(challenge: IngressChallenge, before: Duties): boolean {
  const { controllers, maybe } = solverServing(challenge, before);
  return controllers.length > 0 || maybe.length > 0;
}
