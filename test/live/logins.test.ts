import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readCluster } from "../../src/observe/live/read-cluster.ts";
import { pods } from "./fake-objects.ts";
import { type FakeServer, type Handler, json, startFakeServer, status } from "./fake-server.ts";
import { type Identity, makeCertificate } from "./make-certificate.ts";
import { recordingCollector } from "./recording-collector.ts";

// TLS and logins from a kubeconfig to the wire. Real TLS on both ends; only the API behind it is played.

let directory: string;
let server: FakeServer;
const authority = makeCertificate({ commonName: "kubernetes-ca" });
const serving = makeCertificate({ commonName: "kube-apiserver", ips: ["127.0.0.1"], issuer: authority });

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "replatform-logins-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));
afterEach(() => server?.stop());

const base64 = (text: string): string => Buffer.from(text).toString("base64");

async function start(identity: Identity = serving, requireClient = false): Promise<void> {
  server = await startFakeServer([pods(2)], {
    cert: identity.certificate,
    key: identity.key,
    ca: authority.certificate,
    requestCert: true,
    rejectUnauthorized: requireClient,
  });
}

/** Writes a kubeconfig for the server and reads through it. */
async function read(
  user: object = { token: "secret-token" },
  cluster: object = { "certificate-authority-data": base64(authority.certificate) },
): Promise<ReturnType<typeof recordingCollector>> {
  const kubeconfig = join(directory, "config");
  const content = {
    "current-context": "prod",
    clusters: [{ name: "c", cluster: { server: server.url.href, ...cluster } }],
    users: [{ name: "someone", user }],
    contexts: [{ name: "prod", context: { cluster: "c", user: "someone" } }],
  };
  writeFileSync(kubeconfig, JSON.stringify(content));
  const collector = recordingCollector();
  await readCluster({ kubeconfig, collector, signal: new AbortController().signal });
  return collector;
}

describe("the server's certificate", () => {
  test("is accepted where the kubeconfig's authority signed it", async () => {
    await start();
    expect((await read()).entry("Pod")).toMatchObject({ status: "read", count: 2 });
  });

  test.each([
    [
      "another authority signed it",
      {},
      () => makeCertificate({ commonName: "other" }),
      /not signed by an authority/,
    ],
    [
      "it has expired",
      { to: new Date(Date.now() - 3_600_000) },
      () => authority,
      /not valid now \(CERT_HAS_EXPIRED\)/,
    ],
    [
      "it is for another name",
      { ips: ["127.0.0.9"] },
      () => authority,
      /is for other names: .*tls-server-name/,
    ],
  ])("is refused where %s", async (_name, options, trusted, message) => {
    const identity = makeCertificate({
      commonName: "api",
      ips: ["127.0.0.1"],
      issuer: authority,
      ...options,
    });
    await start(identity);
    const cluster = { "certificate-authority-data": base64(trusted().certificate) };
    await expect(read({ token: "secret-token" }, cluster)).rejects.toThrow(message);
    await expect(read({ token: "secret-token" }, cluster)).rejects.not.toThrow(/secret-token/);
    expect(server.requests).toEqual([]);
  });

  test("may have the name tls-server-name gives, or any where verification is off", async () => {
    await start(makeCertificate({ commonName: "api", names: ["kubernetes"], issuer: authority }));
    const ca = { "certificate-authority-data": base64(authority.certificate) };
    const named = await read({ token: "t" }, { ...ca, "tls-server-name": "kubernetes" });
    expect(named.info.hosts).toEqual(["127.0.0.1", "kubernetes"]);
    const unverified = await read({ token: "t" }, { "insecure-skip-tls-verify": true });
    expect(unverified.entry("Pod")?.status).toBe("read");
  });
});

describe("a login", () => {
  const client = makeCertificate({
    commonName: "admin",
    organizations: ["system:masters"],
    issuer: authority,
  });
  const certificate = {
    "client-certificate-data": base64(client.certificate),
    "client-key-data": base64(client.key),
  };

  test("by client certificate presents it", async () => {
    await start(serving, true);
    let seen = "";
    server.next("/version", (request, response) => {
      seen = String((request.socket as TLSSocket).getPeerCertificate().subject.CN);
      json(200, { gitVersion: "v1.25.6" })(request, response);
    });
    await read(certificate);
    expect(seen).toBe("admin");
  });

  test("by certificate files finds them beside the kubeconfig", async () => {
    await start(serving, true);
    writeFileSync(join(directory, "client.crt"), client.certificate);
    writeFileSync(join(directory, "client.key"), client.key);
    const collector = await read({ "client-certificate": "client.crt", "client-key": "./client.key" });
    expect(collector.entry("Pod")?.status).toBe("read");
  });

  test("without the certificate the server insists on is explained", async () => {
    await start(serving, true);
    await expect(read({ token: "secret-token" })).rejects.toThrow(/does not accept the client certificate/);
  });

  test("by an expired client certificate is explained", async () => {
    await start();
    const expired = makeCertificate({
      commonName: "admin",
      issuer: authority,
      to: new Date("2024-05-01T12:00:00Z"),
    });
    server.next("/version", status(401, "Unauthorized"));
    const user = {
      "client-certificate-data": base64(expired.certificate),
      "client-key-data": base64(expired.key),
    };
    await expect(read(user)).rejects.toThrow(/401.*the client certificate expired on 2024-05-01/);
  });

  test("by an expired token is explained", async () => {
    await start();
    server.next("/version", status(401, "Unauthorized"));
    const claims = Buffer.from(JSON.stringify({ exp: 1_700_000_000 })).toString("base64url");
    await expect(read({ token: `head.${claims}.secret` })).rejects.toThrow(/the token expired on 2023-11-14/);
  });

  test.each([
    ["token", { token: "t" }, { authorization: "Bearer t" }],
    ["password", { username: "a", password: "b:c" }, { authorization: `Basic ${base64("a:b:c")}` }],
    [
      "impersonation",
      { token: "t", as: "jane", "as-groups": ["dev", "ops"], "as-user-extra": { "example.com/Team": ["x"] } },
      {
        "impersonate-user": "jane",
        "impersonate-group": "dev, ops",
        "impersonate-extra-example.com%2fteam": "x",
      },
    ],
  ])("by %s is sent as headers", async (_name, user, headers) => {
    await start();
    await read(user);
    expect(server.lastHeaders).toMatchObject(headers);
  });

  test("with a token file follows the file when the token in it is replaced", async () => {
    await start();
    const tokenFile = join(directory, "token");
    writeFileSync(tokenFile, "first\n");
    const replace: Handler = (request, response) => {
      writeFileSync(tokenFile, "second\n");
      status(401, "Unauthorized")(request, response);
    };
    server.next("/api/v1/pods", replace);
    await read({ tokenFile: "token" });
    expect(server.lastHeaders.authorization).toBe("Bearer second");
  });
});
