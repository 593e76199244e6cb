import { DEFAULT_PROFILE, loadProfile } from "../../config/profiles.ts";
import { UserError } from "../../errors.ts";
import type { State } from "../../simulate/proof.ts";
import { simulateRoute } from "../../simulate/route.ts";
import { parseMinor } from "../../world/version.ts";
import type { World } from "../../world/world.ts";

export interface MoveOptions {
  readonly profile?: string;
}

/** The states of the simulated in-place move of a world. */
export async function statesOf(world: World, options: MoveOptions): Promise<readonly State[]> {
  const profile = await loadProfile(options.profile ?? DEFAULT_PROFILE);
  const target = parseMinor(profile.target.oldest);
  if (target === undefined)
    throw new UserError(`the profile's oldest minor ${profile.target.oldest} is none`);
  return simulateRoute(world, profile, { target });
}

export function worldIn(states: readonly State[], id: string): World {
  const state = states.find((one) => one.id === id);
  if (state === undefined) {
    throw new UserError(`there is no state ${id}: the move has ${states.map((one) => one.id).join(", ")}`);
  }
  return state.world;
}
