import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { createCollector } from "../../src/observe/collector.ts";
import { locate } from "../../src/observe/positions.ts";
import { writeSnapshot } from "../../src/observe/snapshot/write.ts";
import { helmPayload } from "./canaries.ts";
import { names, observe, Sources } from "./sources.ts";

const files = new Sources();
afterAll(() => files.remove());

const OPTIONS = { generator: "replatform 1.2.3", createdAt: "2024-02-03T04:05:06Z" };
const YAML = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: b\n";

/** Self-signed, for shop.example and www.shop.example. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBrTCCAVSgAwIBAgIUTlXwGEBW8Du2kSYC/Y4aOu/L7FowCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMc2hvcC5leGFtcGxlMB4XDTI2MTEyMzAwMzczNFoXDTM2MTEy
MDAwMzczNFowFzEVMBMGA1UEAwwMc2hvcC5leGFtcGxlMFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAEBPM0K3ht+9rZ+qMBDLn/lCYaEqvbf2uvj122X7Qy8aAMV8kN
ADdaUCA62QAaqynLtVBBUE4V5nQ3hPxs35DK3KN+MHwwHQYDVR0OBBYEFBMQO+US
NCe3fHqVEtphkasCl3NkMB8GA1UdIwQYMBaAFBMQO+USNCe3fHqVEtphkasCl3Nk
MA8GA1UdEwEB/wQFMAMBAf8wKQYDVR0RBCIwIIIMc2hvcC5leGFtcGxlghB3d3cu
c2hvcC5leGFtcGxlMAoGCCqGSM49BAMCA0cAMEQCHwfVEWaZA5HsD1M2QJmf46C0
os6gdZ0sru/b0cP5Er0CIQCFFedBjZM/VAMU15yEze8bjuAA3p9yhdekfdtuvfcK
bw==
-----END CERTIFICATE-----
`;

function live() {
  const collector = createCollector();
  const origin = { kind: "live", source: "https://api" } as const;
  collector.server({ gitVersion: "v1.25.6", hosts: ["10.0.0.1"] });
  collector.cover({
    subject: { kind: "Ingress.networking.k8s.io" },
    status: "forbidden",
    count: 0,
    reason: "no",
    place: "GET /x",
  });
  const data = {
    "tls.crt": Buffer.from(CERTIFICATE).toString("base64"),
    "tls.key": Buffer.from("no key").toString("base64"),
  };
  collector.add(
    {
      apiVersion: "v1",
      kind: "Secret",
      type: "kubernetes.io/tls",
      metadata: { name: "tls", namespace: "shop", uid: "1" },
      data,
    },
    origin,
  );
  const release = {
    name: "shop",
    namespace: "shop",
    version: 1,
    info: { status: "deployed" },
    chart: { metadata: { name: "shop", version: "1" } },
    manifest: "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n",
  };
  collector.add(
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: {
        name: "sh.helm.release.v1.shop.v1",
        namespace: "shop",
        uid: "2",
        labels: { owner: "helm" },
      },
      data: { release: helmPayload(release) },
    },
    origin,
  );
  collector.add(
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: {
        name: "web",
        namespace: "shop",
        uid: "3",
        managedFields: [{ manager: "m", operation: "Apply", apiVersion: "apps/v1beta1" }],
      },
      spec: { replicas: 1 },
    },
    origin,
    true,
  );
  return collector.finish(["context prod"], { assumeComplete: false });
}

describe("a snapshot", () => {
  it("gives the observation again, with where it came from", async () => {
    const observation = live();
    const path = join(files.path, "live.snapshot");
    await writeSnapshot(observation, path, OPTIONS);
    const again = await observe([path]);
    const asSnapshot = (value: unknown): unknown =>
      JSON.parse(
        JSON.stringify(value).replaceAll(
          '{"kind":"live","source":"https://api"}',
          JSON.stringify({ kind: "snapshot", source: path }),
        ),
      );
    expect(again).toEqual({ ...(asSnapshot(observation) as object), sources: [path] });
    expect(again.resources.find(({ ref }) => ref.kind === "Secret")?.object.certificate).toMatchObject({
      subject: "CN=shop.example",
      issuer: "CN=shop.example",
      dnsNames: ["shop.example", "www.shop.example"],
      notAfter: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
    });
    expect(again.manifests).toMatchObject([{ ref: { kind: "Service", namespace: "shop", name: "web" } }]);
  });

  it("keeps the lines of files, and does not look into those again", async () => {
    const source = files.write("shop.yaml", `# one\n${YAML}`);
    const path = join(files.path, "file.snapshot");
    await writeSnapshot(await observe([source]), path, OPTIONS);
    const [map] = (await observe([path])).resources;
    expect(map?.origin).toEqual({
      kind: "file",
      source,
      offset: 6,
      length: YAML.length,
      line: 2,
      syntax: "yaml",
    });
  });

  it("is the same for the same observation, and for its owner only", async () => {
    const source = files.write("same.yaml", YAML);
    const [a, b] = [join(files.path, "a.snapshot"), join(files.path, "b.snapshot")];
    for (const path of [a, b, b]) await writeSnapshot(await observe([source]), path, OPTIONS);
    expect(readFileSync(a).equals(readFileSync(b))).toBe(true);
    expect(statSync(a).mode & 0o777).toBe(0o600);
    expect(readdirSync(files.path).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("stands wherever a source may: beside others, in a directory, under any name", async () => {
    await writeSnapshot(
      await observe([files.write("in/one.yaml", YAML)]),
      join(files.path, "in/one.gz"),
      OPTIONS,
    );
    const other = files.write("two.yaml", YAML.replace("name: c", "name: d"));
    expect(names(await observe([join(files.path, "in/one.gz"), other]))).toEqual([
      "ConfigMap default/c",
      "ConfigMap default/d",
    ]);
    const both = await observe([join(files.path, "in")]);
    expect(both.resources).toMatchObject([{ ref: { name: "c" }, manifests: [] }]);
  });

  it("that cannot be written says so", async () => {
    const observation = await observe([files.write("x.yaml", YAML)]);
    await expect(writeSnapshot(observation, join(files.path, "no/such/directory"), OPTIONS)).rejects.toThrow(
      /cannot be written \(ENOENT\)/,
    );
    await expect(writeSnapshot(observation, files.path, OPTIONS)).rejects.toMatchObject({
      name: "UserError",
    });
  });

  it.each([
    [
      "from a newer program",
      (text: string) => text.replace('"version":1', '"version":9').replace("1.2.3", "9.9.9"),
      /newer format \(9, this program reads 1\), written by replatform 9\.9\.9/,
    ],
    ["with a line missing", (text: string) => text.split("\n").toSpliced(2, 1).join("\n"), /broken snapshot/],
    ["without its end", (text: string) => text.split("\n").slice(0, -2).join("\n"), /cut off/],
    ["with a broken line", (text: string) => text.replace('{"resource"', '{"resource'), /broken snapshot/],
    ["with another line", (text: string) => text.replace('{"resource"', '{"other"'), /broken snapshot/],
  ])("%s is refused", async (name, change, message) => {
    const path = join(files.path, "whole.snapshot");
    await writeSnapshot(await observe([files.write("x.yaml", YAML)]), path, OPTIONS);
    const changed = files.write(
      `${name}.snapshot`,
      gzipSync(change(gunzipSync(readFileSync(path)).toString("utf8"))),
    );
    await expect(observe([changed])).rejects.toThrow(message);
    await expect(observe([changed])).rejects.toMatchObject({ name: "UserError" });
  });

  it("whose bytes are cut off or changed is refused", async () => {
    const many = Array.from({ length: 500 }, (_, n) => YAML.replace("name: c", `name: c${n * 7919}`)).join(
      "---\n",
    );
    const path = join(files.path, "bytes.snapshot");
    await writeSnapshot(await observe([files.write("x.yaml", many)]), path, OPTIONS);
    const bytes = readFileSync(path);
    const flipped = Buffer.from(bytes);
    flipped[bytes.length >> 1] = (flipped[bytes.length >> 1] ?? 0) ^ 0xff;
    for (const broken of [bytes.subarray(0, -1), bytes.subarray(0, bytes.length >> 1), flipped]) {
      await expect(observe([files.write("broken.snapshot", broken)])).rejects.toMatchObject({
        name: "UserError",
      });
    }
  });
});

describe("lines", () => {
  it("are found in compressed files and in archives' files, each in one pass", async () => {
    const text = `${YAML}---\n${YAML.replace("name: c", "name: d")}`;
    const path = files.write("lines.yaml.gz", gzipSync(text));
    const { resources } = await observe([path]);
    const requests = resources.flatMap(({ origin }) =>
      [["data", "a"], ["metadata", "name"], ["spec"]].map((at) => ({ origin, path: at })),
    );
    expect(await locate(requests)).toEqual([6, 4, 1, 13, 11, 8]);
  });

  it("of a file that changed meanwhile are those of its objects", async () => {
    const path = files.write("changing.yaml", YAML);
    const { resources } = await observe([path]);
    files.write("changing.yaml", `# more\n${YAML}`);
    const origin = resources[0]?.origin;
    expect(origin && (await locate([{ origin, path: ["data", "a"] }]))).toEqual([1]);
  });

  it("are not known of what came from no file", async () => {
    expect(await locate([{ origin: { kind: "live", source: "https://x" }, path: ["a"] }])).toEqual([
      undefined,
    ]);
  });
});
