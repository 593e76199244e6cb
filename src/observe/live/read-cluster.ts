import { setMaxListeners } from "node:events";
import type { CoverageEntry } from "../../world/coverage.ts";
import type { GroupKind } from "../../world/resource.ts";
import type { Collector } from "../collector.ts";
import { type ClusterAccess, type ClusterChoice, openCluster } from "./access/open-cluster.ts";
import { versionPath } from "./discovery/api-resource.ts";
import { discover } from "./discovery/discover.ts";
import { kindsToRead } from "./discovery/kinds-to-read.ts";
import { isGroupLeftOut } from "./discovery/left-out.ts";
import { unservedNeeds } from "./discovery/unserved-needs.ts";
import { type ApiClient, createApiClient } from "./http/api-client.ts";
import { type Pace, realPace } from "./http/retry.ts";
import { createTransport, type TransportLimits } from "./http/transport.ts";
import { readObjects } from "./read-objects.ts";
import { readVersion } from "./read-version.ts";

export interface ReadClusterOptions extends ClusterChoice {
  readonly collector: Collector;
  readonly signal: AbortSignal;
  /** Kinds somebody will ask about. One that the server does not serve is covered as "none there". */
  readonly needs?: readonly GroupKind[];
  /** Reads `needs` and nothing else. */
  readonly onlyNeeds?: boolean;
  /** Namespaces to try for users who may not list them. Default: the context's. */
  readonly namespaces?: readonly string[];
  /** Lists read at once. Default 6. */
  readonly concurrency?: number;
  /** Told now and then, in words for a person, how far it is. */
  readonly onProgress?: (text: string) => void;
}

const LISTS_AT_ONCE = 6;

const LIMITS: Omit<TransportLimits, "connections"> = {
  connectTimeoutMs: 15_000,
  idleTimeoutMs: 75_000,
  maxBodyBytes: 256 * 1024 * 1024,
};

/**
 * Reads a whole cluster from its API server in one pass, with GET requests only, and covers every kind it met.
 * Resolves to the source's name for the report.
 * @throws UserError where there is no cluster to read, it cannot be reached, or does not accept the login; the
 *   signal's reason when it aborts.
 */
export async function readCluster(options: ReadClusterOptions): Promise<string> {
  const access = await openCluster(options);
  return readThrough(access, options);
}

/** As `readCluster`, through an access given; tests also give the pace of retries and the limits. */
export async function readThrough(
  access: ClusterAccess,
  options: Omit<ReadClusterOptions, keyof ClusterChoice>,
  pace: Pace = realPace,
  limits: Partial<TransportLimits> = {},
): Promise<string> {
  const concurrency = options.concurrency ?? LISTS_AT_ONCE;
  const transport = createTransport(access, { ...LIMITS, connections: concurrency, ...limits });
  const ended = new AbortController();
  const signal = AbortSignal.any([options.signal, ended.signal]);
  setMaxListeners(0, signal); // one listener a request under way
  try {
    signal.throwIfAborted();
    await readAll(createApiClient(access, transport, pace, signal), access, options, concurrency);
  } finally {
    ended.abort(); // where one list failed for good, the others are under way
    transport.close();
  }
  return access.source;
}

async function readAll(
  client: ApiClient,
  access: ClusterAccess,
  options: Omit<ReadClusterOptions, keyof ClusterChoice>,
  concurrency: number,
): Promise<void> {
  const { collector, needs = [], onlyNeeds = false, onProgress } = options;
  const wanted = new Set(needs);
  onProgress?.(`asking ${access.server.host} what it serves`);
  await readVersion(client, access, collector);
  const wantedGroups = new Set(needs.map((id) => id.slice(id.indexOf(".") + 1)));
  const found = await discover(
    client,
    concurrency,
    (group) => isGroupLeftOut(group) && !wantedGroups.has(group),
  );

  const kinds = kindsToRead(found.resources, wanted, onlyNeeds);
  for (const entry of unservedNeeds(needs, kinds, found)) collector.cover(entry);
  for (const { group, version, reason } of found.broken) {
    collector.cover(brokenApi(versionPath(group, version), reason));
  }
  let objects = 0;
  let kindsDone = 0;
  const report = (): void =>
    onProgress?.(`reading ${access.source}: ${objects} objects, ${kindsDone} of ${kinds.length} kinds`);
  await readObjects(
    {
      client,
      collector,
      origin: { kind: "live", source: access.source },
      onObjects(read) {
        objects += read.length;
        report();
      },
    },
    kinds,
    {
      concurrency,
      namespaces: options.namespaces ?? [access.namespace ?? "default"],
      onKind(_kind, entry) {
        kindsDone++;
        collector.cover(entry);
        report();
      },
    },
  );
}

function brokenApi(path: string, reason: string): CoverageEntry {
  return {
    subject: { place: path },
    status: "unreadable",
    count: 0,
    reason: `${reason}; objects of this API are not seen`,
    place: `GET ${path}`,
  };
}
