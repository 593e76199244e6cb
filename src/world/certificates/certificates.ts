import { at, listOf, objectsOf, type Path, stringMapOf, stringOf } from "../json.ts";
import { groupOf, type ObjectRef, type Resource } from "../resource.ts";
import type { ObjectStore } from "../store.ts";
import { ingressCertificates } from "./ingress-certificates.ts";
import { certificateKind } from "./kinds.ts";
import type { SolverTarget } from "./solver.ts";

/** A certificate that cert-manager keeps: a Certificate, or one that it is about to make for an Ingress. */
export interface ManagedCertificate {
  /** The Certificate; the Ingress, where the Certificate was not read. */
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  readonly dnsNames: readonly string[];
  readonly issuer: IssuerName | undefined;
  readonly secretName: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** What its own annotations put in the place of the solver's class (http01-override-ingress-*). */
  readonly override: SolverTarget | undefined;
  /** The Ingress or Gateway it is made from; undefined where somebody wrote it. */
  readonly madeFrom: ObjectRef | undefined;
  readonly renewBefore: string | undefined;
  readonly renewBeforePercentage: number | undefined;
  /** Where the issuer is named. */
  readonly issuerAt: Path;
}

export interface IssuerName {
  readonly kind: string;
  readonly name: string;
  /** "cert-manager.io", or the group of an issuer from outside, which cert-manager leaves alone. */
  readonly group: string;
}

/** Every certificate that is or will be kept, one for each name in a namespace. */
export function managedCertificates(objects: ObjectStore): readonly ManagedCertificate[] {
  const read = certificateKind(objects, "Certificate").map(certificateOf);
  const known = new Set(read.map(keyOf));
  const coming = ingressCertificates(objects).filter((certificate) => {
    const key = keyOf(certificate);
    return !known.has(key) && known.add(key) !== undefined;
  });
  return [...read, ...coming];
}

function keyOf({ namespace, name }: ManagedCertificate): string {
  return `${namespace}/${name}`;
}

/** Annotations that cert-manager copies from the Certificate to its Order (pkg/apis/acme/v1/types.go). */
const OVERRIDE = "acme.cert-manager.io/http01-override-ingress-";

function certificateOf(resource: Resource): ManagedCertificate {
  const { object, ref } = resource;
  const spec = object.spec;
  const names = listOf(at(spec, "dnsNames")).filter((name) => typeof name === "string");
  const common = stringOf(at(spec, "commonName"));
  const annotations = stringMapOf(object.metadata.annotations);
  const percentage = at(spec, "renewBeforePercentage");
  return {
    resource,
    namespace: ref.namespace ?? "default",
    name: ref.name,
    dnsNames: common === undefined || common === "" || names.includes(common) ? names : [...names, common],
    issuer: issuerName(resource),
    secretName: stringOf(at(spec, "secretName")),
    labels: stringMapOf(object.metadata.labels),
    override: overrideOf(annotations),
    madeFrom: madeFrom(resource),
    renewBefore: stringOf(at(spec, "renewBefore")),
    renewBeforePercentage: typeof percentage === "number" ? percentage : undefined,
    issuerAt: ["spec", "issuerRef"],
  };
}

function issuerName(resource: Resource): IssuerName | undefined {
  const reference = at(resource.object, "spec", "issuerRef");
  const name = stringOf(at(reference, "name"));
  if (name === undefined || name === "") return undefined;
  return {
    kind: stringOf(at(reference, "kind")) || "Issuer",
    name,
    group: stringOf(at(reference, "group")) || groupOf(resource.ref.apiVersion),
  };
}

function overrideOf(annotations: Readonly<Record<string, string>>): SolverTarget | undefined {
  const text = (end: string): string | undefined => annotations[OVERRIDE + end] || undefined;
  const ingress = text("name");
  if (ingress !== undefined) return { by: "ingress", name: ingress };
  const annotation = text("class");
  if (annotation !== undefined) return { by: "class", name: annotation };
  const className = text("ingressclassname");
  return className === undefined ? undefined : { by: "ingressClassName", name: className };
}

/** ingress-shim makes itself known as the controlling owner. */
function madeFrom({ object, ref }: Resource): ObjectRef | undefined {
  const owner = objectsOf(object.metadata.ownerReferences).find((entry) =>
    /^(Ingress|Gateway|ListenerSet|XListenerSet)$/.test(stringOf(entry.kind) ?? ""),
  );
  const kind = stringOf(owner?.kind);
  const name = stringOf(owner?.name);
  if (kind === undefined || name === undefined) return undefined;
  const apiVersion = stringOf(owner?.apiVersion) ?? "networking.k8s.io/v1";
  return ref.namespace === undefined
    ? { apiVersion, kind, name }
    : { apiVersion, kind, namespace: ref.namespace, name };
}
