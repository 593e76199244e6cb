import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LookUpOptions, lookUp, PROBE } from "../../src/observe/dns/look-up.ts";
import type { DnsAnswer } from "../../src/world/dns-records.ts";
import { describeWithParts } from "../support/parts.ts";
import { type NameServers, startNameServers } from "./support/bind.ts";

const ROOT = "127.0.77.10";
const NS1 = "127.0.77.11";
const NS2 = "127.0.77.12";
const RESOLVER = "127.0.77.1";
/** A socket of the test's that takes every question and answers none. */
const SILENT = "127.0.77.66";

const DELEGATIONS = `
@ NS r0.
r0. A ${ROOT}
shop.example. NS ns1.shop.example.
ns1.shop.example. A ${NS1}
provider.test. NS ns2.provider.test.
ns2.provider.test. A ${NS2}
split.example. NS ns1.shop.example.
split.example. NS ns2.provider.test.
half.example. NS ns1.shop.example.
half.example. NS quiet.provider.test.
quiet.example. NS quiet.provider.test.
lame.example. NS ns1.shop.example.
`;

const SHOP = `
@ NS ns1
@ A 192.0.2.1
ns1 A ${NS1}
www 600 CNAME @
cdn 60 CNAME edge.provider.test.
both A 192.0.2.7
both A 192.0.2.8
both 120 AAAA 2001:db8::7
mail MX 10 both
*.apps 30 A 192.0.2.40
own.apps TXT "its own"
round CNAME about
about CNAME round
dangling CNAME nothing
lost CNAME nothing.provider.test.
${Array.from({ length: 99 }, (_, index) => `big A 198.51.100.${index + 1}`).join("\n")}
${Array.from({ length: 40 }, (_, index) => `n${index} CNAME n${index + 1}`).join("\n")}
`;

const NS = "@ NS ns1.shop.example.\n@ NS ns2.provider.test.\n";

describeWithParts("names looked up at real servers", ["named", "nginx"], () => {
  let servers: NameServers;
  let silent: Socket;
  beforeAll(async () => {
    servers = await startNameServers([
      { address: ROOT, zones: { ".": DELEGATIONS } },
      {
        address: NS1,
        zones: {
          "shop.example": SHOP,
          "split.example": `${NS}www 60 A 192.0.2.10\nsame 60 A 192.0.2.12\nonly 60 A 192.0.2.13\ntarget 60 CNAME a`,
          "half.example": "@ NS ns1.shop.example.\n@ NS quiet.provider.test.\nwww 90 A 192.0.2.50",
        },
      },
      {
        address: NS2,
        zones: {
          "provider.test": `@ NS ns2\nns2 A ${NS2}\nquiet A ${SILENT}\nedge 900 CNAME lb\nlb 45 A 203.0.113.9`,
          "split.example": `${NS}www 600 A 192.0.2.11\nsame 60 A 192.0.2.12\ntarget 60 CNAME b\na A 192.0.2.21\nb A 192.0.2.22`,
        },
      },
      { address: RESOLVER, rootServers: [ROOT] },
    ]);
    silent = createSocket("udp4").bind(servers.port, SILENT);
    await once(silent, "listening");
  });
  afterAll(async () => {
    silent?.close();
    await servers?.stop();
  });

  function options(address = RESOLVER): LookUpOptions {
    return { servers: [{ address, port: servers.port }], authorityPort: servers.port };
  }

  async function one(name: string, address = RESOLVER): Promise<DnsAnswer> {
    const [answer] = await lookUp([name], options(address));
    if (answer === undefined) throw new Error("no answer at all");
    return answer;
  }

  test("an address and its TTL, from the zone's own server and not as a cache has it", async () => {
    await one("shop.example");
    await sleep(2100);
    expect(await one("Shop.Example.")).toEqual({
      name: "shop.example",
      status: "found",
      addresses: ["192.0.2.1"],
      ttl: 300,
      records: [
        {
          name: "shop.example",
          type: "A",
          ttl: 300,
          value: "192.0.2.1",
          origin: `dns ${NS1}:${servers.port} (ns1.shop.example, authority of shop.example)`,
        },
      ],
    });
  });

  test("where the zone's server cannot be asked, the cache's answer is taken and its TTL is a lower bound", async () => {
    await one("www.shop.example");
    await sleep(1100);
    const [answer] = await lookUp(["www.shop.example"], { ...options(), authorityPort: 1 });
    expect(answer).toMatchObject({ status: "found", addresses: ["192.0.2.1"], ttl: undefined });
    expect(answer?.records[0]).toMatchObject({
      ttl: undefined,
      origin: expect.stringContaining("(its cache)"),
    });
    expect(answer?.records[0]?.ttlAtLeast).toBeGreaterThan(500);
    expect(answer?.records[0]?.ttlAtLeast).toBeLessThan(600);
    expect(answer).toMatchObject({
      notes: [expect.stringContaining("nothing listens there"), expect.anything()],
    });
  });

  test("a chain of CNAMEs across zones: each TTL from its own zone, the longest of them for the whole", async () => {
    const answer = await one("cdn.shop.example");
    expect(answer).toMatchObject({ status: "found", addresses: ["203.0.113.9"], ttl: 900 });
    expect(answer.records.map(({ name, type, ttl, value }) => [name, type, ttl, value])).toEqual([
      ["cdn.shop.example", "CNAME", 60, "edge.provider.test"],
      ["edge.provider.test", "CNAME", 900, "lb.provider.test"],
      ["lb.provider.test", "A", 45, "203.0.113.9"],
    ]);
  });

  test("addresses of both families", async () => {
    expect(await one("both.shop.example")).toMatchObject({
      addresses: ["192.0.2.7", "192.0.2.8", "2001:db8::7"],
      ttl: 300,
    });
  });

  test.each([
    ["gone.shop.example", []],
    ["mail.shop.example", []],
    ["own.apps.shop.example", []],
    ["no-such-tld", []],
    ["dangling.shop.example", ["nothing.shop.example"]],
    ["lost.shop.example", ["nothing.provider.test"]],
  ])("%s has no address", async (name, targets) => {
    const answer = await one(name);
    expect(answer.status).toBe("missing");
    expect(answer.records.map(({ value }) => value)).toEqual(targets);
  });

  test("a wildcard is asked by a name below it, and a name below it as itself", async () => {
    const wildcard = await one("*.apps.shop.example");
    expect(wildcard).toMatchObject({
      status: "found",
      addresses: ["192.0.2.40"],
      ttl: 30,
      notes: [`asked as ${PROBE}.apps.shop.example`],
      records: [{ name: "*.apps.shop.example" }],
    });
    expect(await one("a.apps.shop.example")).toMatchObject({ addresses: ["192.0.2.40"], ttl: 30 });
    expect((await one("*.shop.example")).status).toBe("missing");
  });

  test("an answer too long for UDP is asked over TCP", async () => {
    expect(await one("big.shop.example")).toMatchObject({ addresses: { length: 99 }, ttl: 300 });
    expect(await one("big.shop.example", NS1)).toMatchObject({ addresses: { length: 99 } });
  });

  test("a zone's servers that differ: everything clients may be given, and a note", async () => {
    const www = await one("www.split.example");
    expect(www).toMatchObject({ status: "found", ttl: 600 });
    if (www.status !== "found") throw new Error("not found");
    expect([...www.addresses].sort()).toEqual(["192.0.2.10", "192.0.2.11"]);
    expect(www.notes?.[0]).toContain(`ns1.shop.example (${NS1}:${servers.port}) says 192.0.2.10`);
    expect(www.notes?.[0]).toContain(`ns2.provider.test (${NS2}:${servers.port}) says 192.0.2.11`);
    expect(await one("same.split.example")).not.toHaveProperty("notes");
    const only = await one("only.split.example");
    expect(only).toMatchObject({ status: "found", addresses: ["192.0.2.13"] });
    expect(only).toMatchObject({ notes: [expect.stringContaining("says nothing")] });
  });

  test("servers that differ in where a CNAME leads: both ways are followed", async () => {
    const answer = await one("target.split.example");
    if (answer.status !== "found") throw new Error(`not found: ${JSON.stringify(answer)}`);
    expect([...answer.addresses].sort()).toEqual(["192.0.2.21", "192.0.2.22"]);
  });

  test("one server of a zone is silent: the others' answer stands, with a note, in good time", async () => {
    const start = performance.now();
    const answer = await one("www.half.example");
    expect(answer).toMatchObject({
      status: "found",
      addresses: ["192.0.2.50"],
      ttl: 90,
      notes: [expect.stringContaining(`quiet.provider.test (${SILENT}:${servers.port}) did not answer`)],
    });
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test("a server that was named and is the authority is taken at its word, and knows nothing of other zones", async () => {
    expect(await one("www.split.example", NS2)).toMatchObject({
      addresses: ["192.0.2.11"],
      ttl: 600,
      records: [{ origin: `dns ${NS2}:${servers.port} (authority)` }],
    });
    expect(await one("gone.split.example", NS2)).toMatchObject({ status: "missing" });
    expect(await one("cdn.shop.example", NS1)).toMatchObject({
      status: "unknown",
      reason: `edge.provider.test: ${NS1}:${servers.port} refuses to answer for the name (REFUSED)`,
      records: { length: 1 },
    });
  });

  test("a zone nobody serves is unknown (SERVFAIL)", async () => {
    expect(await one("www.lame.example")).toMatchObject({
      status: "unknown",
      reason: `${RESOLVER}:${servers.port} could not find out (SERVFAIL)`,
    });
  });

  test("CNAMEs in a circle and without end are unknown", async () => {
    expect(await one("round.shop.example", NS1)).toMatchObject({
      status: "unknown",
      reason: expect.stringContaining("round.shop.example -> about.shop.example -> round.shop.example"),
    });
    expect(await one("n0.shop.example", NS1)).toMatchObject({
      status: "unknown",
      reason: "its chain has more than 16 CNAMEs",
    });
  });

  test("a server that never answers costs its attempts once, however many names there are", async () => {
    const names = Array.from({ length: 500 }, (_, index) => `n${index}.shop.example`);
    const start = performance.now();
    const answers = await lookUp(names, options(SILENT));
    expect(performance.now() - start).toBeLessThan(3500);
    expect(answers).toHaveLength(500);
    for (const answer of answers) {
      expect(answer).toMatchObject({
        status: "unknown",
        reason: `${SILENT}:${servers.port} did not answer`,
      });
    }
  });

  test("the next server is asked where the first is silent", async () => {
    const both = [SILENT, RESOLVER].map((address) => ({ address, port: servers.port }));
    const [answer] = await lookUp(["shop.example"], { ...options(), servers: both });
    expect(answer).toMatchObject({ status: "found", addresses: ["192.0.2.1"] });
  });

  test("no server there at all is told at once", async () => {
    const start = performance.now();
    expect(await one("shop.example", "127.0.77.99")).toMatchObject({
      reason: `127.0.77.99:${servers.port} refuses connections: nothing listens there`,
    });
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test("many names are asked side by side, and an interrupt ends it", async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `host-${index}.apps.shop.example`);
    const start = performance.now();
    const answers = await lookUp(names, options(NS1));
    expect(answers.filter(({ status }) => status === "found")).toHaveLength(1000);
    expect(performance.now() - start).toBeLessThan(10_000);
    const stop = new AbortController();
    const asking = lookUp(["shop.example"], { ...options(SILENT), signal: stop.signal });
    stop.abort(new Error("enough"));
    await expect(asking).rejects.toThrow("enough");
  });
});
