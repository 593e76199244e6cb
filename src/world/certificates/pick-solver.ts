import type { Solver, SolverSelector } from "./solver.ts";

/**
 * The solver cert-manager takes for a name of a certificate with these labels (pkg/util/solverpicker): a selector that
 * names it before one that names its zone, a longer zone before a shorter, more matching labels before fewer, the
 * earlier before the later; one without a selector for what is left. For a wildcard no authority offers HTTP-01.
 */
export function pickSolver(
  solvers: readonly Solver[],
  dnsName: string,
  labels: Readonly<Record<string, string>>,
): Solver | undefined {
  let picked: Solver | undefined;
  let best: Weight = [-1, 0, 0];
  for (const solver of solvers) {
    if (dnsName.startsWith("*.") && solver.challenge.type === "http-01") continue;
    const weight = weigh(solver.selector, dnsName.toLowerCase(), labels);
    if (weight === undefined || (picked !== undefined && compare(weight, best) <= 0)) continue;
    picked = solver;
    best = weight;
  }
  return picked;
}

type Weight = readonly [name: number, zoneLabels: number, labels: number];

function compare(a: Weight, b: Weight): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** How well a selector fits; undefined where it does not. */
function weigh(
  selector: SolverSelector | undefined,
  dnsName: string,
  labels: Readonly<Record<string, string>>,
): Weight | undefined {
  if (selector === undefined) return [0, 0, 0];
  const { dnsNames, dnsZones, matchLabels } = selector;
  const named = dnsNames.some((name) => name.toLowerCase() === dnsName);
  if (dnsNames.length > 0 && !named) return undefined;
  const zones = dnsZones.map((zone) => labelsInZone(zone.toLowerCase(), dnsName));
  const zone = Math.max(0, ...zones);
  if (dnsZones.length > 0 && zone === 0) return undefined;
  const wanted = Object.entries(matchLabels);
  if (!wanted.every(([key, value]) => labels[key] === value)) return undefined;
  return [named ? 1 : 0, zone, wanted.length];
}

/** The number of labels of a zone the name is in; 0 where it is not. */
function labelsInZone(zone: string, dnsName: string): number {
  const bare = zone.replace(/\.$/, "");
  if (bare === "" || (dnsName !== bare && !dnsName.endsWith(`.${bare}`))) return 0;
  return bare.split(".").length;
}
