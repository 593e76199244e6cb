import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UserError } from "../../../errors.ts";
import type { JsonObject } from "../../../world/json.ts";
import type { Credentials } from "./credentials.ts";
import { execCredentials } from "./exec-credentials.ts";
import type { KubeconfigEntry } from "./kubeconfig.ts";

let directory: string;
const signal = new AbortController().signal;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "replatform-exec-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function plugin(script: string, exec: JsonObject = {}, cluster: JsonObject = {}): Credentials {
  const path = join(directory, "plugin");
  writeFileSync(path, `#!/bin/sh\necho called >> "${directory}/calls"\n${script}\n`);
  writeFileSync(join(directory, "calls"), "");
  chmodSync(path, 0o755);
  const entry = (name: string, fields: JsonObject): KubeconfigEntry => ({
    name,
    fields,
    file: join(directory, "config"),
  });
  const user = entry("jane", {
    exec: { apiVersion: "client.authentication.k8s.io/v1", command: "./plugin", ...exec },
  });
  return execCredentials(user, entry("c", cluster), {});
}

function calls(): number {
  return readFileSync(join(directory, "calls"), "utf8").split("\n").length - 1;
}

const TOKEN = `printf '{"kind":"ExecCredential","status":{"token":"%s"}}'`;

describe("a credential plugin", () => {
  test("is found beside the kubeconfig, gets arguments and environment, and is asked once", async () => {
    const script = `${TOKEN} "$1-$PROFILE"`;
    const credentials = plugin(script, { args: ["login"], env: [{ name: "PROFILE", value: "prod" }] });
    const both = await Promise.all([credentials.current(signal), credentials.current(signal)]);
    expect(both.map(({ headers }) => headers)).toEqual([
      { authorization: "Bearer login-prod" },
      { authorization: "Bearer login-prod" },
    ]);
    expect(calls()).toBe(1);
  });

  test("is told about the request, and the cluster where it wants to know", async () => {
    const script = `${TOKEN} "$(printf '%s' "$KUBERNETES_EXEC_INFO" | base64 | tr -d '\\n')"`;
    const cluster = {
      server: "https://api.example.com:6443",
      "certificate-authority": "left/out",
      extensions: [{ name: "client.authentication.k8s.io/exec", extension: { audience: "x" } }],
    };
    const { headers } = await plugin(script, { provideClusterInfo: true }, cluster).current(signal);
    const info = Buffer.from((headers.authorization ?? "").replace("Bearer ", ""), "base64").toString("utf8");
    expect(JSON.parse(info)).toEqual({
      kind: "ExecCredential",
      apiVersion: "client.authentication.k8s.io/v1",
      spec: {
        interactive: false,
        cluster: { server: "https://api.example.com:6443", config: { audience: "x" } },
      },
    });
  });

  test("is asked again when its credential has expired, by all that notice at once only once", async () => {
    const credentials = plugin(
      `printf '{"status":{"token":"t%s","expirationTimestamp":"2020-01-01T00:00:00Z"}}' "$(wc -l < ${directory}/calls | tr -d ' ')"`,
    );
    await credentials.current(signal);
    expect(calls()).toBe(1);
    const again = await Promise.all([1, 2, 3].map(() => credentials.current(signal)));
    expect(new Set(again.map(({ headers }) => headers.authorization)).size).toBe(1);
    expect(calls()).toBe(2);
  });

  test("is asked for another credential once, however many requests were refused", async () => {
    const credentials = plugin(`${TOKEN} "t$(wc -l < ${directory}/calls | tr -d ' ')"`);
    const refused = await credentials.current(signal);
    const renewed = await Promise.all([1, 2, 3].map(() => credentials.renewed(refused, signal)));
    expect(renewed.map((credential) => credential?.headers.authorization)).toEqual(
      Array(3).fill("Bearer t2"),
    );
    expect(calls()).toBe(2);
  });

  test("may give a client certificate", async () => {
    const script = `printf '{"status":{"clientCertificateData":"CERT","clientKeyData":"KEY"}}'`;
    expect(await plugin(script).current(signal)).toEqual({ certificate: "CERT", key: "KEY", headers: {} });
  });

  test("ends with the work", async () => {
    const controller = new AbortController();
    const asked = plugin("sleep 30").current(controller.signal);
    setTimeout(() => controller.abort(new Error("Ctrl-C")), 50);
    await expect(asked).rejects.toThrow("Ctrl-C");
  });
});

describe("a credential plugin that does not work", () => {
  test.each<[string, string, JsonObject, RegExp]>([
    [
      "is missing",
      "",
      { command: "no-such-plugin", installHint: "brew install it" },
      /no-such-plugin.*not installed.*brew install it/,
    ],
    ["has no command", "", { command: "" }, /exec plugin without a command/],
    ["needs a person where there is none", "", { interactiveMode: "Always" }, /no terminal to ask at/],
    ["fails", "echo 'session over, log in' >&2; exit 3", {}, /failed \(status 3\): session over, log in/],
    ["prints something else", "echo hello", {}, /gave no ExecCredential/],
    ["gives nothing", `printf '{"status":{}}'`, {}, /gave no ExecCredential/],
  ])("is named where it %s", async (_name, script, exec, message) => {
    const ask = async () => plugin(script, exec).current(signal);
    await expect(ask()).rejects.toThrow(message);
    await expect(ask()).rejects.toThrow(UserError);
  });

  test("is quoted without tokens and terminal escapes", async () => {
    const token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJlLXNpZ25hdHVyZQ";
    const ask = plugin(`printf 'bad \\033[31mtoken ${token}' >&2; exit 1`).current(signal);
    await expect(ask).rejects.toThrow(/bad \[31mtoken \[left out\]/);
  });
});
