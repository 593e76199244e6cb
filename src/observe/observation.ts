import type { Coverage } from "../world/coverage.ts";
import type { DnsObservation } from "../world/dns-records.ts";
import type { Resource, UnboundManifest } from "../world/resource.ts";

/** Everything read in one pass. Holds no secret value: redaction happens on the way in. */
export interface Observation {
  readonly resources: readonly Resource[];
  /**
   * What Helm releases say should exist but no source holds: not read, not permitted, or deleted. Evidence of
   * what will be applied again, never counted as objects of the cluster.
   */
  readonly manifests: readonly UnboundManifest[];
  readonly coverage: Coverage;
  readonly server: ServerInfo;
  /** Where names lead, as a snapshot holds it; absent where nobody looked. */
  readonly dns?: DnsObservation;
  /** The sources as the user named them, for the report's head. */
  readonly sources: readonly string[];
}

export interface ServerInfo {
  /** `v1.25.6`, as /version says; undefined for sources that do not tell. */
  readonly gitVersion: string | undefined;
  /** Host names or addresses the API server was reached by, without port. */
  readonly hosts: readonly string[];
}
