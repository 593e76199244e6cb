import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

let root: string | undefined;

/** The directory Replatform is installed in: where profiles/, docs/ and package.json lie, bundled or not. */
export function packageRoot(): string {
  if (root !== undefined) return root;
  let here = dirname(fileURLToPath(import.meta.url));
  while (!isOurs(join(here, "package.json"))) {
    const parent = dirname(here);
    if (parent === here) throw new Error("Replatform's own package.json was not found above its code");
    here = parent;
  }
  root = here;
  return here;
}

function isOurs(path: string): boolean {
  return (
    existsSync(path) && (JSON.parse(readFileSync(path, "utf8")) as { name?: unknown }).name === "replatform"
  );
}

export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as {
    version: string;
  };
  return version;
}
