import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UserError } from "../../../errors.ts";
import { inCluster } from "./in-cluster.ts";
import { openCluster } from "./open-cluster.ts";

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "replatform-open-"));
  mkdirSync(join(home, ".kube"));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const GOOD = `
apiVersion: v1
current-context: prod
preferences: {}
clusters:
- name: c
  cluster: {server: "https://user:pass@api.example.com:6443"}
contexts:
- name: prod
  context: {cluster: c, user: u}
- name: broken
  context: {cluster: gone, user: u}
- name: nobody
  context: {cluster: c, user: gone}
users:
- name: u
  user: {token: secret-token}
`;

function write(text: string): string {
  const path = join(home, "config");
  writeFileSync(path, text);
  return path;
}

const open = (choice: { kubeconfig?: string; context?: string }, env = {}) =>
  openCluster(choice, { env, home });

describe("the cluster to read", () => {
  test("is the default kubeconfig's where nothing else is said", async () => {
    writeFileSync(join(home, ".kube", "config"), GOOD);
    expect(await open({})).toMatchObject({ source: "prod", namespace: undefined });
    rmSync(join(home, ".kube", "config"));
  });

  test("gets no credentials where they would travel in the clear", async () => {
    const path = write(GOOD.replace("https://user:pass@api.example.com:6443", "http://127.0.0.1:8001"));
    const access = await open({ kubeconfig: path });
    expect(await access.credentials.current(new AbortController().signal)).toEqual({ headers: {} });
  });

  test.each<[string, string, { kubeconfig?: string; context?: string }, RegExp]>([
    [
      "an unknown context",
      GOOD,
      { context: "staging" },
      /no context "staging" in .*config\. There is: prod, broken, nobody\./,
    ],
    [
      "a context without its cluster",
      GOOD,
      { context: "broken" },
      /names the cluster "gone", which is not there/,
    ],
    ["a context without its user", GOOD, { context: "nobody" }, /names the user "gone", which is not there/],
    [
      "no current context",
      GOOD.replace("current-context: prod", ""),
      {},
      /No current context is set.*--context: prod, broken/,
    ],
    ["an empty file", "", {}, /has no context/],
    ["a file that is no kubeconfig", "- a\n- b\n", {}, /is no kubeconfig/],
    ["broken YAML", "users:\n- name: u\n  user: {token: secret-token\n", {}, /config:\d+ is no valid YAML/],
    [
      "a server that is no address",
      GOOD.replace("https://user:pass@api.example.com:6443", "not a url"),
      {},
      /no usable server address/,
    ],
    ["another protocol", GOOD.replace("https://user:pass@", "ftp://"), {}, /no usable server address/],
  ])("is not guessed from %s", async (_name, text, choice, message) => {
    const kubeconfig = write(text);
    await expect(open({ kubeconfig, ...choice })).rejects.toThrow(message);
    await expect(open({ kubeconfig, ...choice })).rejects.toThrow(UserError);
    await expect(open({ kubeconfig, ...choice })).rejects.not.toThrow(/secret-token|pass@/);
  });

  test("is asked for where nothing is configured", async () => {
    await expect(open({})).rejects.toThrow(
      /There is no kubeconfig \(looked in .*\.kube\/config\).*--kubeconfig/,
    );
    await expect(open({ kubeconfig: join(home, "gone") })).rejects.toThrow(/gone does not exist/);
  });
});

describe("a pod", () => {
  test("reads the cluster it runs in with its service account", async () => {
    const account = join(home, "account");
    mkdirSync(account);
    writeFileSync(join(account, "ca.crt"), rootCertificates[0] ?? "");
    writeFileSync(join(account, "token"), "first");
    writeFileSync(join(account, "namespace"), "tools\n");
    const env = { KUBERNETES_SERVICE_HOST: "fd00::1", KUBERNETES_SERVICE_PORT: "6443" };
    const access = await inCluster(env, account);
    expect(access).toMatchObject({ source: "the cluster this runs in", namespace: "tools" });
    expect(access?.server.href).toBe("https://[fd00::1]:6443/");
    const { signal } = new AbortController();
    const first = await access?.credentials.current(signal);
    expect(first?.headers).toEqual({ authorization: "Bearer first" });
    expect(await access?.credentials.renewed(first ?? { headers: {} }, signal)).toBeUndefined();
    expect(await inCluster({}, account)).toBeUndefined();
  });
});
