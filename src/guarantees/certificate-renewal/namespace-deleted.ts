import { minorsToPassFirst } from "../../platforms/profile.ts";
import { stringOf } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import { formatMinor } from "../../world/version.ts";
import { cite, counted, listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import type { Renewals } from "./renewals.ts";
import type { Rule } from "./rule.ts";

/** The namespace of Kubespray's add-on, which each of its runs deletes and makes anew. */
const NAMESPACE = "cert-manager";
const MOST_CITED = 10;

/**
 * Kubespray's task "Remove legacy namespace" deletes namespace cert-manager on every run that is not limited by tags
 * (kubespray#13486; in it from 2018, PR 2935, until PR 13493 of 2026-09): Secrets that people put there go with it.
 */
export const namespaceDeleted: Rule = {
  id: "namespace-deleted",
  title: "A run of Kubespray deletes namespace cert-manager",
  hazards: ["CM-8"],
  find(renewals) {
    const { before, now, context } = renewals;
    if (context.route !== "in-place" || now.certManager?.namespace !== NAMESPACE) return [];
    // Only the platform's own add-on is in the way of its runs.
    if (now.certManager.operator.who === "customer") return [];
    const namespace = now.world.objects.get("Namespace", undefined, NAMESPACE);
    const secrets = ownSecrets(renewals);
    if (namespace === undefined || secrets.length === 0) return [];
    const passing = minorsToPassFirst(context.profile, before.world.api.minor);
    const newest = passing.at(-1);
    const run =
      newest !== undefined && newest === minorWords(now.world.api.minor)
        ? `to ${newest}, through ${listed(passing)}`
        : undefined;
    return [breachOf(namespace, secrets, run, renewals)];
  },
};

function minorWords(minor: number | undefined): string | undefined {
  return minor === undefined ? undefined : formatMinor(minor);
}

/** Secrets in the namespace that neither cert-manager nor Kubernetes nor Helm makes by itself. */
function ownSecrets({ now }: Renewals): readonly Resource[] {
  return now.world.objects.list("Secret").filter(({ ref, object }) => {
    if (ref.namespace !== NAMESPACE) return false;
    const type = stringOf(object.type) ?? "Opaque";
    const made =
      type.startsWith("kubernetes.io/service-account-token") ||
      type.startsWith("helm.sh/") ||
      ref.name === "cert-manager-webhook-ca" ||
      ref.name === "cert-manager-webhook-tls";
    return !made;
  });
}

function breachOf(
  namespace: Resource,
  secrets: readonly Resource[],
  run: string | undefined,
  { now }: Renewals,
): Breach {
  const names = listed(secrets.map(({ ref }) => ref.name));
  const what = `${counted(secrets.length, "Secret")} of namespace ${NAMESPACE} (${names})`;
  const issuers = now.issuers.filter(
    ({ kind, secrets: uses }) =>
      kind === "ClusterIssuer" &&
      uses.some(({ name, role }) => role === "credential" && secrets.some(({ ref }) => ref.name === name)),
  );
  const users =
    issuers.length === 0
      ? ""
      : ` ClusterIssuer ${listed(issuers.map(({ name }) => name))} issues nothing without.`;
  return {
    cause: namespaceDeleted.id,
    verdict: run === undefined ? "advice" : "unknown",
    subject: namespace.ref,
    message:
      run === undefined
        ? `If cert-manager is Kubespray's add-on, each run of Kubespray deletes ${what}.${users} The move itself needs no such run; the one before it may.`
        : `The upgrade ${run} runs Kubespray, and if cert-manager is its add-on, each run deletes ${what}.${users}`,
    remedy: `Save these Secrets outside the cluster before anybody runs Kubespray, and put them back afterwards; or have it run with --skip-tags upgrade.`,
    evidence: [
      cite(namespace, ["metadata", "name"]),
      ...secrets.slice(0, MOST_CITED).map((secret) => cite(secret, ["metadata", "name"])),
    ],
  };
}
