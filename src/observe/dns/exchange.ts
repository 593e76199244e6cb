import { createSocket } from "node:dgram";
import { connect, isIPv6 } from "node:net";
import { decodeReply, encodeQuery, isTruncated, newId, type Question, type Reply } from "./message.ts";
import type { DnsServer } from "./server.ts";

/** Why there is no reply, in words: `did not answer within 2 s`. `silent`: not a word came back. */
export interface Failure {
  readonly failure: string;
  readonly silent: boolean;
}

export interface ExchangeOptions {
  readonly timeoutMs: number;
  readonly edns: boolean;
  /** Is given a function that ends the exchange at once; returns one to call when it is over. */
  readonly onOpen: (cancel: () => void) => () => void;
}

/** One question to one server: over UDP, and over TCP where the answer does not fit. Never throws. */
export async function exchange(
  server: DnsServer,
  question: Question,
  options: ExchangeOptions,
): Promise<Reply | Failure> {
  const reply = await overUdp(server, question, options);
  return reply === "truncated" ? overTcp(server, question, options) : reply;
}

/**
 * A socket of its own for each question: its port is picked at random by the system, and being connected it takes
 * nothing from anybody but the server. What does not answer the question is passed over, as a forgery would be.
 */
function overUdp(
  server: DnsServer,
  question: Question,
  options: ExchangeOptions,
): Promise<Reply | Failure | "truncated"> {
  const id = newId();
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(server.address.replace(/%.*$/, "")) ? "udp6" : "udp4");
    let strange = 0;
    const end = (result: Reply | Failure | "truncated"): void => {
      clearTimeout(timer);
      closed();
      socket.removeAllListeners();
      socket.on("error", () => {});
      socket.close();
      resolve(result);
    };
    const closed = options.onOpen(() => end(STOPPED));
    const timer = setTimeout(() => end(noAnswer(strange)), options.timeoutMs);
    socket.on("error", (error) => end(broken(error)));
    socket.on("message", (bytes) => {
      if (isTruncated(bytes, id)) return end("truncated");
      const reply = decodeReply(bytes, id, question);
      if (reply === undefined) strange++;
      else end(reply);
    });
    socket.on("connect", () => socket.send(encodeQuery(id, question, options.edns)));
    socket.connect(server.port, server.address);
  });
}

/** RFC 1035, section 4.2.2: two bytes of length before each message. */
function overTcp(
  server: DnsServer,
  question: Question,
  { timeoutMs, edns, onOpen }: ExchangeOptions,
): Promise<Reply | Failure> {
  const id = newId();
  return new Promise((resolve) => {
    const socket = connect(server.port, server.address);
    let got: Buffer = Buffer.alloc(0);
    const end = (result: Reply | Failure): void => {
      clearTimeout(timer);
      closed();
      socket.destroy();
      resolve(result);
    };
    const closed = onOpen(() => end(STOPPED));
    const timer = setTimeout(
      () =>
        end({
          failure: "answers over UDP that the rest must be asked over TCP, and not there",
          silent: false,
        }),
      timeoutMs,
    );
    socket.on("error", (error) => end({ ...broken(error), silent: false }));
    socket.on("close", () => end({ failure: "closed the TCP connection without an answer", silent: false }));
    socket.on("connect", () => {
      const query = encodeQuery(id, question, edns);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(query.length);
      socket.write(Buffer.concat([length, query]));
    });
    socket.on("data", (chunk) => {
      got = Buffer.concat([got, chunk]);
      if (got.length < 2 || got.length < 2 + got.readUInt16BE(0)) return;
      const reply = decodeReply(got.subarray(2, 2 + got.readUInt16BE(0)), id, question);
      end(reply ?? { failure: "answered with something that is no answer to the question", silent: false });
    });
  });
}

const STOPPED: Failure = { failure: "was not waited for: the lookup was stopped", silent: false };

function noAnswer(strange: number): Failure {
  return strange === 0
    ? { failure: "did not answer", silent: true }
    : { failure: "sent only answers that fit no question", silent: true };
}

function broken(error: Error): Failure {
  const code = (error as { code?: unknown }).code;
  if (code === "ECONNREFUSED") return { failure: "refuses connections: nothing listens there", silent: true };
  if (code === "EHOSTUNREACH" || code === "ENETUNREACH") {
    return { failure: `cannot be reached from here (${code})`, silent: true };
  }
  return { failure: `cannot be asked (${typeof code === "string" ? code : "unknown error"})`, silent: true };
}
