import { UserError } from "./errors.ts";
import type { Observation } from "./observe/observation.ts";
import { type Detected, detectPlatform } from "./platforms/detect.ts";
import { objectMatcher } from "./platforms/patterns.ts";
import type { Profile } from "./platforms/profile.ts";
import { manifestResources } from "./world/addresses/manifests.ts";
import { type AddressMention, knownAddresses, scanAddresses } from "./world/addresses/scan.ts";
import { buildWorld } from "./world/build-world.ts";
import { type DnsView, dnsViewOf } from "./world/dns-records.ts";
import { groupKind } from "./world/resource.ts";
import { type Minor, parseMinor } from "./world/version.ts";
import type { World } from "./world/world.ts";

export interface MoveOptions {
  readonly profile: Profile;
  /** The minor to arrive at ("1.26"); default: the profile's oldest. */
  readonly target?: string;
  /** The version the cluster runs, where the observation does not tell ("1.25"). */
  readonly clusterVersion?: string;
  /** Judge the platform's features as on this day (YYYY-MM-DD); default: the day the profile describes. */
  readonly asOf?: string;
  /** What names lead to; default: what the observation holds, from a snapshot. */
  readonly names?: DnsView;
}

/** What is to be moved, and where to: what everything that simulates or decides a move begins with. */
export interface Move {
  /** The cluster as it was read. */
  readonly world: World;
  readonly profile: Profile;
  readonly target: Minor;
  readonly on: string;
  readonly detected: Detected;
  /** False where the cluster is on the target already: then there is nothing to move. */
  readonly affected: boolean;
  /** Every mention of an address of the old platform. */
  readonly mentions: readonly AddressMention[];
}

export function moveOf(observation: Observation, options: MoveOptions): Move {
  const { profile } = options;
  const target = targetMinor(profile, options.target);
  const world = buildWorld({
    resources: observation.resources,
    manifests: observation.manifests,
    coverage: observation.coverage,
    gitVersion: runningVersion(observation, options.clusterVersion),
    hosts: observation.server.hosts,
    names: options.names ?? dnsViewOf(observation.dns?.answers ?? [], observation.dns?.sources),
  });
  const detected = detectPlatform(world, profile);
  const affected = detected.platform !== "target";
  const mentions = affected ? mentionsIn(observation, world, profile) : [];
  return {
    world,
    profile,
    target,
    on: options.asOf ?? profile.metadata.described,
    detected,
    affected,
    mentions,
  };
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
