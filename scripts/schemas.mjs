// Writes the JSON Schemas that are published (schemas/) from the zod schemas in the sources.
// With --check it writes nothing and fails where a published one is not what the sources say.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

// `input`: people write it, so what has a default may be left out; `output`: Replatform writes it.
const SCHEMAS = [
  {
    file: "assessment.v1alpha1.json",
    from: ["src/report/assessment.ts", "assessmentSchema"],
    io: "output",
    title: "Replatform assessment",
    description:
      "What `replatform assess -o json` prints: what a move would break, when, and by which evidence.",
  },
  {
    file: "profile.v1alpha1.json",
    from: ["src/platforms/profile.ts", "profileSchema"],
    io: "input",
    title: "Replatform platform profile",
    description:
      "A platform pair: what the old platform gives, what the new one changes, the stages between.",
  },
  {
    file: "answers.v1alpha1.json",
    from: ["src/config/answers.ts", "answersSchema"],
    io: "input",
    title: "Replatform answers",
    description:
      "Answers to the questions of the road, for `replatform decide --answers` and `assess --answers`.",
  },
  {
    file: "decision.v1alpha1.json",
    from: ["src/report/decision/decision.ts", "decisionSchema"],
    io: "output",
    title: "Replatform decision",
    description: "What `replatform decide -o json` prints: which way a cluster goes, and why.",
  },
  {
    file: "cluster-request.v1alpha1.json",
    from: ["src/decide/cluster-request.ts", "clusterRequestSchema"],
    io: "output",
    title: "Replatform cluster request",
    description: "What `replatform decide --write-request` writes: the new cluster to ask for.",
  },
  {
    file: "config.v1alpha1.json",
    from: ["src/config/config.ts", "configSchema"],
    io: "input",
    title: "Replatform configuration",
    description: "`replatform.yaml`: what a project sets once instead of on every command line.",
  },
  {
    file: "dns-answers.v1alpha1.json",
    from: ["src/config/dns-answers.ts", "dnsAnswersSchema"],
    io: "input",
    title: "Replatform DNS answers",
    description: "Where names lead, written down for `--dns` by somebody who knows.",
  },
];

const stale = [];
for (const [file, text] of await generate()) {
  const path = join(root, "schemas", file);
  if (read(path) === text) continue;
  stale.push(`schemas/${file}`);
  if (process.argv.includes("--check")) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
if (process.argv.includes("--check") && stale.length > 0) {
  for (const file of stale)
    console.error(`${file} is not what the sources say: run node scripts/schemas.mjs`);
  process.exitCode = 1;
} else {
  for (const file of stale) console.log(`written: ${file}`);
}

/** The files' names and texts. */
async function generate() {
  const { z, ...schemas } = await bundled();
  return SCHEMAS.map(({ file, from: [, name], io, title, description }) => {
    const { $schema, ...schema } = z.toJSONSchema(schemas[name], { io });
    // Served from the published package (its export ./schemas/*), so an editor can fetch it.
    const $id = `https://unpkg.com/replatform/schemas/${file}`;
    return [file, `${JSON.stringify({ $schema, $id, title, description, ...schema }, null, 2)}\n`];
  });
}

/** The schemas and the zod that made them. Node 20 runs no TypeScript, so they are bundled and imported. */
async function bundled() {
  const directory = mkdtempSync(join(tmpdir(), "replatform-schemas-"));
  const outfile = join(directory, "schemas.mjs");
  try {
    await build({
      stdin: {
        contents: [
          'export { z } from "zod";',
          ...SCHEMAS.map(({ from: [module, name] }) => `export { ${name} } from "./${module}";`),
        ].join("\n"),
        resolveDir: root,
      },
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      banner: {
        js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);',
      },
      logLevel: "warning",
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
