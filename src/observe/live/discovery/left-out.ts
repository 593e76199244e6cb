/** What a server lists and this program does not read, and why. A kind that somebody asks for by name is read. */
export interface LeftOut {
  readonly group: string;
  /** Undefined: everything the group has. */
  readonly plural?: string;
  readonly why: string;
}

const MEASURED = "values measured at this moment, not objects";
const COMPUTED = "reports computed from the cluster, large and many; what they are about is read itself";
const EXPIRES = "many, and gone after an hour; nothing can be proved by them";

export const LEFT_OUT: readonly LeftOut[] = [
  { group: "", plural: "events", why: EXPIRES },
  { group: "events.k8s.io", why: EXPIRES },
  { group: "", plural: "componentstatuses", why: "probes made when asked for, deprecated since 1.19" },
  { group: "metrics.k8s.io", why: MEASURED },
  { group: "custom.metrics.k8s.io", why: MEASURED },
  { group: "external.metrics.k8s.io", why: MEASURED },
  { group: "packages.operators.coreos.com", why: "the catalogue of what could be installed" },
  { group: "wgpolicyk8s.io", why: COMPUTED },
  { group: "reports.kyverno.io", why: COMPUTED },
  { group: "kyverno.io", plural: "admissionreports", why: COMPUTED },
  { group: "kyverno.io", plural: "clusteradmissionreports", why: COMPUTED },
  { group: "kyverno.io", plural: "backgroundscanreports", why: COMPUTED },
  { group: "kyverno.io", plural: "clusterbackgroundscanreports", why: COMPUTED },
  { group: "aquasecurity.github.io", why: COMPUTED },
  { group: "spdx.softwarecomposition.kubescape.io", why: COMPUTED },
];

export function isLeftOut(group: string, plural: string): boolean {
  return LEFT_OUT.some((entry) => entry.group === group && (entry.plural ?? plural) === plural);
}

/** True where nothing of the group is read, so that it does not matter whether its API answers. */
export function isGroupLeftOut(group: string): boolean {
  return LEFT_OUT.some((entry) => entry.group === group && entry.plural === undefined);
}
