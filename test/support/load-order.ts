/**
 * What has to be there before what: an object's phase is the first that names its kind. Owners come before what they
 * own, so that it can be given their new uid. Kinds that can refuse other objects come last.
 */
const PHASES: readonly (readonly string[])[] = [
  ["Namespace"],
  ["CustomResourceDefinition"],
  ["PriorityClass", "StorageClass", "IngressClass", "RuntimeClass", "CSIDriver", "PodSecurityPolicy"],
  ["ClusterRole", "Role", "ServiceAccount"],
  ["ClusterRoleBinding", "RoleBinding"],
  ["Node"],
  ["Secret", "ConfigMap"],
  ["PersistentVolume", "PersistentVolumeClaim", "VolumeAttachment"],
  ["Service"],
  ["Endpoints", "EndpointSlice"],
  ["Deployment", "StatefulSet", "DaemonSet", "CronJob", "ReplicationController"],
  ["ReplicaSet", "Job"],
];
const EVERYTHING_ELSE = PHASES.length;
const LATE_PHASES: readonly (readonly string[])[] = [
  ["Pod"],
  ["LimitRange", "ResourceQuota"],
  ["APIService", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"],
];

/** Groups objects into phases, each to be loaded when the ones before are. */
export function inLoadOrder<T extends { kind: string; spec?: unknown }>(objects: readonly T[]): T[][] {
  const phases = new Map<number, T[]>();
  for (const object of objects) {
    const phase = phaseOf(object.kind);
    phases.set(phase, [...(phases.get(phase) ?? []), object]);
  }
  return [...phases]
    .sort(([a], [b]) => a - b)
    .map(([, members]) => members.sort((a, b) => Number(wantsCertainOne(b)) - Number(wantsCertainOne(a))));
}

/** A Service that wants a certain address or port comes first, before another is given it by chance. */
function wantsCertainOne({ kind, spec }: { kind: string; spec?: unknown }): boolean {
  return (
    kind === "Service" &&
    /"(clusterIP":"\d|nodePort":\d|healthCheckNodePort":\d)/.test(JSON.stringify(spec ?? {}))
  );
}

function phaseOf(kind: string): number {
  const early = PHASES.findIndex((kinds) => kinds.includes(kind));
  const late = LATE_PHASES.findIndex((kinds) => kinds.includes(kind));
  return early >= 0 ? early : late >= 0 ? EVERYTHING_ELSE + 1 + late : EVERYTHING_ELSE;
}
