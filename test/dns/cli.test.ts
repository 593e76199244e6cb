import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assess } from "../../src/assess.ts";
import { loadProfile } from "../../src/config/profiles.ts";
import type { Guarantee } from "../../src/guarantees/guarantee.ts";
import { createCollector } from "../../src/observe/collector.ts";
import { readSources } from "../../src/observe/files/read-sources.ts";
import type { Observation } from "../../src/observe/observation.ts";
import type { DnsAnswer, DnsObservation } from "../../src/world/dns-records.ts";
import { type CliResult, replatform } from "../support/cli.ts";
import { describeWithParts } from "../support/parts.ts";
import { type NameServers, startNameServers } from "./support/bind.ts";

const directory = mkdtempSync(join(tmpdir(), "replatform-dns-"));
afterAll(() => rmSync(directory, { recursive: true }));
const file = (name: string, text: string): string => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};

const CLUSTER = file(
  "cluster.yaml",
  `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: web }
spec: { rules: [{ host: shop.example }, { host: www.shop.example }, { host: "*.apps.shop.example" }, { host: gone.shop.example }] }
---
apiVersion: v1
kind: Service
metadata: { name: lb, namespace: web, annotations: { external-dns.alpha.kubernetes.io/hostname: lb.shop.example } }
spec: { type: LoadBalancer }
status: { loadBalancer: { ingress: [{ ip: 192.0.2.9 }] } }
---
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: { name: t, namespace: web }
spec: { routes: [{ match: "Host(\`t.shop.example\`)", kind: Rule, services: [{ name: lb, port: 80 }] }] }
`,
);
const NAMES = [
  "*.apps.shop.example",
  "gone.shop.example",
  "lb.shop.example",
  "shop.example",
  "t.shop.example",
  "www.shop.example",
];
const ZONE = `@ NS ns1
ns1 A 192.0.2.53
@ 120 A 192.0.2.1
www 60 CNAME @
*.apps A 192.0.2.2
lb A 192.0.2.9
t A 192.0.2.3
`;

/** Says what the worlds it is given know of names, and judges nothing. */
function witness(seen: (DnsAnswer | undefined)[]): Guarantee {
  return {
    id: "witness",
    promise: "is there",
    needs: [],
    causes: [],
    reads: (world) => [world],
    judge(_, now) {
      seen.push(now.names.lookup("www.shop.example"));
      return [];
    },
  };
}

async function observationOf(path: string): Promise<Observation> {
  const collector = createCollector();
  await readSources([path], collector, { stdin: process.stdin, signal: new AbortController().signal });
  return collector.finish([path], { assumeComplete: false });
}

async function snapshot(
  name: string,
  ...args: string[]
): Promise<CliResult & { dns: DnsObservation | undefined }> {
  const output = join(directory, name);
  const result = await replatform(["snapshot", CLUSTER, "--output-file", output, ...args]);
  if (result.code !== 0) return { ...result, dns: undefined };
  return { ...result, dns: (await observationOf(output)).dns };
}

describe("a snapshot keeps where names lead", () => {
  test("only where somebody asked for it", async () => {
    expect((await snapshot("none")).dns).toBeUndefined();
  });

  test("from a zone file", async () => {
    const zone = file("shop.zone", `$ORIGIN shop.example.\n$TTL 300\n@ SOA ns1 h 1 2 3 4 5\n${ZONE}`);
    const { dns, stderr } = await snapshot("zone", "--dns", zone);
    expect(dns?.answers.map(({ name }) => name)).toEqual(NAMES);
    expect(dns?.sources).toEqual([`zone file ${zone}`]);
    expect(stderr).toContain("DNS: 5 of 6 names have addresses, 1 have none");
    const again = await replatform([
      "snapshot",
      join(directory, "zone"),
      "--output-file",
      join(directory, "again"),
    ]);
    expect(again.stderr).toContain("DNS: 5 of 6 names have addresses");
    const seen: (DnsAnswer | undefined)[] = [];
    await assess(await observationOf(join(directory, "again")), {
      profile: await loadProfile("elastx-caas-v2"),
      clusterVersion: "1.25",
      today: "2024-03-05",
      guarantees: [witness(seen)],
    });
    expect(seen).not.toHaveLength(0);
    for (const answer of seen) expect(answer).toMatchObject({ status: "found", addresses: ["192.0.2.1"] });
  });

  test("from a file of answers, a name in none of the sources being no name looked up", async () => {
    const answers = file(
      "dns.yaml",
      "apiVersion: replatform.io/v1alpha1\nkind: DnsAnswers\nrecords:\n  - { name: shop.example, ttl: 9, addresses: [192.0.2.7] }\n",
    );
    expect((await snapshot("answers", "--dns", answers)).dns?.answers).toMatchObject([
      { name: "shop.example", ttl: 9, records: [{ origin: `answers file ${answers}:4` }] },
    ]);
  });

  test("from what external-dns would publish, where that is asked for by name", async () => {
    const { dns } = await snapshot("external", "--dns", "external-dns");
    expect(dns?.answers).toMatchObject([
      { name: "lb.shop.example", records: [{ origin: "external-dns annotation on Service web/lb" }] },
    ]);
    expect(dns?.sources[0]).toContain("no DNS server was asked");
  });

  test.each([
    [["--dns", "nowhere.zone"], "--dns nowhere.zone cannot be read: there is no such file"],
    [["--dns", file("bad.zone", "www A 192.0.2.1\n")], "bad.zone:1: "],
    [["--dns-server", "1.2.3.4:dns"], "--dns-server 1.2.3.4:dns is no server: "],
    [["--dns-server", "192.0.2.1", "--dns", "external-dns"], "leave out one of them"],
  ])("%j is one message, and exit code 1", async (args, message) => {
    const { code, stderr } = await snapshot("bad", ...args);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
  });
});

describeWithParts("a snapshot from a real server", ["named", "nginx"], () => {
  const ADDRESS = "127.0.77.21";
  let servers: NameServers;
  beforeAll(async () => {
    servers = await startNameServers([{ address: ADDRESS, zones: { "shop.example": ZONE } }]);
  });
  afterAll(() => servers?.stop());

  test("holds its answers with their TTLs", async () => {
    const server = `${ADDRESS}:${servers.port}`;
    const { dns } = await snapshot("live", "--dns-server", server);
    expect(dns?.sources).toEqual([`dns ${server}`]);
    expect(dns?.answers.map((answer) => [answer.name, "ttl" in answer ? answer.ttl : answer.status])).toEqual(
      [
        ["*.apps.shop.example", 300],
        ["gone.shop.example", "missing"],
        ["lb.shop.example", 300],
        ["shop.example", 120],
        ["t.shop.example", 300],
        ["www.shop.example", 120],
      ],
    );
  });
});
