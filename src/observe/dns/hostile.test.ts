import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { type Answer, AUTHORITATIVE_ANSWER, decode, encode, type Packet } from "dns-packet";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import type { DnsAnswer } from "../../world/dns-records.ts";
import { lookUp } from "./look-up.ts";
import { decodeReply, isTruncated } from "./message.ts";

// What no name server can be made to say: answers to other questions, from elsewhere, with names no host has. What BIND
// does say is asked of BIND itself, in test/dns/.

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

type Reply = (query: Packet, answer: (bytes: Buffer, from?: Socket) => void) => void;

async function playedServer(reply: Reply): Promise<{ address: string; port: number }> {
  const socket = createSocket("udp4");
  sockets.push(socket);
  socket.on("message", (bytes, { port }) =>
    reply(decode(bytes), (text, from = socket) => from.send(text, port, "127.0.0.1")),
  );
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return { address: "127.0.0.1", port: socket.address().port };
}

/** Waits long for what comes, on a machine that is busy, and not for what never does: `timeoutMs`. */
async function ask(name: string, reply: Reply, timeoutMs = 5000): Promise<DnsAnswer | undefined> {
  const server = await playedServer(reply);
  const answers = await lookUp([name], { servers: [server], timeoutMs, attempts: 1 });
  return answers[0];
}

function answerTo(query: Packet, change: Partial<Packet> = {}): Buffer {
  const asked = query.questions?.[0];
  const type = asked?.type === "AAAA" ? "AAAA" : "A";
  const data = type === "A" ? "192.0.2.66" : "2001:db8::66";
  return encode({
    type: "response",
    id: query.id ?? 0,
    flags: AUTHORITATIVE_ANSWER,
    questions: query.questions ?? [],
    answers: [{ name: asked?.name ?? "", type, ttl: 60, data }],
    ...change,
  });
}

function answers(change: (query: Packet) => Partial<Packet>): Reply {
  return (query, answer) => answer(answerTo(query, change(query)));
}

test("an honest answer of the played server is taken, so the others are refused for what is wrong with them", async () => {
  expect(
    await ask(
      "shop.example",
      answers(() => ({})),
    ),
  ).toMatchObject({
    status: "found",
    addresses: ["192.0.2.66", "2001:db8::66"],
  });
});

test.each<[string, Reply]>([
  ["with another id", answers(({ id = 0 }) => ({ id: id ^ 1 }))],
  ["to another name", answers(() => ({ questions: [{ name: "evil.example", type: "A" }] }))],
  [
    "of another type",
    answers(({ questions }) => ({ questions: [{ name: questions?.[0]?.name ?? "", type: "TXT" }] })),
  ],
  ["to no question", answers(() => ({ questions: [] }))],
  ["that is a question", answers(() => ({ type: "query" }))],
  ["of rubbish", (_, answer) => answer(Buffer.from("rubbish, much too short or long"))],
  ["that is cut off", (query, answer) => answer(answerTo(query).subarray(0, -7))],
])("an answer %s is passed over", async (_, reply) => {
  expect(await ask("shop.example", reply, 300)).toMatchObject({
    status: "unknown",
    reason: expect.stringMatching(/sent only answers that fit no question$/),
  });
});

test("an answer from another address or port is not even seen, and a forgery does not end the waiting", async () => {
  const forger = createSocket("udp4").bind(0, "127.0.0.1");
  sockets.push(forger);
  const answer = await ask("shop.example", (query, send) => {
    send(answerTo(query, { answers: [] }), forger);
    send(answerTo(query, { id: (query.id ?? 0) ^ 1, answers: [] }));
    setTimeout(() => send(answerTo(query)), 50);
  });
  expect(answer).toMatchObject({ status: "found", addresses: ["192.0.2.66", "2001:db8::66"] });
});

test.each(["evil\u001b[31m.example", "ev\u202eil.example", "white space.example"])(
  "a CNAME to %j is unknown and is not printed",
  async (target) => {
    const answer = await ask(
      "shop.example",
      answers(({ questions }) => ({
        answers: [{ name: questions?.[0]?.name ?? "", type: "CNAME", ttl: 60, data: target }],
      })),
    );
    expect(answer).toMatchObject({
      status: "unknown",
      reason: expect.stringContaining("answered with characters that no name or address has"),
      records: [],
    });
  },
);

test("records of other names in an answer are left where they are", async () => {
  const stranger: Answer = { name: "bank.example", type: "A", ttl: 60, data: "192.0.2.99" };
  const answer = await ask(
    "shop.example",
    answers(() => ({ answers: [stranger] })),
  );
  expect(answer).toMatchObject({ status: "missing", records: [] });
});

test("a server from before EDNS is asked without it", async () => {
  const answer = await ask("shop.example", (query, send) => {
    const bytes = answerTo(query);
    const edns = (query.additionals ?? []).length > 0;
    if (edns) bytes[3] = 1; // FORMERR
    send(bytes);
  });
  expect(answer).toMatchObject({ status: "found" });
});

test("an answer that must be asked over TCP, where nothing listens, is unknown", async () => {
  const answer = await ask("shop.example", (query, send) => {
    const bytes = answerTo(query, { answers: [] });
    bytes[2] = (bytes[2] ?? 0) | 0x02;
    send(bytes);
  });
  expect(answer).toMatchObject({
    status: "unknown",
    reason: expect.stringContaining("nothing listens there"),
  });
});

test.each(["", "a..b", "x".repeat(64), `${"a.".repeat(130)}b`, "sp ace.example", "bell\u0007.example"])(
  "%j is no name, and is not asked",
  async (name) => {
    let asked = 0;
    const answer = await ask(name, () => asked++);
    expect(answer).toMatchObject({ status: "unknown", reason: "it is no name DNS knows" });
    expect(asked).toBe(0);
  },
);

test("property: no bytes a server can send make the decoder throw", () => {
  const question = { name: "shop.example", type: "A", recursive: true } as const;
  const honest = answerTo({ type: "query", id: 7, questions: [{ name: "shop.example", type: "A" }] });
  const change = fc.array(fc.tuple(fc.nat(honest.length - 1), fc.nat(255)), { maxLength: 6 });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 80 }), change), (input) => {
      const bytes = input instanceof Uint8Array ? Buffer.from(input) : Buffer.from(honest);
      if (!(input instanceof Uint8Array)) for (const [at, value] of input) bytes[at] = value;
      isTruncated(bytes, 7);
      const reply = decodeReply(bytes, 7, question);
      for (const { name, value } of reply?.answers ?? []) expect(name + value).toMatch(/^[\x21-\x7e]*$/);
    }),
    { numRuns: 2000 },
  );
});
