// `npm run bench [NAME...]`: speed as ratios against a baseline in the same run, with peak memory.
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { entry } from "./entry.mjs";
import { writeJson, writeYaml } from "./generate.mjs";
import { compare, line, once } from "./measure.mjs";
import { network } from "./network.mjs";

const WORK = "bench/.work";
const REPLATFORM = "dist/replatform.js";
const assess = (file) => ({ args: [REPLATFORM, "assess", file, "-o", "json"] });
const evaluate = (code) => ({ args: ["--input-type=commonjs", "-e", code] });

const benches = {
  async startup() {
    const bare = { command: [process.execPath, "-e", "0"] };
    const help = { command: [process.execPath, REPLATFORM, "--help"] };
    return [line("replatform --help / node -e 0", await compare(bare, help, 15), { ratio: 2 })];
  },
  async json() {
    const file = await generated("100000.json", writeJson, 100_000);
    const parse = evaluate(`JSON.parse(require("fs").readFileSync(${JSON.stringify(file)}, "utf8"))`);
    return [
      line("JSON, 100,000 objects / JSON.parse", await compare(parse, assess(file)), {
        ratio: 2.5,
        memory: 1229,
      }),
    ];
  },
  async growth() {
    const small = await generated("10000.json", writeJson, 10_000);
    const large = await generated("100000.json", writeJson, 100_000);
    const startup = (await once({ args: [REPLATFORM, "--version"] })).ms;
    const best = await compare(assess(small), assess(large));
    // Start-up is no part of the growth: it is the same for both.
    const grown = { ...best, baseline: best.baseline - startup, subject: best.subject - startup };
    return [line("JSON, 100,000 / 10,000 objects", grown, { ratio: 12 })];
  },
  async yaml() {
    const file = await generated("20000.yaml", writeYaml, 20_000);
    const parse = evaluate(
      `require("js-yaml").loadAll(require("fs").readFileSync(${JSON.stringify(file)}, "utf8"))`,
    );
    return [
      line("YAML, 20,000 objects / js-yaml", await compare(parse, assess(file)), {
        ratio: 1.5,
        memory: 1229,
      }),
    ];
  },
  async live() {
    const { startLoaded, KINDS } = await typescript("bench/live.ts");
    const plane = await startLoaded(20_000);
    if (Array.isArray(plane)) return [`live: left out, needs ${plane.join(", ")} (npm run testbench)`];
    try {
      const kubeconfig = plane.kubeconfigPath;
      const kubectl = ["kubectl", "--kubeconfig", kubeconfig, "get", "--all-namespaces", "-o", "json", KINDS];
      const ours = { args: [REPLATFORM, "assess", "--kubeconfig", kubeconfig, "-o", "json"] };
      return [
        line("live, 20,000 objects / kubectl get", await compare({ command: kubectl }, ours, 2), {
          ratio: 1,
        }),
      ];
    } finally {
      await plane.stop();
    }
  },
  network,
  entry,
};

/** Loads a TypeScript module of the bench: Node 20 reads none itself. */
async function typescript(path) {
  const { build } = await import("esbuild");
  const outfile = `${WORK}/${path.replaceAll("/", "-")}.mjs`;
  mkdirSync(WORK, { recursive: true });
  await build({
    entryPoints: [path],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "error",
  });
  // The control plane's watchdog is a program of its own, looked for beside the code that starts it.
  copyFileSync("test/support/watchdog.mjs", `${WORK}/watchdog.mjs`);
  return import(pathToFileURL(outfile).href);
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`there is no bench ${unknown.join(", ")}: there are ${Object.keys(benches).join(", ")}`);
  process.exit(1);
}
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const text of await bench()) console.log(text);
}

async function generated(name, write, count) {
  mkdirSync(WORK, { recursive: true });
  const file = `${WORK}/${name}`;
  if (!existsSync(file)) {
    console.error(`generating ${file}`);
    await write(file, count);
  }
  return file;
}
