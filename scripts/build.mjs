// Bundles the command line (dist/replatform.js and its chunks) and the library (dist/index.js).
// Every command is a chunk of its own, loaded when it runs: start-up reads the smallest one only.
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const started = Date.now();
rmSync("dist", { recursive: true, force: true });
await build({
  entryPoints: { replatform: "src/cli/main.ts", index: "src/index.ts" },
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  minifySyntax: true,
  minifyWhitespace: true,
  jsx: "automatic",
  define: { "process.env.NODE_ENV": '"production"' },
  chunkNames: "chunks/[name]-[hash]",
  // CommonJS dependencies ask for Node's own modules by require.
  banner: {
    js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);',
  },
  legalComments: "none",
  logLevel: "warning",
});
// kubectl asks a program of this name for completions of `kubectl replatform`.
writeFileSync("dist/kubectl-complete.sh", '#!/bin/sh\nexec kubectl-replatform complete -- "$@"\n');
for (const file of ["dist/replatform.js", "dist/kubectl-complete.sh"]) chmodSync(file, 0o755);
if (process.argv.includes("--verbose")) console.error(`built in ${Date.now() - started} ms`);
