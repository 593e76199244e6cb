import { setImmediate } from "node:timers/promises";
import type { Suppression } from "./config/config.ts";
import { packageVersion } from "./config/package-root.ts";
import { suppress } from "./config/suppressions.ts";
import removalsJson from "./data/api-removals.json" with { type: "json" };
import type { Given } from "./decide/walk.ts";
import { UserError } from "./errors.ts";
import { loadRemovals } from "./guarantees/api-removals.ts";
import type { Guarantee, JudgeContext } from "./guarantees/guarantee.ts";
import { GUARANTEES } from "./guarantees/registry.ts";
import { type MoveOptions, moveOf } from "./move.ts";
import { citations } from "./observe/citations.ts";
import type { Observation } from "./observe/observation.ts";
import { type EntryPlan, PLAIN_ENTRY_PLAN } from "./platforms/entry-plan.ts";
import type { Profile, RouteName } from "./platforms/profile.ts";
import type { Assessment } from "./report/assessment.ts";
import { buildAssessment } from "./report/build-assessment.ts";
import { entriesSection } from "./report/build-entries.ts";
import { nameLosses } from "./report/name-losses.ts";
import { networkChanges } from "./report/network-changes.ts";
import { floatingIpsSaid, roadEvidence, roadOf, withRoute } from "./road.ts";
import { type Proven, proofOf, proveGuarantee } from "./simulate/prove.ts";
import { simulateRoute } from "./simulate/route.ts";

export interface AssessOptions extends MoveOptions {
  /** Today (YYYY-MM-DD), for suppressions that expire. */
  readonly today: string;
  readonly suppressions?: readonly Suppression[];
  /** Default: every guarantee there is. */
  readonly guarantees?: readonly Guarantee[];
  /** What people answered to the questions of the road, by question. */
  readonly answers?: ReadonlyMap<string, Given>;
  /** Default: what the road decides; in place where nobody did. */
  readonly route?: RouteName;
  /** Ends the work with the signal's reason, between two guarantees at the latest. */
  readonly signal?: AbortSignal;
  /** How traffic is to enter by the load balancer; default: as the road decides it. */
  readonly entryPlan?: EntryPlan;
}

/** Simulates the move of an observed cluster and reports everything that would be lost on the way. */
export async function assess(observation: Observation, options: AssessOptions): Promise<Assessment> {
  const move = moveOf(observation, options);
  const { world, profile, target, on, mentions } = move;
  const guarantees = options.guarantees ?? GUARANTEES;
  const walk = move.affected ? roadOf(move, withRoute(options.answers, options.route)) : undefined;
  const route = routeOf(profile, walk?.ahead.route);
  const entryPlan = options.entryPlan ?? walk?.ahead.entryPlan ?? PLAIN_ENTRY_PLAN;
  const states = walk === undefined ? [] : simulateRoute(world, profile, { target, route, entryPlan });
  const worlds = states.map((state) => state.world);
  const context: JudgeContext = {
    profile,
    target: { minor: target },
    removals: loadRemovals(removalsJson),
    mentions,
    route,
    entryPlan,
    states: states.map((state) => state.id),
    on,
    floatingIpsRequired: floatingIpsSaid(options.answers),
  };
  const proven: Proven[] = [];
  for (const guarantee of move.affected ? guarantees : []) {
    await breathe(options.signal);
    proven.push(proveGuarantee(states, guarantee, context));
  }
  await breathe(options.signal);
  const proof = proofOf(states, proven);
  const road = walk?.judged(proof);
  const cite = await citations([
    ...proof.findings.flatMap((finding) => finding.evidence),
    ...(road === undefined ? [] : roadEvidence(road)),
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
    network: networkChanges(worlds, (now) => nameLosses(world, now, profile)),
    entries: entriesSection(worlds, { profile, entryPlan }),
    road,
    detected: move.detected,
    profile,
    target,
    on,
    sources: observation.sources,
    version: packageVersion(),
    cite,
  });
}

/** Judging holds the thread: a person's Ctrl-C is heard only where it is let go. */
async function breathe(signal: AbortSignal | undefined): Promise<void> {
  await setImmediate();
  signal?.throwIfAborted();
}

function routeOf(profile: Profile, wanted: RouteName = "in-place"): RouteName {
  if (profile.routes[wanted] !== undefined) return wanted;
  throw new UserError(
    `profile ${profile.metadata.name} has no route ${wanted}: leave --route out, or answer upgrade-or-migrate with upgrade`,
  );
}
