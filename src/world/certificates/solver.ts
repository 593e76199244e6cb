import { at, isObject, type Json, listOf, type Path, stringMapOf, stringOf } from "../json.ts";

/** One way of an ACME issuer to prove that a name is ours. */
export interface Solver {
  readonly challenge: Http01 | Dns01 | { readonly type: "unknown" };
  readonly selector: SolverSelector | undefined;
  /** `waitInsteadOfSelfCheck`: it waits, and does not ask for the challenge itself first (cert-manager 1.21). */
  readonly waits: boolean;
  /** Where it stands in the issuer. */
  readonly at: Path;
}

/** A file under the name itself, on port 80. */
export interface Http01 {
  readonly type: "http-01";
  readonly via: "ingress" | "gateway";
  readonly target: SolverTarget;
}

/** A TXT record. */
export interface Dns01 {
  readonly type: "dns-01";
  /** `route53`, `rfc2136`, `webhook`, ... */
  readonly provider: string;
}

/**
 * Which Ingress answers the challenge: a new one with this class (as annotation, or as the field of the name), an
 * existing one, or a new one without a class. Gateways: the parents of the HTTPRoute.
 */
export type SolverTarget =
  | { readonly by: "class"; readonly name: string }
  | { readonly by: "ingressClassName"; readonly name: string }
  | { readonly by: "ingress"; readonly name: string }
  | { readonly by: "no-class" }
  | { readonly by: "gateway" };

export interface SolverSelector {
  readonly dnsNames: readonly string[];
  readonly dnsZones: readonly string[];
  readonly matchLabels: Readonly<Record<string, string>>;
}

/** The solvers of `spec.acme`: those of `solvers`, and the one kind for all names that it was before 0.8. */
export function solversOf(spec: Json | undefined): readonly Solver[] {
  const acme = at(spec, "acme");
  const solvers = listOf(at(acme, "solvers")).map((entry, index) =>
    solverOf(entry, ["spec", "acme", "solvers", index]),
  );
  if (solvers.length > 0 || at(acme, "http01") === undefined) return solvers;
  // Before 0.8 each Certificate said by what Ingress; that a challenge is answered over HTTP is all that is known.
  return [
    {
      challenge: { type: "http-01", via: "ingress", target: { by: "no-class" } },
      selector: undefined,
      waits: false,
      at: ["spec", "acme", "http01"],
    },
  ];
}

function solverOf(entry: Json, path: Path): Solver {
  return {
    challenge: challengeOf(entry),
    selector: selectorOf(at(entry, "selector")),
    waits: at(entry, "waitInsteadOfSelfCheck") !== undefined,
    at: path,
  };
}

function challengeOf(entry: Json): Solver["challenge"] {
  const http = at(entry, "http01");
  if (isObject(http)) {
    if (isObject(at(http, "gatewayHTTPRoute"))) {
      return { type: "http-01", via: "gateway", target: { by: "gateway" } };
    }
    return { type: "http-01", via: "ingress", target: targetOf(at(http, "ingress")) };
  }
  const dns = at(entry, "dns01");
  if (!isObject(dns)) return { type: "unknown" };
  const provider = Object.keys(dns).find((key) => isObject(dns[key]));
  return { type: "dns-01", provider: provider ?? "unknown" };
}

function targetOf(ingress: Json | undefined): SolverTarget {
  const text = (key: string): string | undefined => stringOf(at(ingress, key)) || undefined;
  const name = text("name");
  if (name !== undefined) return { by: "ingress", name };
  const className = text("ingressClassName");
  if (className !== undefined) return { by: "ingressClassName", name: className };
  const annotation = text("class");
  return annotation === undefined ? { by: "no-class" } : { by: "class", name: annotation };
}

function selectorOf(selector: Json | undefined): SolverSelector | undefined {
  if (!isObject(selector)) return undefined;
  const texts = (key: string): readonly string[] =>
    listOf(selector[key]).filter((value) => typeof value === "string");
  return {
    dnsNames: texts("dnsNames"),
    dnsZones: texts("dnsZones"),
    matchLabels: stringMapOf(selector.matchLabels),
  };
}
