import { groupKind, type Resource } from "../resource.ts";
import type { ObjectStore } from "../store.ts";

/** Kinds of cert-manager. */
export type CertificateKind =
  | "Certificate"
  | "CertificateRequest"
  | "Issuer"
  | "ClusterIssuer"
  | "Order"
  | "Challenge";

/** The groups a kind was served in, newest first. All were certmanager.k8s.io until cert-manager 0.11. */
const GROUPS: Readonly<Record<CertificateKind, readonly [string, string]>> = {
  Certificate: ["cert-manager.io", "certmanager.k8s.io"],
  CertificateRequest: ["cert-manager.io", "certmanager.k8s.io"],
  Issuer: ["cert-manager.io", "certmanager.k8s.io"],
  ClusterIssuer: ["cert-manager.io", "certmanager.k8s.io"],
  Order: ["acme.cert-manager.io", "certmanager.k8s.io"],
  Challenge: ["acme.cert-manager.io", "certmanager.k8s.io"],
};

/** All objects of a kind of cert-manager; one that was carried over from the old group counts in the new one only. */
export function certificateKind(objects: ObjectStore, kind: CertificateKind): readonly Resource[] {
  const [now, then] = GROUPS[kind];
  const present = objects.list(`${kind}.${now}`);
  const old = objects.list(`${kind}.${then}`);
  if (old.length === 0) return present;
  return [
    ...present,
    ...old.filter(
      ({ ref }) => objects.get(groupKind(`${now}/v1`, kind), ref.namespace, ref.name) === undefined,
    ),
  ];
}

export const CERTIFICATE_KINDS = Object.keys(GROUPS) as readonly CertificateKind[];
