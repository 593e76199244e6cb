import type { Issuer } from "../../world/certificates/issuers.ts";
import type { SecretUse } from "../../world/certificates/secret-uses.ts";
import { refLabel } from "../../world/resource.ts";
import { cite } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import type { Renewals } from "./renewals.ts";
import type { Rule } from "./rule.ts";

/**
 * ClusterIssuers look for their Secrets in one namespace, cert-manager's own as a rule, which nobody copies: it is the
 * add-on's.
 */
export const issuerSecretLeftBehind: Rule = {
  id: "issuer-secret-left-behind",
  title: "A ClusterIssuer's Secret is in cert-manager's own namespace",
  hazards: ["CM-7"],
  find(renewals) {
    const { now } = renewals;
    if (now.world.copy === undefined || now.certManager === undefined) return [];
    const namespace = now.certManager.clusterResourceNamespace;
    const clusterWide = now.issuers.filter(({ kind }) => kind === "ClusterIssuer");
    const seen = new Set<string>();
    return clusterWide.flatMap((issuer) =>
      issuer.secrets.flatMap((use) => {
        if (seen.has(use.name)) return [];
        seen.add(use.name);
        return [breachOf(issuer, use, namespace, renewals)];
      }),
    );
  },
};

function breachOf(issuer: Issuer, use: SecretUse, namespace: string, { now }: Renewals): Breach {
  const secret = now.world.objects.get("Secret", namespace, use.name);
  const label = `Secret ${namespace}/${use.name}`;
  const who = refLabel(issuer.resource.ref);
  const account = use.role === "account";
  const outcome = account
    ? "without it cert-manager registers a new account in the new cluster, which is one of the ten an address may have in three hours"
    : "without it nothing is issued in the new cluster";
  return {
    cause: issuerSecretLeftBehind.id,
    verdict: account ? "advice" : "unknown",
    subject: secret?.ref ?? issuer.resource.ref,
    detail: use.name,
    message: `${who} needs ${label}, which is in cert-manager's own namespace${secret === undefined ? " and was not read" : ""}: a copy of the customer's namespaces leaves it behind, and ${outcome}.`,
    remedy: `Copy ${label} to the namespace the new cluster's cert-manager looks into (--cluster-resource-namespace), before ${who}.`,
    evidence: [
      cite(issuer.resource, use.path),
      ...(secret === undefined ? [] : [cite(secret, ["metadata", "name"])]),
    ],
  };
}
