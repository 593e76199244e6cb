import { CERTIFICATE_KINDS, certificateKind } from "../../world/certificates/kinds.ts";
import { type Resource, refLabel, versionOf } from "../../world/resource.ts";
import type { ObjectStore } from "../../world/store.ts";
import { formatMinor } from "../../world/version.ts";
import { counted, listed } from "../cite.ts";
import type { Breach, Evidence } from "../guarantee.ts";
import type { Rule } from "./rule.ts";
import { isAtLeast, nextSupporting, type Release } from "./support-matrix.ts";
import { type Unsupported, unsupportedIn, versionEvidence } from "./version-unsupported.ts";
import { versionWords } from "./words.ts";

/** What the upgrade of cert-manager that the move forces changes on the way (cert-manager.io/docs/releases/upgrading). */
export const upgradeChanges: Rule = {
  id: "upgrade-changes",
  title: "The upgrade of cert-manager changes how it works",
  hazards: ["CM-3"],
  find(renewals) {
    const unsupported = unsupportedIn(renewals);
    if (unsupported === undefined) return [];
    const next = nextSupporting(unsupported.version, unsupported.last);
    if (next === undefined) return [];
    const old = oldObjects(renewals.now.world.objects);
    const changes = changesBetween(unsupported, next, old);
    return changes.length === 0 ? [] : [breachOf(unsupported, next, changes, old)];
  },
};

/** Objects and manifests at versions of cert-manager's API that 1.6 no longer serves. */
interface OldObject {
  readonly resource: Resource;
  readonly evidence: Evidence;
}

function oldObjects(objects: ObjectStore): readonly OldObject[] {
  return CERTIFICATE_KINDS.filter(
    (kind) => !["Order", "Challenge", "CertificateRequest"].includes(kind),
  ).flatMap((kind) =>
    certificateKind(objects, kind).flatMap((resource): OldObject[] => {
      const { ref, origin, manifests } = resource;
      const stated = manifests.find(
        ({ apiVersion, source }) => versionOf(apiVersion) !== "v1" && source.kind !== "managed-fields",
      );
      if (versionOf(ref.apiVersion) !== "v1") {
        return [{ resource, evidence: { ref, origin, path: ["apiVersion"], value: ref.apiVersion } }];
      }
      if (stated === undefined) return [];
      const evidence = { ref, origin: stated.origin, path: ["apiVersion"], value: stated.apiVersion };
      return [{ resource, evidence }];
    }),
  );
}

function changesBetween(
  { version }: Unsupported,
  next: Release,
  old: readonly OldObject[],
): readonly string[] {
  const passes = (release: readonly number[]): boolean =>
    !isAtLeast(version, release) && isAtLeast(next.number, release);
  const changes: string[] = [];
  if (passes([0, 11])) {
    changes.push(
      "0.11 moves everything from certmanager.k8s.io to cert-manager.io: objects and annotations are written anew",
    );
  }
  if (passes([1, 6])) {
    const which = old.length === 0 ? "" : ` (${listed(old.map(({ resource }) => refLabel(resource.ref)))})`;
    changes.push(
      `1.6 no longer serves v1alpha2, v1alpha3 and v1beta1${which}, and 1.7 refuses objects stored at them: run "cmctl upgrade migrate-api-version" in between`,
    );
    changes.push("1.5.4, 1.6.0 and 1.6.1 write a solver's class into ingressClassName: pass them by");
  }
  if (passes([1, 18])) {
    changes.push(
      "from 1.18 on a renewal makes a new private key (rotationPolicy Always) and one CertificateRequest is kept (revisionHistoryLimit 1)",
    );
  }
  if (passes([1, 19]) || (next.number[0] === 1 && next.number[1] === 19)) {
    changes.push("1.19.0 issues certificates again that need it not: take 1.19.1 or later");
  }
  return changes;
}

const MOST_CITED = 10;

function breachOf(
  { certManager, version, last }: Unsupported,
  next: Release,
  changes: readonly string[],
  old: readonly OldObject[],
): Breach {
  return {
    cause: upgradeChanges.id,
    verdict: "advice",
    subject: certManager.controller.ref,
    message: `Kubernetes ${formatMinor(last)} asks for cert-manager ${next.release} or later, and ${versionWords(version)} runs here. On the way: ${changes.join("; ")}.`,
    remedy: `Plan the upgrade of cert-manager before the move, and look at ${counted(changes.length, "change")} of the way beforehand.`,
    evidence: [...versionEvidence(certManager), ...old.slice(0, MOST_CITED).map(({ evidence }) => evidence)],
  };
}
