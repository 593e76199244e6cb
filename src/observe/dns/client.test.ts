import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { decode, encode, type Packet, RECURSION_AVAILABLE } from "dns-packet";
import { afterEach, expect, test } from "vitest";
import { lookUp } from "./look-up.ts";

// A network that a bench of real servers cannot be: hundreds of zones behind a firewall, and a server that takes its time.

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

async function played(
  address: string,
  answer: (query: Packet) => Packet | undefined,
  delayMs = 0,
): Promise<number> {
  const socket = createSocket("udp4");
  sockets.push(socket);
  socket.on("message", (bytes, from) => {
    const query = decode(bytes);
    const reply = answer(query);
    if (reply === undefined) return;
    const text = encode({ ...reply, type: "response", id: query.id ?? 0, questions: query.questions ?? [] });
    setTimeout(() => sockets.includes(socket) && socket.send(text, from.port, from.address), delayMs);
  });
  socket.bind(0, address);
  await once(socket, "listening");
  return socket.address().port;
}

/** Knows every name of every zone N.example, and that their servers are 127.0.1.N. */
function resolver(query: Packet): Packet {
  const { name = "", type } = query.questions?.[0] ?? {};
  const zone = name.split(".").slice(-2).join(".");
  const host = `ns.${zone}`;
  const soa = { mname: host, rname: "h", serial: 1, refresh: 1, retry: 1, expire: 1, minimum: 1 };
  const flags = RECURSION_AVAILABLE;
  if (type === "A") return { flags, answers: [{ name, type: "A", ttl: 7, data: "192.0.2.1" }] };
  if (type !== "NS") return { flags, authorities: [{ name: zone, type: "SOA", ttl: 7, data: soa }] };
  return {
    flags,
    answers: [{ name, type: "NS", ttl: 7, data: host }],
    additionals: [{ name: host, type: "A", ttl: 7, data: `127.0.1.${Number(zone.split(".")[0]) % 250}` }],
  };
}

test("where a firewall lets nothing out to zones' own servers, that costs once and not for every zone", async () => {
  let questions = 0;
  const authorityPort = await played("0.0.0.0", () => {
    questions++;
    return undefined;
  });
  const port = await played("127.0.0.1", resolver);
  const names = Array.from({ length: 240 }, (_, index) => `www.${index}.example`);
  const answers = await lookUp(names, {
    servers: [{ address: "127.0.0.1", port }],
    authorityPort,
    timeoutMs: 400,
    attempts: 2,
  });
  // Two questions for each of 240 servers, two attempts: 960, were it not noticed.
  expect(questions).toBeGreaterThan(4);
  expect(questions).toBeLessThan(300);
  for (const answer of answers) {
    expect(answer).toMatchObject({ status: "found", ttl: undefined, records: [{ ttlAtLeast: 7 }] });
  }
  const notes = answers.flatMap((answer) => (answer.status === "found" ? (answer.notes ?? []) : []));
  expect(
    notes.filter((note) => note.includes("no zone's own server can be reached from here")),
  ).not.toHaveLength(0);
});

test("what is left when the time is over is unknown, and says so", async () => {
  const port = await played("127.0.0.1", resolver, 100);
  const names = Array.from({ length: 400 }, (_, index) => `www.${index}.example`);
  const start = performance.now();
  const answers = await lookUp(names, {
    servers: [{ address: "127.0.0.1", port }],
    authorityPort: 1,
    totalMs: 300,
  });
  expect(performance.now() - start).toBeLessThan(5000);
  expect(answers.filter(({ status }) => status === "unknown").length).toBeGreaterThan(100);
  expect(answers.at(-1)).toMatchObject({
    reason: expect.stringContaining("was not asked: the time for looking names up was over"),
  });
});
