import { at, type Json, stringOf } from "../json.ts";
import { groupOf, type Resource } from "../resource.ts";
import type { ObjectStore } from "../store.ts";
import { certificateKind } from "./kinds.ts";
import { type SecretUse, secretUses } from "./secret-uses.ts";
import { type Solver, solversOf } from "./solver.ts";

export type IssuerType = "acme" | "ca" | "selfSigned" | "vault" | "venafi" | "unknown";

/** An Issuer or ClusterIssuer: who signs, and what for that is needed. */
export interface Issuer {
  readonly resource: Resource;
  readonly kind: "Issuer" | "ClusterIssuer";
  readonly namespace: string | undefined;
  readonly name: string;
  readonly group: string;
  readonly type: IssuerType;
  /** The authority's directory; undefined unless it is ACME. */
  readonly server: string | undefined;
  readonly solvers: readonly Solver[];
  /** Secrets it reads: account keys, tokens of DNS providers, a certificate authority's own key. */
  readonly secrets: readonly SecretUse[];
}

const TYPES = ["acme", "ca", "selfSigned", "vault", "venafi"] as const;

export function issuersOf(objects: ObjectStore): readonly Issuer[] {
  return (["ClusterIssuer", "Issuer"] as const).flatMap((kind) =>
    certificateKind(objects, kind).map((resource) => issuerOf(resource, kind)),
  );
}

function issuerOf(resource: Resource, kind: Issuer["kind"]): Issuer {
  const spec: Json | undefined = at(resource.object, "spec");
  const type = TYPES.find((entry) => at(spec, entry) !== undefined) ?? "unknown";
  return {
    resource,
    kind,
    namespace: resource.ref.namespace,
    name: resource.ref.name,
    group: groupOf(resource.ref.apiVersion),
    type,
    server: stringOf(at(spec, "acme", "server")),
    solvers: type === "acme" ? solversOf(spec) : [],
    secrets: secretUses(spec),
  };
}
