import { at, listOf, objectsOf, stringMapOf, stringOf } from "../json.ts";
import type { Resource } from "../resource.ts";
import type { ObjectStore } from "../store.ts";
import type { IssuerName, ManagedCertificate } from "./certificates.ts";
import type { SolverTarget } from "./solver.ts";

const ISSUER = "cert-manager.io/issuer";
const CLUSTER_ISSUER = "cert-manager.io/cluster-issuer";
const HTTP01 = "acme.cert-manager.io/http01-";

/**
 * The Certificates ingress-shim makes from annotated Ingresses: one for each entry of `spec.tls`, called as its Secret.
 * `kubernetes.io/tls-acme` alone means the issuer cert-manager was started with, which is not known here.
 * https://cert-manager.io/docs/usage/ingress/
 */
export function ingressCertificates(objects: ObjectStore): readonly ManagedCertificate[] {
  return objects.list("Ingress.networking.k8s.io").flatMap(certificatesOf);
}

function certificatesOf(resource: Resource): readonly ManagedCertificate[] {
  const annotations = stringMapOf(resource.object.metadata.annotations);
  const issuer = issuerIn(annotations);
  if (issuer === undefined && annotations["kubernetes.io/tls-acme"] !== "true") return [];
  const namespace = resource.ref.namespace ?? "default";
  return objectsOf(at(resource.object, "spec", "tls")).flatMap((entry): ManagedCertificate[] => {
    const secretName = stringOf(entry.secretName);
    const dnsNames = listOf(entry.hosts).filter((host) => typeof host === "string" && host !== "");
    if (secretName === undefined || secretName === "" || dnsNames.length === 0) return [];
    return [
      {
        resource,
        namespace,
        name: secretName,
        dnsNames: dnsNames as readonly string[],
        issuer,
        secretName,
        labels: stringMapOf(resource.object.metadata.labels),
        override: overrideOf(annotations, resource.ref.name),
        madeFrom: resource.ref,
        renewBefore: annotations["cert-manager.io/renew-before"],
        renewBeforePercentage: undefined,
        issuerAt: ["metadata", "annotations", issuer?.kind === "ClusterIssuer" ? CLUSTER_ISSUER : ISSUER],
      },
    ];
  });
}

function issuerIn(annotations: Readonly<Record<string, string>>): IssuerName | undefined {
  const issuer = annotations[ISSUER] || undefined;
  const cluster = annotations[CLUSTER_ISSUER] || undefined;
  const name = issuer ?? cluster;
  if (name === undefined) return undefined;
  const kind =
    annotations["cert-manager.io/issuer-kind"] || (issuer === undefined ? "ClusterIssuer" : "Issuer");
  return { kind, name, group: annotations["cert-manager.io/issuer-group"] || "cert-manager.io" };
}

/** What ingress-shim writes to the Certificate as http01-override-ingress-*. */
function overrideOf(
  annotations: Readonly<Record<string, string>>,
  ingress: string,
): SolverTarget | undefined {
  if (annotations[`${HTTP01}edit-in-place`] === "true") return { by: "ingress", name: ingress };
  const annotation = annotations[`${HTTP01}ingress-class`] || undefined;
  if (annotation !== undefined) return { by: "class", name: annotation };
  const className = annotations[`${HTTP01}ingress-ingressclassname`] || undefined;
  return className === undefined ? undefined : { by: "ingressClassName", name: className };
}
