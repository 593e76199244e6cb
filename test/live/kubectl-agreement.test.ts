import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readKubeconfig } from "../../src/observe/live/access/kubeconfig.ts";
import { kubeconfigPaths } from "../../src/observe/live/access/kubeconfig-paths.ts";
import { type ClusterAccess, openCluster } from "../../src/observe/live/access/open-cluster.ts";
import { runKubectl } from "../support/kubectl.ts";
import { describeWithParts, findPart } from "../support/parts.ts";

// kubectl is the oracle: the same files have to mean the same cluster and the same user.
describeWithParts("kubeconfig files", ["kubectl"], () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), "replatform-kubeconfig-"));
    mkdirSync(join(home, "team", "pki"), { recursive: true });
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  function write(name: string, content: object): string {
    const path = join(home, name);
    writeFileSync(path, JSON.stringify({ apiVersion: "v1", kind: "Config", ...content }));
    return path;
  }

  const cluster = (name: string, server: string, more = {}) => ({ name, cluster: { server, ...more } });
  const user = (name: string, token: string) => ({ name, user: { token } });
  const context = (name: string, of: string, as: string, more = {}) => ({
    name,
    context: { cluster: of, user: as, ...more },
  });

  test.each([
    ["in the order given", ["first", "second"]],
    ["in the other order", ["second", "first"]],
    ["with a missing one", ["missing", "second"]],
    ["with one twice", ["first", "first", "second"]],
    ["with an empty one", ["empty", "first"]],
  ])("are put together as kubectl does, %s", async (_name, files) => {
    write("first", {
      "current-context": "a",
      clusters: [
        cluster("c", "https://first.example.com:6443"),
        cluster("only-first", "https://1.example.com"),
      ],
      users: [user("u", "first-token")],
      contexts: [context("a", "c", "u", { namespace: "shop" })],
    });
    write("second", {
      "current-context": "b",
      clusters: [
        cluster("c", "https://second.example.com:6443"),
        cluster("d", "https://second-d.example.com"),
      ],
      users: [user("u", "second-token"), user("v", "second-v")],
      contexts: [context("a", "d", "v"), context("b", "c", "v")],
    });
    writeFileSync(join(home, "empty"), "");
    const list = files.map((file) => join(home, file)).join(":");

    const kubectl = findPart("kubectl") ?? "";
    const { stdout } = await runKubectl(kubectl, home, list, ["config", "view", "--raw", "-o", "json"]);
    const theirs = JSON.parse(stdout) as Record<string, Record<string, unknown>[]>;
    const ours = await readKubeconfig(kubeconfigPaths(undefined, { env: { KUBECONFIG: list }, home }));

    expect(ours.currentContext).toBe(theirs["current-context"]);
    for (const [name, part] of [
      ["clusters", "cluster"],
      ["users", "user"],
      ["contexts", "context"],
    ] as const) {
      const expected = Object.fromEntries((theirs[name] ?? []).map((entry) => [entry.name, entry[part]]));
      const found = Object.fromEntries([...ours[name].values()].map((entry) => [entry.name, entry.fields]));
      expect(found).toEqual(expected);
    }
  });

  test("give the namespace, the server and the token that kubectl would use", async () => {
    const path = write("one", {
      "current-context": "a",
      clusters: [
        cluster("c", "https://api.example.com:6443/k8s/clusters/c-1", { "tls-server-name": "kubernetes" }),
      ],
      users: [user("u", "t")],
      contexts: [context("a", "c", "u", { namespace: "shop" }), context("other", "c", "")],
    });
    const open = (name?: string): Promise<ClusterAccess> =>
      openCluster({ kubeconfig: path, ...(name !== undefined && { context: name }) }, { env: {}, home });
    const access = await open();
    expect(access).toMatchObject({ source: "a", namespace: "shop", tls: { serverName: "kubernetes" } });
    expect(access.server.href).toBe("https://api.example.com:6443/k8s/clusters/c-1");
    expect(await access.credentials.current(new AbortController().signal)).toEqual({
      headers: { authorization: "Bearer t" },
    });
    expect((await open("other")).namespace).toBeUndefined();
  });
});
