import type { Suppression } from "./config/config.ts";
import { packageVersion } from "./config/package-root.ts";
import { suppress } from "./config/suppressions.ts";
import removalsJson from "./data/api-removals.json" with { type: "json" };
import { UserError } from "./errors.ts";
import { loadRemovals } from "./guarantees/api-removals.ts";
import type { Guarantee } from "./guarantees/guarantee.ts";
import { GUARANTEES } from "./guarantees/registry.ts";
import { citations } from "./observe/citations.ts";
import type { Observation } from "./observe/observation.ts";
import { detectPlatform } from "./platforms/detect.ts";
import { type EntryPlan, PLAIN_ENTRY_PLAN } from "./platforms/entry-plan.ts";
import { objectMatcher } from "./platforms/patterns.ts";
import type { Profile, RouteName } from "./platforms/profile.ts";
import type { Assessment } from "./report/assessment.ts";
import { buildAssessment } from "./report/build-assessment.ts";
import { networkChanges } from "./report/network-changes.ts";
import type { State } from "./simulate/proof.ts";
import { prove } from "./simulate/prove.ts";
import { simulateRoute } from "./simulate/route.ts";
import { manifestResources } from "./world/addresses/manifests.ts";
import { type AddressMention, knownAddresses, scanAddresses } from "./world/addresses/scan.ts";
import { buildWorld } from "./world/build-world.ts";
import type { DnsView } from "./world/dns-records.ts";
import { groupKind } from "./world/resource.ts";
import { parseMinor } from "./world/version.ts";
import type { World } from "./world/world.ts";

export interface AssessOptions {
  readonly profile: Profile;
  /** The minor to arrive at ("1.26"); default: the profile's oldest. */
  readonly target?: string;
  /** The version the cluster runs, where the observation does not tell ("1.25"). */
  readonly clusterVersion?: string;
  /** Judge the platform's features as on this day (YYYY-MM-DD); default: the day the profile describes. */
  readonly asOf?: string;
  /** Default: in place. */
  readonly route?: RouteName;
  /** How traffic is to enter by the load balancer; default: in TCP mode, before what the provider runs. */
  readonly entryPlan?: EntryPlan;
  /** What names lead to; absent where nobody looked. */
  readonly names?: DnsView;
  /** Today (YYYY-MM-DD), for suppressions that expire. */
  readonly today: string;
  readonly suppressions?: readonly Suppression[];
  /** Default: every guarantee there is. */
  readonly guarantees?: readonly Guarantee[];
}

/** Simulates the move of an observed cluster and reports everything that would be lost on the way. */
export async function assess(observation: Observation, options: AssessOptions): Promise<Assessment> {
  const { profile } = options;
  const guarantees = options.guarantees ?? GUARANTEES;
  const target = targetMinor(profile, options.target);
  const on = options.asOf ?? profile.metadata.described;
  const route = routeOf(profile, options.route);
  const entryPlan = options.entryPlan ?? PLAIN_ENTRY_PLAN;
  const world = buildWorld({
    resources: observation.resources,
    manifests: observation.manifests,
    coverage: observation.coverage,
    gitVersion: runningVersion(observation, options.clusterVersion),
    hosts: observation.server.hosts,
    ...(options.names === undefined ? {} : { names: options.names }),
  });
  const detected = detectPlatform(world, profile);
  const affected = detected.platform !== "target";
  const states: readonly State[] = affected
    ? simulateRoute(world, profile, { target, route, entryPlan })
    : [];
  const mentions = affected ? mentionsIn(observation, world, profile) : [];
  const proof = prove(states, affected ? guarantees : [], {
    profile,
    target: { minor: target },
    removals: loadRemovals(removalsJson),
    mentions,
    route,
    entryPlan,
    states: states.map((state) => state.id),
    on,
  });
  const cited = proof.findings.flatMap((finding) => finding.evidence);
  const cite = await citations([
    ...cited,
    // The platform's own objects are not the reader's to change: nobody looks up a line there.
    ...mentions
      .filter((mention) => !mention.platformOwned)
      .map(({ resource, path }) => ({ origin: resource.origin, path })),
  ]);
  return buildAssessment({
    world,
    proof,
    guarantees,
    suppressed: suppress(proof.findings, options.suppressions ?? [], options.today),
    mentions,
    network: networkChanges(states.map((state) => state.world)),
    detected,
    profile,
    target,
    on,
    sources: observation.sources,
    version: packageVersion(),
    cite,
  });
}

/** Kinds that are the platform's bookkeeping as a whole (Leases, EndpointSlices, Nodes) depend on no address. */
function mentionsIn(observation: Observation, world: World, profile: Profile): readonly AddressMention[] {
  const { owned, resolver } = profile.source;
  const bookkeeping = new Set(
    owned
      .filter((pattern) => pattern.name === "*" && pattern.namespace === undefined)
      .map((pattern) => pattern.kind),
  );
  const resources = [...observation.resources, ...manifestResources(observation.manifests)].filter(
    ({ ref }) => !bookkeeping.has(groupKind(ref.apiVersion, ref.kind)),
  );
  return scanAddresses(resources, knownAddresses(world, resolver), objectMatcher(owned));
}

function routeOf(profile: Profile, wanted: RouteName = "in-place"): RouteName {
  if (profile.routes[wanted] !== undefined) return wanted;
  throw new UserError(`profile ${profile.metadata.name} has no route ${wanted}: leave --route out`);
}

function targetMinor(profile: Profile, wanted: string | undefined): number {
  const { oldest } = profile.target;
  const minor = parseMinor(wanted ?? oldest);
  if (minor === undefined) {
    throw new UserError(`--target ${wanted} is no Kubernetes minor version: give one such as ${oldest}`);
  }
  if (minor < (parseMinor(oldest) ?? 0)) {
    throw new UserError(
      `--target ${wanted} is before ${oldest}, the oldest minor of ${profile.target.title}`,
    );
  }
  return minor;
}

function runningVersion(observation: Observation, given: string | undefined): string | undefined {
  if (given === undefined) return observation.server.gitVersion;
  if (parseMinor(given) === undefined) {
    throw new UserError(
      `--cluster-version ${given} is no Kubernetes version: give one such as 1.25 or v1.25.6`,
    );
  }
  return given;
}
