import { canonicalHost } from "../../world/addresses/known-index.ts";
import { hostsLeft } from "../../world/addresses/left.ts";
import type { ApiEndpoint, World } from "../../world/world.ts";

/** The hosts the API was reached by and is no longer. */
export function endpointsLost(before: World, now: World): readonly ApiEndpoint[] {
  const left = hostsLeft(now);
  return before.api.endpoints.filter(({ host }) => !left.has(canonicalHost(host)));
}
