// `npm run truth:entry [-- -o text|json|markdown] [--model]`: docs/entry/wire.md. Ends with 1 where the model errs.
import { copyFileSync, mkdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const WORK = "test/wire/.work";
mkdirSync(WORK, { recursive: true });
await build({
  entryPoints: ["test/wire/main.ts"],
  outfile: `${WORK}/main.mjs`,
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
  logLevel: "error",
});
// The watchdog is a program of its own, looked for beside the code that starts it.
copyFileSync("test/support/watchdog.mjs", `${WORK}/watchdog.mjs`);
const { main } = await import(pathToFileURL(`${WORK}/main.mjs`).href);
process.exitCode = await main(process.argv.slice(2));
