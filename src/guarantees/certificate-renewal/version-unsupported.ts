import type { CertManager } from "../../entry/cert-manager.ts";
import { refLabel } from "../../world/resource.ts";
import { formatMinor, type Minor } from "../../world/version.ts";
import { cite } from "../cite.ts";
import type { Breach, Evidence } from "../guarantee.ts";
import { dueOf, dueWords } from "./due.ts";
import type { Renewals } from "./renewals.ts";
import type { Rule } from "./rule.ts";
import { isAtLeast, nextSupporting, releaseOf } from "./support-matrix.ts";
import { versionWords } from "./words.ts";

/** The first release that runs on 1.22, where the APIs it used before are gone. */
const FIRST_ON_22 = [1, 5];

/** A release that nobody tested on the version of Kubernetes the move brings. */
export const versionUnsupported: Rule = {
  id: "version-unsupported",
  title: "cert-manager is not supported on this version of Kubernetes",
  hazards: ["CM-3"],
  find(renewals) {
    const unsupported = unsupportedIn(renewals);
    return unsupported === undefined ? [] : [breachOf(unsupported, renewals)];
  },
};

/** A cert-manager that the move takes to a minor it was never released for. */
export interface Unsupported {
  readonly certManager: CertManager;
  readonly version: NonNullable<CertManager["version"]>;
  readonly minor: Minor;
  /** The minor the move ends at, which asks for more. */
  readonly last: Minor;
  /** Whether it certainly does not run there. */
  readonly certain: boolean;
}

export function unsupportedIn({ before, now, context }: Renewals): Unsupported | undefined {
  const { certManager } = now;
  const version = certManager?.version;
  const minor = now.world.api.minor;
  const was = before.world.api.minor;
  if (certManager === undefined || version === undefined || minor === undefined) return undefined;
  if (was !== undefined && minor <= was) return undefined;
  const release = releaseOf(version);
  const tooOld = release === undefined ? !isAtLeast(version, [1, 0]) : minor > release.newest;
  if (!tooOld) return undefined;
  const certain = !isAtLeast(version, FIRST_ON_22) && minor >= 22 && (was === undefined || was < 22);
  return { certManager, version, minor, last: Math.max(minor, context.target.minor), certain };
}

function breachOf(unsupported: Unsupported, renewals: Renewals): Breach {
  const { certManager, version, minor, certain } = unsupported;
  const { now, context } = renewals;
  const { controller, operator } = certManager;
  const who = refLabel(controller.ref);
  const release = releaseOf(version);
  const range =
    release === undefined
      ? "a release from before the published support matrix"
      : `supported on Kubernetes ${formatMinor(release.oldest)} to ${formatMinor(release.newest)}`;
  const ask = operator.who === "customer" ? "" : ", or ask the provider which version it installs, and when";
  const outcome = certain
    ? "it uses APIs that are gone there and issues nothing"
    : "nobody has tested whether it issues certificates";
  return {
    cause: versionUnsupported.id,
    verdict: certain ? "breaks" : operator.who === "provider" ? "advice" : "unknown",
    subject: controller.ref,
    message: `${who} is cert-manager ${versionWords(version)}, ${range}: at ${formatMinor(minor)} ${outcome}. ${dueWords(dueOf(now.certificates, now.world.objects, context.on), context.on)}`,
    remedy: `Upgrade cert-manager to ${stepsWords(unsupported)}, one minor release after the other${ask}.`,
    evidence: versionEvidence(certManager),
  };
}

/** `1.12 or later before Kubernetes goes to 1.28, and to 1.17 or later before 1.33`. */
function stepsWords({ version, minor, last }: Unsupported): string {
  const release = (kubernetes: Minor): string => {
    const next = nextSupporting(version, kubernetes);
    return next === undefined ? "a release that is supported there" : `${next.release} or later`;
  };
  const first = release(minor);
  const end = release(last);
  const then = end === first ? "" : `, and to ${end} before ${formatMinor(last)}`;
  return `${first} before Kubernetes goes to ${formatMinor(minor)}${then}`;
}

export function versionEvidence({ controller }: CertManager): readonly Evidence[] {
  const { resource, path } = controller.template;
  return [cite(resource, [...path, "containers", 0, "image"])];
}
