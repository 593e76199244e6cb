import fc from "fast-check";
import { dump } from "js-yaml";
import { describe, expect, it } from "vitest";
import { isSecretName } from "./names.ts";
import { redactObject } from "./redact.ts";
import { redactNamed } from "./value.ts";

function text(value: string): string {
  return (redactObject({ data: { x: value } }) as { data: { x: string } }).data.x;
}

describe("names of secrets", () => {
  it.each([
    "password",
    "DB_PASSWORD",
    "dbPassword",
    "rootpw_token",
    "AWS_SECRET_ACCESS_KEY",
    "api-key",
    "apiKey",
    "client-key-data",
    "POSTGRES_PASSWORD_1",
    "refresh_token",
    "X-Api-Key",
    "accountKey",
    "smtp.password",
    "HTPASSWD",
    "jwtSecret",
    "TOKEN_BASE64",
  ])("%s is one", (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each([
    "name",
    "secretName",
    "tokenExpirationSeconds",
    "PASSWORD_FILE",
    "passwordSecretRef",
    "secretKeyRef",
    "key",
    "imagePullSecrets",
    "nginx.ingress.kubernetes.io/auth-secret",
    "token-ttl",
    "compass",
    "bypass",
    "passthrough",
    "tls-min-version",
    "keyboard",
    "author",
  ])("%s is none", (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});

describe("the value of a secret", () => {
  it.each([
    ["hunter2", "REDACTED"],
    ["https://u:p@10.0.0.1:6443/path", "https://REDACTED@10.0.0.1:6443/REDACTED"],
    ["https://10.0.0.1:6443", "https://10.0.0.1:6443"],
    ["a 10.0.0.0/8 b", "REDACTED 10.0.0.0/8"],
    ["vault.example.com:8200", "vault.example.com:8200"],
    ["$(PASSWORD)", "$(PASSWORD)"],
    ["{{ .Values.password }}", "{{ .Values.password }}"],
    ["/etc/secrets/password", "/etc/secrets/password"],
    ["", ""],
    ["$ecret", "REDACTED"],
    ["true", "true"],
  ])("%j becomes %j", (value, redacted) => {
    expect(redactNamed(value)).toBe(redacted);
    expect(redactNamed(redacted)).toBe(redacted);
  });
});

describe("text", () => {
  it.each([
    "server: https://10.0.0.1:6443",
    "image: registry.example.com/team/app:1.2.3",
    "log_format '$remote_addr - $http_x_forwarded_for';",
    "key: value\nother: 1",
    "ssl_certificate_key /etc/ssl/tls.key;",
    "uses basic authentication with a token from the header",
    "forward . 169.254.25.10 10.0.0.53",
    "whitelist-source-range: 10.0.0.0/8,192.168.0.0/16",
    "secretName: shop-tls\nsecret:\n  name: x",
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "--kubeconfig=/etc/kubernetes/kubeconfig --token-auth-file=/x",
  ])("%j stays as it is", (value) => {
    expect(text(value)).toBe(value);
  });

  const canary = "Zq7CanaryZq7";
  const around = fc.string({ unit: fc.constantFrom(..."ab1 #:'\"{}[]&*!|>%@,\\-\n=$/ü"), maxLength: 6 });
  const hidden = fc
    .tuple(around, around)
    .map(([before, after]) => `${before}${canary}${after}`)
    // A host name in a URL is kept.
    .filter((value) => !value.includes("//"));
  const key = fc.constantFrom("password", "apiKey", "db.token", "CLIENT_SECRET");
  const filler = fc.constantFrom("x", "10.0.0.1", "a: b", "", "multi\nline\n", "it's");
  const settings = fc
    .record({ before: filler, key, hidden, after: filler, nested: fc.boolean() })
    .map((s) => {
      const map = { before: s.before, [s.key]: s.hidden, after: s.after };
      return s.nested ? { list: [{ deeper: map }] } : map;
    });

  it.each([
    ["JSON", (value: unknown) => JSON.stringify(value)],
    ["indented JSON", (value: unknown) => JSON.stringify(value, null, 2)],
    ["JSON in JSON", (value: unknown) => JSON.stringify({ x: JSON.stringify(value) })],
    ["YAML", (value: unknown) => dump(value)],
    ["YAML, folded", (value: unknown) => dump(value, { lineWidth: 20, noArrayIndent: true })],
    ["YAML, quoted", (value: unknown) => dump(value, { forceQuotes: true })],
    ["base64", (value: unknown) => Buffer.from(dump(value)).toString("base64")],
  ])("loses a named secret in %s", (_, write) => {
    fc.assert(
      fc.property(settings, (value) => {
        const redacted = text(write(value));
        expect(redacted).not.toContain(canary);
        expect(Buffer.from(redacted, "base64").toString()).not.toContain(canary);
      }),
      { numRuns: 400 },
    );
  });

  it("is the same when redacted twice", () => {
    fc.assert(
      fc.property(settings, (value) => {
        const once = text(dump(value));
        expect(text(once)).toBe(once);
      }),
      { numRuns: 300 },
    );
  });
});

describe("an object like an earlier one", () => {
  it("is redacted the same, and shares what is equal", () => {
    const pod = (password: string, node: string) => ({
      kind: "Pod",
      spec: { node, containers: [{ env: [{ name: "DB_PASSWORD", value: password }], image: "x" }] },
    });
    const first = redactObject(pod("one", "a"));
    const second = redactObject(pod("two", "b"), first);
    expect(second).toEqual(redactObject(pod("two", "b")));
    expect(JSON.stringify(second)).not.toContain("two");
    const third = redactObject(
      { kind: "Pod", spec: { node: "c", containers: [{ env: [], image: "x" }], tolerations: [{ a: 1 }] } },
      second,
    );
    const fourth = redactObject(
      { kind: "Pod", spec: { node: "d", containers: [{ env: [], image: "x" }], tolerations: [{ a: 1 }] } },
      third,
    );
    expect(fourth.spec.containers).toBe(third.spec.containers);
    expect(fourth.spec).not.toBe(third.spec);
  });

  it("tells a missing field from one that is there", () => {
    const first = redactObject({ a: { x: 1, y: 2 } as Record<string, number> });
    expect(redactObject({ a: { x: 1 } }, first)).toEqual({ a: { x: 1 } });
    expect(redactObject({ a: { x: 1, y: 2, z: 3 } }, first)).toEqual({ a: { x: 1, y: 2, z: 3 } });
    expect(redactObject({ a: [1] }, { a: [1, 2] })).toEqual({ a: [1] });
  });
});
