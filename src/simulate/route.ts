import { type EntryPlan, PLAIN_ENTRY_PLAN } from "../platforms/entry-plan.ts";
import { minorsToPassFirst, type Profile, type RouteName, type StageSpec } from "../platforms/profile.ts";
import { formatMinor, type Minor, parseMinor } from "../world/version.ts";
import type { World } from "../world/world.ts";
import type { State } from "./proof.ts";
import { STAGES } from "./stages/registry.ts";
import type { Stage } from "./stages/stage.ts";
import { upgradeInPlace } from "./stages/upgrade-in-place.ts";

interface Leg {
  readonly spec: StageSpec;
  readonly stage: Stage;
  readonly minor: Minor;
}

export interface RouteOptions {
  /** The minor to arrive at, at least the profile's oldest. */
  readonly target: Minor;
  /** Default: in place. */
  readonly route?: RouteName;
  /** Default: a load balancer in TCP mode before what the provider runs. */
  readonly entryPlan?: EntryPlan;
}

/**
 * Runs a route over a world: every state from the cluster as it is to the last one, mixed states before the settled
 * state they lead to. A route the profile does not have has no states.
 */
export function simulateRoute(world: World, profile: Profile, options: RouteOptions): readonly State[] {
  const { target, route = "in-place", entryPlan = PLAIN_ENTRY_PLAN } = options;
  const states: State[] = [];
  let here = world;
  for (const { spec, stage, minor } of legs(profile, route, world.api.minor, target)) {
    const { passing, settled } = stage(here, { profile, spec, minor, entryPlan });
    if (passing !== undefined && spec.rolling !== undefined) {
      states.push(stateOf({ ...passing, state: spec.rolling }, spec, true));
    }
    here = { ...settled, state: spec.id };
    states.push(stateOf(here, spec, false));
  }
  return states;
}

function stateOf(world: World, spec: StageSpec, mixed: boolean): State {
  const { actor, story } = spec;
  return {
    id: world.state,
    title: mixed ? (spec.rollingTitle ?? spec.title) : spec.title,
    story,
    actor,
    mixed,
    world,
  };
}

function legs(profile: Profile, route: RouteName, running: Minor | undefined, target: Minor): readonly Leg[] {
  const all: Leg[] = [];
  const specs = profile.routes[route] ?? [];
  specs.forEach((spec, index) => {
    const stage = STAGES[spec.does];
    if (spec.does !== "upgrade") {
      all.push({ spec, stage, minor: target });
      if (index === 0 && route === "in-place") all.push(...firstPass(profile, running));
      return;
    }
    const oldest = parseMinor(profile.target.oldest) ?? target;
    all.push({ spec, stage, minor: oldest });
    for (let minor = oldest + 1; minor <= target; minor++) {
      all.push({ spec: furtherUpgrade(spec, minor), stage, minor });
    }
  });
  return all;
}

/** A cluster below the source platform's newest minor first goes there, on the platform it is on. */
function firstPass(profile: Profile, running: Minor | undefined): readonly Leg[] {
  const minors = minorsToPassFirst(profile, running);
  const newest = minors.at(-1);
  const minor = newest === undefined ? undefined : parseMinor(newest);
  if (newest === undefined || minor === undefined) return [];
  const spec: StageSpec = {
    id: "v1-upgraded",
    rolling: "v1-upgrading",
    does: "nothing",
    title: `upgraded to ${newest}`,
    rollingTitle: `upgrading to ${newest}`,
    story: `The cluster stays on ${profile.source.title} and is upgraded through ${minors.join(", ")}; each node is drained for each.`,
    actor: "provider",
  };
  return [{ spec, stage: upgradeInPlace, minor }];
}

function furtherUpgrade(spec: StageSpec, minor: Minor): StageSpec {
  const version = formatMinor(minor);
  return {
    ...spec,
    id: `upgraded-${version}`,
    rolling: `upgrade-${version}-rolling`,
    title: `upgraded to ${version}`,
    rollingTitle: `upgrading to ${version}`,
    story: `The API servers go to ${version}, then every node is replaced once more.`,
  };
}
