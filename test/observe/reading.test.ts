import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { create } from "tar";
import { afterAll, describe, expect, it } from "vitest";
import { locate } from "../../src/observe/positions.ts";
import { coverageOf } from "../../src/world/coverage.ts";
import { chunks, names, observe, places, Sources } from "./sources.ts";

const files = new Sources();
afterAll(() => files.remove());

const POD = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "a", namespace: "shop", uid: "1" },
  spec: { nodeName: "n" },
};
const NODE = { apiVersion: "v1", kind: "Node", metadata: { name: "n1", uid: "2" } };
const YAML =
  "# shop\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n---\napiVersion: v1\nkind: Node\nmetadata: {name: n1}\n";

describe("a source", () => {
  it.each([
    ["a single JSON object", "pod.json", JSON.stringify(POD)],
    ["indented JSON", "pod.json", JSON.stringify(POD, null, 4)],
    ["a List", "list.json", JSON.stringify({ apiVersion: "v1", items: [POD], kind: "List" })],
    [
      "a typed list as the API prints it",
      "pods.json",
      JSON.stringify({
        kind: "PodList",
        apiVersion: "v1",
        items: [{ ...POD, kind: undefined, apiVersion: undefined }],
      }),
    ],
    [
      "a typed list that names its kind last",
      "pods.json",
      JSON.stringify({
        apiVersion: "v1",
        items: [{ ...POD, kind: undefined, apiVersion: undefined }],
        kind: "PodList",
      }),
    ],
    ["an array", "array.json", JSON.stringify([POD])],
    ["objects one a line", "objects.jsonl", `${JSON.stringify(POD)}\n${JSON.stringify(POD)}\n`],
    ["JSON with a byte order mark", "bom.json", `\ufeff${JSON.stringify(POD)}`],
    ["JSON under a YAML name", "pod.yaml", JSON.stringify(POD)],
    ["a YAML stream of JSON", "pod.yaml", `---\n${JSON.stringify(POD)}\n---\n`],
    [
      "YAML in flow style",
      "flow.yaml",
      "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop, uid: '1'}}",
    ],
    [
      "a YAML List",
      "list.yaml",
      "apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: a\n    namespace: shop\nkind: List\n",
    ],
    [
      "a typed YAML list",
      "list.yaml",
      "kind: PodList\napiVersion: v1\nitems:\n  - metadata:\n      name: a\n      namespace: shop\n",
    ],
    [
      "a YAML List with anchors",
      "list.yaml",
      "apiVersion: v1\nkind: List\nitems:\n- &p\n  apiVersion: v1\n  kind: Pod\n  metadata: {name: a, namespace: shop}\n- *p\n",
    ],
    ["gzip", "pod.json.gz", gzipSync(JSON.stringify(POD))],
    [
      "CRLF",
      "crlf.yaml",
      "---\r\napiVersion: v1\r\nkind: Pod\r\nmetadata:\r\n  name: a\r\n  namespace: shop\r\n---\r\n",
    ],
  ])("may be %s", async (_, name, content) => {
    expect(names(await observe([files.write(name, content)]))).toEqual(["Pod shop/a"]);
  });

  it("may be standard input", async () => {
    const observation = await observe(["-"], { stdin: chunks(YAML, 7) });
    expect(names(observation)).toEqual(["ConfigMap default/c", "Node /n1"]);
    const [map, node] = observation.resources;
    expect(
      await locate([
        { origin: map?.origin ?? NOWHERE, path: ["metadata", "name"] },
        { origin: node?.origin ?? NOWHERE, path: ["kind"] },
      ]),
    ).toEqual([5, 8]);
  });

  it("may be a directory, in which links are not followed", async () => {
    const root = "tree";
    files.write("outside/secret.yaml", YAML.replace("name: c", "name: outside"));
    files.write(`${root}/a.yaml`, YAML);
    files.write(`${root}/b/pods.json`, JSON.stringify({ kind: "List", apiVersion: "v1", items: [POD] }));
    files.write(`${root}/b/README.md`, "# no\n");
    files.write(`${root}/b/main.tf`, "x\n");
    files.write(`${root}/empty.yaml`, "");
    files.write(`${root}/node_modules/x.yaml`, YAML.replace("name: c", "name: module"));
    symlinkSync("..", join(files.path, root, "loop"));
    symlinkSync(join(files.path, "outside"), join(files.path, root, "outside"));
    symlinkSync(join(files.path, "outside/secret.yaml"), join(files.path, root, "link.yaml"));
    const observation = await observe([join(files.path, root)]);
    expect(names(observation)).toEqual(["ConfigMap default/c", "Node /n1", "Pod shop/a"]);
    const at = (path: string) => join(files.path, root, path);
    expect(places(observation)).toEqual([
      `read ${at("b/README.md")}, ${at("b/main.tf")}: skipped: neither YAML nor JSON nor an archive by its name`,
      `read ${at("empty.yaml")}: skipped: empty`,
      `read ${at("link.yaml")}, ${at("loop")}, ${at("outside")}: skipped: a link: links are not followed`,
    ]);
  });

  it("may be an archive, such as a Velero backup", async () => {
    const json = JSON.stringify({ ...POD, kind: undefined, apiVersion: undefined });
    const whole = JSON.stringify(POD, null, 2);
    files.write("backup/metadata/version", "1\n");
    for (const layout of ["", "v1-preferredversion/"]) {
      files.write(`backup/resources/pods/${layout}namespaces/shop/a.json`, whole);
      files.write(`backup/resources/nodes/${layout}cluster/n1.json`, JSON.stringify(NODE));
    }
    expect(json).not.toContain("kind");
    for (const gzip of [false, true]) {
      const archive = join(files.path, `backup.${gzip ? "tgz" : "tar"}`);
      await create({ gzip, file: archive, cwd: join(files.path, "backup") }, ["metadata", "resources"]);
      const observation = await observe([archive]);
      expect(names(observation)).toEqual(["Node /n1", "Pod shop/a"]);
      const pod = observation.resources.find(({ ref }) => ref.kind === "Pod");
      expect(pod?.manifests).toEqual([]);
      expect(pod?.origin).toMatchObject({
        source: `${archive}!resources/pods/namespaces/shop/a.json`,
        line: 1,
      });
      expect(await locate([{ origin: pod?.origin ?? NOWHERE, path: ["spec", "nodeName"] }])).toEqual([10]);
      expect(places(observation).filter((place) => !place.startsWith("read"))).toEqual([]);
    }
  });

  it("may be what kubectl cluster-info dump writes, or prints", async () => {
    const list = (kind: string, items: unknown[]) =>
      JSON.stringify({ kind, apiVersion: "v1", metadata: {}, items }, null, 4);
    const bare = { metadata: POD.metadata, spec: POD.spec };
    files.write("dump/nodes.json", list("NodeList", [{ metadata: NODE.metadata }]));
    files.write("dump/shop/pods.json", list("PodList", [bare]));
    files.write("dump/shop/services.json", list("ServiceList", []));
    files.write("dump/shop/a/logs.txt", "==== START logs for container x of pod shop/a ====\nkind: Pod\n");
    const dumped = await observe([join(files.path, "dump")]);
    expect(names(dumped)).toEqual(["Node /n1", "Pod shop/a"]);
    expect(coverageOf(dumped.coverage, "Service")).toEqual({
      subject: { kind: "Service" },
      status: "read",
      count: 0,
    });
    expect(dumped.coverage.entries.some(({ reason }) => reason?.includes("--all-namespaces"))).toBe(false);
    files.write("dump-of-two/nodes.json", list("NodeList", [{ metadata: NODE.metadata }]));
    files.write("dump-of-two/default/pods.json", list("PodList", []));
    files.write("dump-of-two/kube-system/pods.json", list("PodList", []));
    const two = await observe([join(files.path, "dump-of-two")]);
    expect(coverageOf(two.coverage, "Pod")).toMatchObject({
      status: "partial",
      reason: expect.stringContaining("without --all-namespaces"),
    });
    expect(coverageOf(two.coverage, "Node").status).toBe("read");
    const printed = `${list("NodeList", [])}\n${list("PodList", [bare])}\n==== START logs for container x of pod shop/a ====\n{"kind":\n==== END logs for container x of pod shop/a ====\n`;
    const read = await observe(["-"], { stdin: chunks(printed, 33) });
    expect(names(read)).toEqual(["Pod shop/a"]);
    expect(places(read)).toEqual([]);
    expect(coverageOf(read.coverage, "Node").status).toBe("read");
    expect(coverageOf(read.coverage, "Ingress.networking.k8s.io").status).toBe("absent");
  });
});

describe("what cannot be read", () => {
  it("is reported with its place, and the rest goes on", async () => {
    const path = files.write(
      "broken.yaml",
      `${YAML}---\nmetadata: [\n  name: "x\n---\nkind: Pod\napiVersion: v1\nmetadata: {name: last}\n`,
    );
    const observation = await observe([path]);
    expect(names(observation)).toEqual(["ConfigMap default/c", "Node /n1", "Pod default/last"]);
    expect(places(observation)).toEqual([
      expect.stringMatching(/^unreadable .*broken\.yaml:1[0-9]: no valid YAML: /),
    ]);
  });

  it("is one item of a list", async () => {
    const json = files.write(
      "broken.json",
      `{"apiVersion":"v1","kind":"List","items":[\n${JSON.stringify(POD)},\n{"kind": "Pod",\n "metadata": {"password" "hunter2"}},\n${JSON.stringify(NODE)}]}`,
    );
    const fromJson = await observe([json]);
    expect(names(fromJson)).toEqual(["Node /n1", "Pod shop/a"]);
    expect(places(fromJson)).toEqual([`unreadable ${json}:4: no valid JSON: a colon after a key is missing`]);
    const yaml = files.write(
      "broken-list.yaml",
      "kind: List\napiVersion: v1\nitems:\n- kind: Node\n  apiVersion: v1\n  metadata: {name: n1}\n- kind: 'Pod\n- kind: Node\n  apiVersion: v1\n  metadata: {name: m}\n",
    );
    const fromYaml = await observe([yaml]);
    expect(names(fromYaml)).toEqual(["Node /m", "Node /n1"]);
    expect(places(fromYaml)).toEqual([
      expect.stringMatching(/^unreadable .*broken-list\.yaml:[78]: no valid YAML/),
    ]);
  });

  it("never quotes the text", async () => {
    const yaml = files.write(
      "quote.yaml",
      `${YAML}---\na: *hunter2\n---\nb: [hunter2\n---\nc: !<hunter2 x\n---\n- hunter2: "hunter2\n`,
    );
    const json = files.write(
      "quote.json",
      `${JSON.stringify(POD)}\n{"password": hunter2}\nhunter2\n{"a": "hunter2`,
    );
    const observation = await observe([yaml, json]);
    expect(places(observation).length).toBeGreaterThan(5);
    expect(JSON.stringify(observation.coverage)).not.toContain("hunter2");
  });

  it("is a chart's template: the message says what to do", async () => {
    const path = files.write(
      "chart/deployment.yaml",
      `${YAML}---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ include "x" . }}\n`,
    );
    expect(places(await observe([path]))).toEqual([expect.stringContaining("helm template")]);
  });

  it("is told from what is no object of a cluster", async () => {
    const path = files.write(
      "mixed.yaml",
      `${YAML}---\nreplicas: 3\n---\napiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a]\n`,
    );
    expect(places(await observe([path]))).toEqual([
      `read ${path}:11: skipped: not a Kubernetes object`,
      `read ${path}:13: skipped: Kustomization has no name: a configuration file, not an object of the cluster`,
    ]);
  });

  it.each([
    ["missing.yaml", undefined, /missing\.yaml does not exist/],
    ["empty.yaml", "", /empty\.yaml holds no Kubernetes object .*is empty/],
    ["comments.yaml", "# nothing\n", /comments\.yaml holds no Kubernetes object: give/],
    ["values.yaml", "replicas: 3\n", /values\.yaml holds no Kubernetes object: give/],
    [
      "broken.yaml",
      "a: [\n",
      /broken\.yaml holds no Kubernetes object that can be read \(.*line 2: no valid YAML/,
    ],
    [
      "empty-list.json",
      '{"kind":"List","apiVersion":"v1","items":[]}',
      /empty-list\.json holds no Kubernetes object/,
    ],
    ["binary.yaml", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0]), /is a binary file/],
    ["backup.zip", Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), /is a zip archive: unpack it/],
    ["utf16.yaml", Buffer.from("\ufeffkind: Pod", "utf16le"), /UTF-16/],
    ["cut.json.gz", gzipSync(Buffer.from(JSON.stringify(POD).repeat(100))).subarray(0, 60), /ends too early/],
  ])("ends the run when it is all there is: %s", async (name, content, message) => {
    const path = join(files.path, "alone", name);
    if (content !== undefined) files.write(`alone/${name}`, content);
    await expect(observe([path])).rejects.toThrow(message);
    await expect(observe([path])).rejects.toMatchObject({ name: "UserError" });
  });

  it("ends the run when a directory is empty", async () => {
    mkdirSync(join(files.path, "nothing"), { recursive: true });
    await expect(observe([join(files.path, "nothing")])).rejects.toThrow(
      /nothing holds no Kubernetes object/,
    );
  });

  it("is nothing at all when the run is aborted", async () => {
    const path = files.write("abort.yaml", YAML);
    await expect(observe([path], { signal: AbortSignal.abort() })).rejects.toThrow();
  });
});

const NOWHERE = { kind: "live", source: "nowhere" } as const;
