import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { CoverageEntry } from "../../world/coverage.ts";

/** What `kubectl cluster-info dump` writes for each namespace (kubectl/pkg/cmd/clusterinfo/clusterinfo_dump.go). */
const KINDS = [
  "DaemonSet.apps",
  "Deployment.apps",
  "Pod",
  "ReplicaSet.apps",
  "ReplicationController",
  "Service",
] as const;

/** The namespaces it looks at without --all-namespaces and --namespaces. */
const DEFAULT_NAMESPACES: ReadonlySet<string> = new Set(["default", "kube-system"]);

/**
 * Says that kinds were read in part only when a directory is such a dump of the default namespaces: what is in it
 * looks whole, and most of the cluster may be missing.
 */
export async function coverageOfDump(directory: string): Promise<readonly CoverageEntry[]> {
  if (!(await exists(join(directory, "nodes.json")))) return [];
  const entries = await readdir(directory, { withFileTypes: true });
  const namespaces: string[] = [];
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    if (await exists(join(directory, entry.name, "pods.json"))) namespaces.push(entry.name);
  }
  if (namespaces.length === 0 || namespaces.some((name) => !DEFAULT_NAMESPACES.has(name))) return [];
  const reason = `kubectl cluster-info dump was run without --all-namespaces: only ${namespaces.join(" and ")} are in ${directory}`;
  return KINDS.map((kind) => ({ subject: { kind }, status: "partial", count: 0, reason, place: directory }));
}

async function exists(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
