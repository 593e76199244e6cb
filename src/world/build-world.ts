import { apiEndpoints } from "./api-endpoints.ts";
import { buildNode } from "./build-nodes.ts";
import { buildWorkloads } from "./build-workloads.ts";
import type { Coverage } from "./coverage.ts";
import { type DnsView, dnsViewOf } from "./dns-records.ts";
import type { Resource, UnboundManifest } from "./resource.ts";
import { ObjectStore } from "./store.ts";
import { TRAFFIC_AS_READ } from "./traffic.ts";
import { type Minor, parseMinor } from "./version.ts";
import type { World } from "./world.ts";

export interface WorldInput {
  readonly resources: readonly Resource[];
  /** Manifests whose objects were not read. */
  readonly manifests?: readonly UnboundManifest[];
  readonly coverage: Coverage;
  /** `v1.25.6`, as the API server says; undefined where no source tells. */
  readonly gitVersion: string | undefined;
  /** Hosts the API server was reached by. */
  readonly hosts: readonly string[];
  /** What names lead to; absent where nobody looked. */
  readonly names?: DnsView;
}

const NO_NAMES = dnsViewOf([]);

/** The cluster as it was read: the first world of every route. */
export function buildWorld(input: WorldInput): World {
  const objects = ObjectStore.of(input.resources);
  const nodes = objects.list("Node").map(buildNode);
  return {
    state: "v1",
    objects,
    manifests: input.manifests ?? [],
    workloads: buildWorkloads(objects),
    nodes,
    api: {
      minor: parseMinor(input.gitVersion ?? "") ?? newestKubelet(nodes.map((node) => node.minor)),
      endpoints: apiEndpoints(objects, nodes, input.hosts),
      interrupted: false,
    },
    storageClassesRemoved: [],
    roll: undefined,
    traffic: TRAFFIC_AS_READ,
    names: input.names ?? NO_NAMES,
    copy: undefined,
    coverage: input.coverage,
  };
}

/** Kubelets are never newer than their API server: where it does not tell, the newest kubelet does. */
function newestKubelet(minors: readonly (Minor | undefined)[]): Minor | undefined {
  const known = minors.filter((minor) => minor !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
