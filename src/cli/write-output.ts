import { randomBytes } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { reasonOf } from "../config/yaml-file.ts";
import { UserError } from "../errors.ts";

/** Writes a file whole or not at all: a reader never sees half of it, and a failed run leaves the old one. */
export async function writeWhole(path: string, content: string): Promise<void> {
  const temporary = join(dirname(path), `.replatform-${randomBytes(6).toString("hex")}.tmp`);
  try {
    await writeFile(temporary, content, { flag: "wx" });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new UserError(`${path} cannot be written: ${reasonOf(error)}`);
  }
}
