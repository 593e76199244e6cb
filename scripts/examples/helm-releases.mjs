/**
 * Writes the Helm releases of an example cluster as Helm 3 stores them: Secrets (or ConfigMaps) whose `release` is
 * base64(gzip(JSON)), in a Secret base64 once more (helm.sh/helm/v3/pkg/storage/driver). What a release holds stands in
 * helm-releases/<example>/*.yaml, one file a revision: a header, then the rendered manifest, word for word.
 *
 *   node scripts/examples/helm-releases.mjs           write examples/<example>/60-helm-releases.yaml
 *   node scripts/examples/helm-releases.mjs --check   fail where one does not say what its sources say
 *
 * The same sources give the same release, whatever the day; only how tightly zlib packs it may differ between
 * versions of Node, so `--check` compares what is packed.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { dump, load, loadAll } from "js-yaml";

const SOURCES = fileURLToPath(new URL("./helm-releases/", import.meta.url));
const EXAMPLES = fileURLToPath(new URL("../../examples/", import.meta.url));
const LINE = 116;

const HEADER = `# What Helm 3 remembers of its releases, one Secret (or ConfigMap) a revision. Made by scripts/examples/helm-releases.mjs
# from the sources beside it, which are what to read and to change.
`;

/** A source file taken apart: the header as an object, the manifest as text. */
export function readSource(text) {
  const [, header, manifest] = /^(?:#.*\n)*---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
  if (header === undefined) throw new Error("a source is a header and a manifest, with --- before each");
  return { header: load(header), manifest: `---\n${manifest}` };
}

/** The release as Helm writes it (helm.sh/helm/v3/pkg/release/release.go). */
export function releaseOf({ header, manifest }) {
  const { name, namespace, revision, status, firstDeployed, lastDeployed, description, chart } = header;
  return {
    name,
    info: {
      first_deployed: firstDeployed,
      last_deployed: lastDeployed,
      deleted: header.deleted ?? "",
      description,
      status,
      ...(header.notes === undefined ? {} : { notes: header.notes }),
    },
    chart: {
      metadata: { apiVersion: "v2", type: "application", ...chart },
      lock: null,
      templates: [],
      values: header.defaults ?? {},
      schema: null,
      files: null,
    },
    config: header.config ?? {},
    manifest,
    ...(header.hooks === undefined ? {} : { hooks: header.hooks }),
    version: revision,
    namespace,
  };
}

export function encode(release) {
  const packed = gzipSync(JSON.stringify(release), { level: 9 });
  packed[9] = 255; // operating system "unknown", as Go writes it, whatever this machine is
  return packed.toString("base64");
}

export function decode(text) {
  return JSON.parse(gunzipSync(Buffer.from(text, "base64")).toString("utf8"));
}

/** The object a release is stored in (pkg/storage/driver/secrets.go, cfgmaps.go). */
function objectOf({ header, manifest }) {
  const { name, namespace, revision, status, driver = "secret", lastDeployed } = header;
  const labels = {
    modifiedAt: String(Math.floor(Date.parse(lastDeployed) / 1000)),
    name,
    owner: "helm",
    status,
    version: String(revision),
  };
  const metadata = { name: `sh.helm.release.v1.${name}.v${revision}`, namespace, labels };
  const release = encode(releaseOf({ header, manifest }));
  if (driver === "configmap") return { apiVersion: "v1", kind: "ConfigMap", metadata, data: { release } };
  const data = { release: Buffer.from(release).toString("base64") };
  return { apiVersion: "v1", kind: "Secret", metadata, type: "helm.sh/release.v1", data };
}

/** As YAML, with the long value folded: a quoted scalar may be broken where a backslash ends the line. */
function yamlOf(object) {
  const { release } = object.data;
  const text = dump({ ...object, data: { release: "RELEASE" } }, { lineWidth: LINE });
  const lines = release.match(new RegExp(`.{1,${LINE - 6}}`, "g")) ?? [];
  return `---\n${text.replace("RELEASE", `"\\\n${lines.map((line) => `    ${line}`).join("\\\n")}"`)}`;
}

function readSources(example) {
  const files = readdirSync(join(SOURCES, example)).filter((file) => file.endsWith(".yaml"));
  return files.sort().map((file) => readSource(readFileSync(join(SOURCES, example, file), "utf8")));
}

/** Each object with its release unpacked, to compare. */
function unpacked(object) {
  const { release } = object.data;
  const text = object.kind === "Secret" ? Buffer.from(release, "base64").toString("latin1") : release;
  return JSON.stringify({ ...object, data: decode(text) });
}

function saysTheSame(objects, written) {
  return (
    written.length === objects.length &&
    objects.every((object, index) => unpacked(object) === unpacked(written[index]))
  );
}

function main(args) {
  for (const example of readdirSync(SOURCES)) {
    const target = join(EXAMPLES, example, "60-helm-releases.yaml");
    const objects = readSources(example).map(objectOf);
    if (!args.includes("--check")) {
      writeFileSync(target, HEADER + objects.map(yamlOf).join(""));
    } else if (!saysTheSame(objects, loadAll(readFileSync(target, "utf8")))) {
      process.stderr.write(`${target} is not what its sources say: generate it anew\n`);
      process.exitCode = 1;
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
