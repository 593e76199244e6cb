import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { replatform } from "../support/cli.ts";

/** `replatform entries` as a person runs it, on the bundled shop and on what somebody else wrote. */

const folder = mkdtempSync(join(tmpdir(), "replatform-entries-"));
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(() => {
  writeFileSync(
    join(folder, "dns.yaml"),
    `apiVersion: replatform.io/v1alpha1
kind: DnsAnswers
records:
  - { name: shop.example.com, ttl: 300, addresses: [203.0.113.21] }
  - { name: api.example.com, ttl: 300, addresses: [192.0.2.77] }
`,
  );
});

it("says by which address visitors get to a host, and as whom", async () => {
  const { stdout, stderr, code } = await replatform([
    "entries",
    "examples/shop",
    "--assume-complete",
    "--host",
    "shop.example.com",
  ]);
  expect(code).toBe(0);
  expect(stderr).toContain("DNS was not looked at");
  expect(stdout).toContain("443/TCP by host-port");
  expect(stdout).toContain(
    "shop.example.com/images -> Service shop/image-resizer:http  (Ingress shop/frontend)",
  );
  expect(stdout).not.toContain("api.example.com");
});

it("gives one object for each host, path and entry, in a state and mode asked for", async () => {
  const args = [
    "entries",
    "examples/shop",
    "--assume-complete",
    "--state",
    "traffic-switching",
    "--mode",
    "proxy-protocol",
  ];
  const { stdout, stderr } = await replatform([...args, "--dns", join(folder, "dns.yaml"), "-o", "json"]);
  expect(stderr).not.toContain("DNS was not looked at");
  const rows = JSON.parse(stdout) as Record<string, unknown>[];
  const https = rows.filter(
    (row) => row.host === "shop.example.com" && row.path === "/" && row.listener === "https",
  );
  expect(https.map(({ verdict, used, controllerSees }) => [verdict, used, controllerSees])).toEqual([
    ["refused", "yes", "unknown"],
    ["reachable", "yes", "client"],
  ]);
});

it("names the states there are where one is asked for that is not", async () => {
  const { stderr, code } = await replatform([
    "entries",
    "examples/shop",
    "--assume-complete",
    "--state",
    "nowhere",
  ]);
  expect(code).toBe(1);
  expect(stderr).toContain("there is no state nowhere: the move has v1, load-balancer-attached");
});

it("shows names made to mislead as what they are", async () => {
  writeFileSync(
    join(folder, "hostile.yaml"),
    `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: "a\\u001b[31m", namespace: b }
spec: { rules: [{ host: "x\\u202e.example", http: { paths: [{ path: "/\\u0007", backend: { service: { name: "=cmd()", port: { number: 1 } } } }] } }] }
`,
  );
  const { stdout } = await replatform(["entries", join(folder, "hostile.yaml"), "--assume-complete"]);
  expect(stdout).toContain("Served by nobody");
  expect(stdout).not.toMatch(/[\u0007\u001b\u202e]/);
});

it("names what it could not read, so that an empty list is no proof", async () => {
  const broken = join(folder, "broken.yaml");
  writeFileSync(broken, "apiVersion: v1\nkind: Service\nmetadata: { name: a }\n---\n{ broken: [\n");
  const { stdout, stderr, code } = await replatform(["entries", broken]);
  expect(code).toBe(0);
  expect(stdout).toContain("as far as could be read");
  expect(stderr).toContain("not read, so ways may be missing or wrong: Node (absent)");
  expect(stderr).toMatch(/broken\.yaml:\d+ \(no valid YAML/);
});
