import { describe, expect, test } from "vitest";
import { UserError } from "../../../errors.ts";
import type { JsonObject } from "../../../world/json.ts";
import type { KubeconfigEntry } from "./kubeconfig.ts";
import { userCredentials } from "./user-credentials.ts";

const signal = new AbortController().signal;
const cluster: KubeconfigEntry = { name: "c", fields: {}, file: "/home/jane/.kube/config" };

function user(fields: JsonObject): KubeconfigEntry {
  return { name: "jane", fields, file: "/home/jane/.kube/config" };
}

function jwt(claims: object): string {
  return `h.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.secret`;
}

describe("a token that kubectl keeps (auth-provider)", () => {
  const future = Math.floor(Date.now() / 1000) + 3600;

  test.each([
    ["OIDC", { name: "oidc", config: { "id-token": jwt({ exp: future }), "refresh-token": "r" } }],
    ["Google", { name: "gcp", config: { "access-token": "a.b", expiry: "2999-01-01T00:00:00Z" } }],
    ["Azure", { name: "azure", config: { "access-token": "a", "expires-on": String(future) } }],
  ])("is used while it is valid: %s", async (_name, provider) => {
    const credentials = await userCredentials(user({ "auth-provider": provider }), cluster);
    const token = Object.values(provider.config)[0];
    expect((await credentials.current(signal)).headers).toEqual({ authorization: `Bearer ${token}` });
  });

  test.each([
    [
      "has expired",
      { name: "oidc", config: { "id-token": jwt({ exp: 1_700_000_000 }), "refresh-token": "r" } },
      /expired on 2023-11-14/,
    ],
    ["is missing", { name: "oidc", config: { "refresh-token": "r" } }, /is missing/],
    [
      "has expired, as written beside it",
      { name: "gcp", config: { "access-token": "a", expiry: "2020-01-01T00:00:00Z" } },
      /expired on 2020/,
    ],
  ])("is left to kubectl to renew where it %s", async (_name, provider, message) => {
    const open = () => userCredentials(user({ "auth-provider": provider }), cluster);
    await expect(open()).rejects.toThrow(message);
    await expect(open()).rejects.toThrow(/Run `kubectl version` with this context once/);
    await expect(open()).rejects.toThrow(UserError);
    await expect(open()).rejects.not.toThrow(/secret/);
  });
});

describe("a user", () => {
  test.each([
    [
      "a certificate that is none",
      { "client-certificate-data": "bm8=", "client-key-data": "c2VjcmV0" },
      /is no certificate in PEM form/,
    ],
    [
      "a certificate file that is missing",
      { "client-certificate": "gone.crt" },
      /Cannot read \/home\/jane\/.kube\/gone.crt \(ENOENT\)/,
    ],
  ])("with %s is refused without quoting it", async (_name, fields, message) => {
    const open = () => userCredentials(user(fields), cluster);
    await expect(open()).rejects.toThrow(message);
    await expect(open()).rejects.not.toThrow(/c2VjcmV0|secret/);
  });

  test("without anything to log in with is anonymous, and the reason when that is refused", async () => {
    const credentials = await userCredentials(user({}), cluster);
    expect(await credentials.current(signal)).toEqual({ headers: {} });
    expect(credentials.fault({ headers: {} })).toContain("neither token nor certificate");
  });

  test("is described without a secret", async () => {
    const credentials = await userCredentials(user({ token: "secret" }), cluster);
    expect(credentials.description).toBe("user jane (token)");
  });

  test("whose token file is missing is told which", async () => {
    const credentials = await userCredentials(user({ tokenFile: "gone" }), cluster);
    await expect(credentials.current(signal)).rejects.toThrow(
      "Cannot read the token file /home/jane/.kube/gone (ENOENT)",
    );
  });
});
