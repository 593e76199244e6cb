import { setTimeout as sleep } from "node:timers/promises";
import type { ControlPlane } from "./control-plane.ts";
import { inLoadOrder } from "./load-order.ts";
import { type Manifest, readManifests } from "./manifests.ts";
import { createStatusWriter } from "./status.ts";

/** Of an owner that is not loaded: the server wants a uid, and nobody here looks it up. */
const UNKNOWN_OWNER = "00000000-0000-0000-0000-000000000000";

export interface LoadOptions {
  /** How long an object is tried again that the server refuses: its account or type may be on the way. */
  readonly retryMs?: number;
  /** Which objects to load. Default: all. */
  readonly filter?: (object: Manifest) => boolean;
}

/**
 * Loads every Kubernetes object of a file or directory through `kubectl create`, so that defaulting, validation and
 * admission are real; what is there already is overwritten by server-side apply. Then writes each object's status, as
 * its controller would. Owner references get the new uids. Resolves to the number of objects.
 */
export async function loadDirectory(
  plane: ControlPlane,
  path: string,
  options: LoadOptions = {},
): Promise<number> {
  return loadObjects(plane, readManifests(path), options);
}

export async function loadObjects(
  plane: ControlPlane,
  objects: readonly Manifest[],
  { retryMs = 30_000, filter = () => true }: LoadOptions = {},
): Promise<number> {
  const uids = new Map<string, string>();
  const writeStatus = createStatusWriter(plane.api);
  const wanted = objects.filter(filter);
  for (const phase of inLoadOrder(wanted)) {
    const prepared = phase.map((object) => prepare(object, uids));
    for (const loaded of await loadPhase(plane, prepared, retryMs)) {
      uids.set(identity(loaded), String(loaded.metadata.uid));
    }
    await inParallel(phase, writeStatus);
  }
  return wanted.length;
}

/** The objects as the server returned them. */
async function loadPhase(
  plane: ControlPlane,
  objects: readonly Manifest[],
  retryMs: number,
): Promise<Manifest[]> {
  const deadline = Date.now() + retryMs;
  const loaded: Manifest[] = [];
  let pending = objects;
  for (;;) {
    const created = await kubectlOnList(plane, ["create"], pending);
    loaded.push(...created.objects);
    const done = new Set(created.objects.map(identity));
    pending = pending.filter((object) => !done.has(identity(object)));
    if (pending.length === 0) {
      return loaded;
    }
    const applied = await kubectlOnList(plane, ["apply", "--server-side", "--force-conflicts"], pending);
    if (applied.code === 0) {
      return [...loaded, ...applied.objects];
    }
    if (Date.now() > deadline) {
      throw new Error(`${pending.length} objects could not be loaded:\n${created.stderr}\n${applied.stderr}`);
    }
    await sleep(300);
  }
}

async function kubectlOnList(plane: ControlPlane, command: readonly string[], items: readonly Manifest[]) {
  const input = JSON.stringify({ apiVersion: "v1", kind: "List", items });
  const { code, stdout, stderr } = await plane.tryKubectl([...command, "-o", "json", "-f", "-"], { input });
  return { code, stderr, objects: parseConcatenated(stdout) };
}

/** kubectl prints one indented object after the other, or one List. */
function parseConcatenated(stdout: string): Manifest[] {
  return stdout
    .split(/(?<=^\}\n)/m)
    .filter((chunk) => chunk.trim() !== "")
    .map((chunk) => JSON.parse(chunk) as Manifest & { items?: Manifest[] })
    .flatMap((object) => (object.kind === "List" ? (object.items ?? []) : [object]));
}

/** Without what only a server may say, and owned by the owners as they are now. */
function prepare(object: Manifest, uids: ReadonlyMap<string, string>): Manifest {
  const { uid, resourceVersion, generation, selfLink, creationTimestamp, managedFields, ...metadata } =
    object.metadata;
  if (metadata.ownerReferences !== undefined) {
    metadata.ownerReferences = metadata.ownerReferences.map((owner) => {
      const { name } = owner;
      const beside = identity({ ...owner, metadata: { ...metadata, name } });
      const clusterWide = identity({ ...owner, metadata: { name } });
      return { ...owner, uid: uids.get(beside) ?? uids.get(clusterWide) ?? owner.uid ?? UNKNOWN_OWNER };
    });
  }
  return { ...object, metadata };
}

/** Without the version: one object has several. A cluster-wide object counts as in `default`, where none can meet it. */
function identity({
  apiVersion,
  kind,
  metadata,
}: Pick<Manifest, "apiVersion" | "kind" | "metadata">): string {
  const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
  return [group, kind, metadata.namespace ?? "default", metadata.name].join("|");
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}
