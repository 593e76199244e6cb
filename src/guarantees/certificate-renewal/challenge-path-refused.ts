import type { Controller } from "../../entry/controller.ts";
import { settingsIn } from "../../entry/settings.ts";
import { refLabel } from "../../world/resource.ts";
import { cite } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { byIngress } from "./challenges.ts";
import { dueOf, dueWords } from "./due.ts";
import type { Duties, Renewals } from "./renewals.ts";
import type { Rule } from "./rule.ts";
import { servingControllers, solverServing } from "./solver-serving.ts";
import { isAtLeast, nextSupporting } from "./support-matrix.ts";
import { unsupportedIn } from "./version-unsupported.ts";
import { versionWords } from "./words.ts";

/**
 * cert-manager asks for the exact path `/.well-known/...` since 1.18, and ingress-nginx's strict check took the dot for a
 * wrong character until 1.12.6 and 1.13.2 (ingress-nginx#11176, cert-manager#7791).
 */
export const challengePathRefused: Rule = {
  id: "challenge-path-refused",
  title: "ingress-nginx refuses the path of the challenge",
  hazards: ["CM-4"],
  find(renewals) {
    const later = exactPathsLater(renewals);
    if (!later && !writesExactPaths(renewals.now)) return [];
    return strictControllers(renewals.now).map(({ controller, sure }) =>
      breachOf(controller, sure, later, renewals),
    );
  },
};

function writesExactPaths({ certManager }: Duties): boolean {
  const version = certManager?.version;
  return (
    version !== undefined &&
    isAtLeast(version, [1, 18]) &&
    certManager?.featureGates.get("ACMEHTTP01IngressPathTypeExact") !== false
  );
}

/** Whether the move forces an upgrade that no release before 1.18 would do for. */
function exactPathsLater(renewals: Renewals): boolean {
  const unsupported = unsupportedIn(renewals);
  if (unsupported === undefined || isAtLeast(unsupported.version, [1, 18])) return false;
  const next = nextSupporting(unsupported.version, unsupported.last);
  return next !== undefined && isAtLeast(next.number, [1, 18]);
}

interface Strict {
  readonly controller: Controller;
  readonly sure: boolean;
}

function strictControllers(duties: Duties): readonly Strict[] {
  const found = new Map<Controller, boolean>();
  for (const { first } of duties.overHttp.filter(byIngress)) {
    if (first.target.by === "ingress") continue;
    for (const { controller, sure } of servingControllers(solverServing(first, duties))) {
      found.set(controller, sure || (found.get(controller) ?? false));
    }
  }
  return [...found].flatMap(([controller, sure]) => {
    const strict = refusesDots(controller, duties);
    return strict === false ? [] : [{ controller, sure: sure && strict === true }];
  });
}

const KEY = "strict-validate-path-type";

/** The check came with 1.8, and is on by default from 1.12 on. */
function refusesDots(controller: Controller, { world }: Duties): boolean | undefined {
  const { kind, version } = controller;
  if (kind !== "ingress-nginx" || version === undefined) return false;
  const fixed = isAtLeast(version, [1, 13]) ? isAtLeast(version, [1, 13, 2]) : isAtLeast(version, [1, 12, 6]);
  if (!isAtLeast(version, [1, 8]) || fixed) return false;
  const settings = settingsIn(world, controller);
  if (settings === undefined) return undefined;
  return (settings[KEY] ?? String(isAtLeast(version, [1, 12]))).toLowerCase() === "true";
}

function breachOf(controller: Controller, sure: boolean, later: boolean, renewals: Renewals): Breach {
  const { now, context } = renewals;
  const who = refLabel(controller.workload.ref);
  const version = controller.version === undefined ? "" : ` ${versionWords(controller.version)}`;
  const certificates = now.overHttp
    .filter((one) => byIngress(one) && solverServing(one.first, now).controllers.includes(controller))
    .flatMap(({ challenges }) => challenges.map(({ certificate }) => certificate));
  const due = dueWords(dueOf(certificates, now.world.objects, context.on), context.on);
  const { settingsFrom } = controller;
  return {
    cause: challengePathRefused.id,
    verdict: "advice",
    subject: controller.workload.ref,
    message: `${who} is ingress-nginx${version} and ${sure ? "checks" : "may check"} paths strictly, which refuses ${later ? "the challenges of cert-manager 1.18 and later, which the move asks for" : "cert-manager's challenges today already"}: nothing is issued or renewed over HTTP-01. ${due}`,
    remedy: `Upgrade ingress-nginx to 1.12.6 or 1.13.2, or set ${KEY} to "false", or start cert-manager with --feature-gates=ACMEHTTP01IngressPathTypeExact=false.`,
    evidence: [
      cite(controller.shownBy.resource, controller.shownBy.path, controller.shownBy.note),
      ...(settingsFrom === undefined ? [] : [cite(settingsFrom, ["data"])]),
    ],
  };
}
