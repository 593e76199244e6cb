import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import { type Profile, profileSchema } from "../platforms/profile.ts";
import { packageRoot } from "./package-root.ts";
import { readYamlFile } from "./yaml-file.ts";

export const DEFAULT_PROFILE = "elastx-caas-v2";

/** The names of the profiles that come with Replatform. */
export async function profileNames(): Promise<readonly string[]> {
  const files = await readdir(join(packageRoot(), "profiles"));
  return files
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length))
    .sort();
}

/** Loads a profile by its bundled name, or from a file (anything with a `/` or a YAML ending). */
export async function loadProfile(nameOrFile: string): Promise<Profile> {
  return readYamlFile(await profilePath(nameOrFile), profileSchema, "profile");
}

export async function profilePath(nameOrFile: string): Promise<string> {
  if (/[/\\]|\.(ya?ml|json)$/.test(nameOrFile)) return nameOrFile;
  const names = await profileNames();
  if (!names.includes(nameOrFile)) {
    throw new UserError(
      `there is no profile "${nameOrFile}": use one of ${names.join(", ")}, or a file (./my-platform.yaml)`,
    );
  }
  return join(packageRoot(), "profiles", `${nameOrFile}.yaml`);
}
