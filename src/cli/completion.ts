import tab from "@bomb.sh/tab/commander";
import type { Command } from "commander";
import { profileNames } from "../config/profiles.ts";

/**
 * Adds the `complete` command: `complete bash` prints a script, `complete -- WORDS` answers it while a person
 * types. Only loaded when asked for, since nothing else needs it.
 */
export async function addCompletion(program: Command): Promise<void> {
  const names = await profileNames();
  const root = tab(program);
  const profile = root.commands.get("assess")?.options.get("profile");
  if (profile === undefined) return;
  profile.handler = (complete) => {
    for (const name of names) complete(name, "profile");
  };
}
