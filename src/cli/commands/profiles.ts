import { readFile } from "node:fs/promises";
import { loadProfile, profileNames, profilePath } from "../../config/profiles.ts";
import { print } from "../print.ts";

/** `profiles list`: one line each, the name first so that scripts can cut it. */
export async function listProfiles(): Promise<void> {
  for (const name of await profileNames()) {
    const { metadata, source, target } = await loadProfile(name);
    await print(
      `${name.padEnd(28)}${source.title} (up to ${source.newest}) to ${target.title} (from ${target.oldest}), as of ${metadata.described}\n`,
    );
  }
}

/** `profiles show`: the file itself, comments included, so that it can be the start of one's own. */
export async function showProfile(name: string): Promise<void> {
  await loadProfile(name);
  await print(await readFile(await profilePath(name), "utf8"));
}

/** `profiles validate`: silent errors help nobody, so a good profile is said to be one. */
export async function validateProfile(file: string): Promise<void> {
  const profile = await loadProfile(file);
  await print(`${file}: valid (${profile.metadata.name}, ${profile.routes["in-place"].length} stages)\n`);
}
