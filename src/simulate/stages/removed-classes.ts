import type { Profile } from "../../platforms/profile.ts";
import { type Minor, parseMinor } from "../../world/version.ts";

/** Names of the StorageClasses that the target no longer has at a minor. */
export function removedClasses(profile: Profile, minor: Minor): readonly string[] {
  return profile.target.storageClassesRemoved
    .filter((entry) => (parseMinor(entry.removedIn) ?? 0) <= minor)
    .map((entry) => entry.name);
}
