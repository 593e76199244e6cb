import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readerBinding, readOnlyClusterRole } from "../../src/observe/live/rbac.ts";
import { readCluster } from "../../src/observe/live/read-cluster.ts";
import { groupKind, type KubeObject } from "../../src/world/resource.ts";
import { CONTROL_PLANE_PARTS, type ControlPlane, startControlPlane } from "../support/control-plane.ts";
import { describeWithParts } from "../support/parts.ts";
import { type RecordingCollector, recordingCollector } from "./recording-collector.ts";
import { CUSTOM_GROUP, SHOP } from "./shop.ts";

/** Everything but what the control plane does of its own accord: requests of those who read. */
const AUDIT_POLICY = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: Metadata
  userGroups: [readers]
- level: None
`;

describeWithParts("a real API server", [...CONTROL_PLANE_PARTS, "kube-controller-manager"], () => {
  let plane: ControlPlane;
  let directory: string;
  let auditLog: string;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "replatform-audit-"));
    auditLog = join(directory, "audit.log");
    writeFileSync(join(directory, "policy.yaml"), AUDIT_POLICY);
    plane = await startControlPlane({
      users: ["reader", "named", "careful", "developer", "nobody"].map((name) => ({
        name,
        groups: ["readers"],
      })),
      controllers: ["clusterrole-aggregation"], // fills the role `view`
      serverArguments: [
        `--audit-policy-file=${join(directory, "policy.yaml")}`,
        `--audit-log-path=${auditLog}`,
      ],
    });
    await apply(SHOP.crds);
    await plane.kubectl(["wait", "--for=condition=Established", "crd", "--all", "--timeout=30s"]);
    await apply(SHOP.objects);
  });
  afterAll(async () => {
    await plane?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  async function apply(objects: readonly object[]): Promise<void> {
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: objects });
    await plane.kubectl(["create", "-f", "-"], { input: list });
  }

  async function readAs(
    user: string,
    options: { namespaces?: string[]; needs?: string[] } = {},
  ): Promise<RecordingCollector> {
    const collector = recordingCollector();
    const kubeconfig = await plane.kubeconfigFor(user);
    await readCluster({ kubeconfig, collector, signal: new AbortController().signal, ...options });
    return collector;
  }

  async function bind(user: string, role: object & { metadata?: object }): Promise<void> {
    const name = `test-${user}`;
    await apply([
      { ...role, metadata: { name } },
      {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRoleBinding",
        metadata: { name },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
        subjects: [{ kind: "User", apiGroup: "rbac.authorization.k8s.io", name: user }],
      },
    ]);
  }

  /** What kubectl sees as the administrator. */
  async function kubectlList(resources: readonly string[]): Promise<KubeObject[]> {
    const text = await plane.kubectl(["get", "-A", resources.join(","), "-o", "json"]);
    return (JSON.parse(text) as { items: KubeObject[] }).items;
  }

  test("the printed ClusterRole is enough to read everything, custom resources included", async () => {
    await bind("reader", readOnlyClusterRole());
    const collector = await readAs("reader");
    expect(collector.covered.filter(({ status }) => status !== "read")).toEqual([]);
    const listed = await kubectlList(await listableResources(plane));
    expect(collector.objects.map(identity).sort()).toEqual(listed.map(identity).sort());
    expect(collector.info).toEqual({ gitVersion: plane.version, hosts: ["127.0.0.1"] });
    expect([...collector.origins]).toEqual(["live replatform-test"]);
    expect(
      collector.objects.every(({ apiVersion, kind }) => apiVersion !== undefined && kind !== undefined),
    ).toBe(true);
  });

  test("each object is read once, however many versions and groups show it", async () => {
    const collector = await readAs("reader");
    const uids = collector.objects.map(({ metadata }) => metadata.uid);
    expect(new Set(uids).size).toBe(uids.length);
    expect(collector.names("Ingress")).toEqual(["shop/web"]);
    expect(collector.objects.find(({ kind }) => kind === "Ingress")?.apiVersion).toBe("networking.k8s.io/v1");
    expect(collector.objects.find(({ kind }) => kind === "Widget")?.apiVersion).toBe(`${CUSTOM_GROUP}/v1`);
    expect(collector.names("Event")).toEqual([]);
  });

  test("the role that names everything reads the same, where the custom groups are named", async () => {
    await bind("named", readOnlyClusterRole({ customGroups: [CUSTOM_GROUP] }));
    const collector = await readAs("named");
    expect(collector.covered.filter(({ status }) => status !== "read")).toEqual([]);
  });

  test("the role without Secrets leaves them, and custom resources nobody named, unread", async () => {
    await bind("careful", readOnlyClusterRole({ secrets: false }));
    const collector = await readAs("careful");
    const gaps = collector.covered.filter(({ status }) => status !== "read");
    expect(gaps.map(({ subject }) => subject)).toEqual([
      { kind: "Secret" },
      { kind: `Widget.${CUSTOM_GROUP}` },
    ]);
    expect(collector.entry("Secret")).toMatchObject({
      status: "forbidden",
      count: 0,
      place: "GET /api/v1/secrets",
      reason: expect.stringMatching(/"list" secrets.*Helm releases.*replatform rbac/),
    });
  });

  test("a user of one namespace reads that one, and is told what is missing", async () => {
    await plane.kubectl([
      "create",
      "rolebinding",
      "-n",
      "shop",
      "dev",
      "--clusterrole=view",
      "--user=developer",
    ]);
    const collector = await readAs("developer", { namespaces: ["shop", "other"] });
    expect(collector.entry("Deployment.apps")).toMatchObject({
      status: "partial",
      count: 1,
      reason: expect.stringContaining("only in namespaces (shop)"),
    });
    expect(collector.names("Deployment")).toEqual(["shop/web"]);
    expect(collector.names("Namespace")).toEqual(["/shop"]);
    expect(collector.entry("Secret")?.status).toBe("forbidden"); // `view` has none
    expect(collector.entry("Node")?.status).toBe("forbidden");
    expect(collector.covered.some(({ status }) => status === "read")).toBe(false);
  });

  test("whoever may list namespaces, and in every one of them, has read everything in them", async () => {
    await plane.kubectl(["create", "clusterrole", "namespaces", "--verb=list", "--resource=namespaces"]);
    await plane.kubectl([
      "create",
      "clusterrolebinding",
      "dev",
      "--clusterrole=namespaces",
      "--user=developer",
    ]);
    const some = await readAs("developer");
    expect(some.entry("ConfigMap")?.reason).toContain("only in 1 of 5 namespaces (shop)");
    for (const { metadata } of await kubectlList(["namespaces"])) {
      const namespace = metadata.name;
      if (namespace === "shop") continue;
      await plane.kubectl([
        "create",
        "rolebinding",
        "-n",
        namespace,
        "dev",
        "--clusterrole=view",
        "--user=developer",
      ]);
    }
    const all = await readAs("developer");
    expect(all.entry("ConfigMap")).toMatchObject({ status: "read" });
    expect(all.names("ConfigMap")).toHaveLength((await kubectlList(["configmaps"])).length);
  });

  test("a user without any right gets coverage, not an error", async () => {
    const collector = await readAs("nobody", { needs: ["Pod", "Unheard.example.org"] });
    expect(collector.objects).toEqual([]);
    expect(collector.entry("Pod")?.status).toBe("forbidden");
    expect(collector.entry("Unheard.example.org")).toMatchObject({ status: "read", count: 0 });
    expect(collector.covered.filter(({ status }) => status === "read")).toHaveLength(1);
  });

  test("nothing but list and get was ever asked for", async () => {
    const entries = (await readFile(auditLog, "utf8"))
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as { verb: string; requestURI: string; userAgent?: string });
    const ours = entries.filter(({ userAgent }) => userAgent === "replatform");
    expect(ours.length).toBeGreaterThan(300);
    expect(new Set(ours.map(({ verb }) => verb))).toEqual(new Set(["get", "list"]));
    expect(
      ours.filter(({ requestURI }) => /\/(log|exec|proxy|attach|portforward)\b/.test(requestURI)),
    ).toEqual([]);
  });

  test("the role does not allow to run commands, read logs or change anything", async () => {
    const kubeconfig = await plane.kubeconfigFor("reader");
    const may = async (...what: string[]) =>
      (await plane.tryKubectl(["auth", "can-i", ...what, "-A"], { kubeconfig })).stdout.trim();
    expect(await may("list", "secrets")).toBe("yes");
    for (const [verb, resource] of [
      ["get", "secrets"],
      ["get", "pods/exec"],
      ["get", "pods/log"],
      ["create", "pods/exec"],
      ["get", "nodes/proxy"],
      ["watch", "pods"],
      ["delete", "pods"],
      ["impersonate", "users"],
    ]) {
      expect.soft(await may(verb ?? "", resource ?? ""), `${verb} ${resource}`).toBe("no");
    }
  });

  test("the binding gives the role to a service account", async () => {
    await apply([readOnlyClusterRole(), ...readerBinding("shop", "replatform")]);
    const kubeconfig = await plane.kubeconfigFor({ namespace: "shop", serviceAccount: "replatform" });
    const collector = recordingCollector();
    await readCluster({ kubeconfig, collector, signal: new AbortController().signal });
    expect(collector.covered.filter(({ status }) => status !== "read")).toEqual([]);
  });
});

function identity({ apiVersion, kind, metadata }: KubeObject): string {
  return `${groupKind(apiVersion, kind)} ${metadata.namespace ?? ""}/${metadata.name}`;
}

/** By kubectl's own discovery, without what is left out and second views. */
async function listableResources(plane: ControlPlane): Promise<string[]> {
  const text = await plane.kubectl(["api-resources", "--verbs=list", "-o", "name"]);
  return text
    .trim()
    .split("\n")
    .filter((name) => !/^(events|componentstatuses|.*\.extensions)(\.|$)/.test(name));
}
