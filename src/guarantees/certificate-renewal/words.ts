import type { SoftwareVersion } from "../../entry/controller.ts";
import type { SolverTarget } from "../../world/certificates/solver.ts";

/** What answers a challenge, after "by". */
export function targetWords(target: SolverTarget): string {
  switch (target.by) {
    case "class":
    case "ingressClassName":
      return `an Ingress of class ${target.name}`;
    case "ingress":
      return `Ingress ${target.name}`;
    case "no-class":
      return "an Ingress without a class";
    case "gateway":
      return "a route at a Gateway";
  }
}

export function versionWords(version: SoftwareVersion): string {
  return version.join(".");
}
