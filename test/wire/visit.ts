import http from "node:http";
import https from "node:https";
import net from "node:net";
import tls from "node:tls";
import type { WireOutcome } from "../../src/entry/wire.ts";
import { FAILED_WITH } from "./cdn.ts";
import { RULES } from "./rules.ts";

/** Where a visitor goes, from where, and what he sends. */
export interface Visit {
  readonly from: string;
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly headers: Readonly<Record<string, string>>;
  /** A PROXY header he begins with, stating this address. */
  readonly proxyHeader: string | undefined;
}

/** What he observed: the outcome, and the status of each path with access rules. */
export interface Observed extends WireOutcome {
  readonly status: Readonly<Record<string, number>>;
}

/** One connection, and a request to every path over it. Throws where something happens that nobody foresaw. */
export async function visit(plan: Visit): Promise<Observed> {
  const agent = agentFor(plan);
  try {
    const [{ path }, ...further] = RULES as [(typeof RULES)[0], ...typeof RULES];
    const first = await ask(plan, agent, path);
    const result = resultOf(first);
    if (result !== "works" || typeof first === "string") {
      return { result, remoteAddr: undefined, forwardedFor: undefined, realIp: undefined, status: {} };
    }
    const status: Record<string, number> = { [path]: first.status };
    for (const rule of further) {
      const answer = await ask(plan, agent, rule.path);
      if (typeof answer === "string") throw new Error(`${rule.path}: ${answer}, after ${path} had worked`);
      status[rule.path] = answer.status;
    }
    const { seen, toldFor, toldReal } = first;
    return { result, remoteAddr: seen, forwardedFor: toldFor, realIp: toldReal, status };
  } finally {
    agent.destroy();
  }
}

interface Answer {
  readonly status: number;
  readonly failedWith: string | undefined;
  readonly seen: string | undefined;
  readonly toldFor: string | undefined;
  readonly toldReal: string | undefined;
}

const RESETS = ["ECONNRESET", "EPIPE"];
const NO_TLS = ["EPROTO", "ERR_SSL_WRONG_VERSION_NUMBER"];

function resultOf(answer: Answer | string): WireOutcome["result"] {
  const failure = typeof answer === "string" ? answer : answer.failedWith;
  if (failure !== undefined && RESETS.includes(failure)) return "broken-header";
  if (failure !== undefined && NO_TLS.includes(failure)) return "bad-request";
  if (failure === undefined && typeof answer !== "string") {
    if (answer.status === 200) return "works";
    if (answer.status === 400) return "bad-request";
    // HAProxy that speaks HTTP answers so when what is behind it hangs up.
    if (answer.status === 502) return "broken-header";
  }
  throw new Error(`an answer that nobody foresaw: ${JSON.stringify(answer)}`);
}

/** The answer, or the code of what went wrong on the connection. */
function ask(plan: Visit, agent: http.Agent, path: string): Promise<Answer | string> {
  const { request } = plan.tls ? https : http;
  return new Promise((resolve, reject) => {
    const sent = request({ host: plan.host, port: plan.port, path, headers: plan.headers, agent });
    sent.once("response", (response) => {
      const header = (name: string) => response.headers[name]?.toString();
      const answer: Answer = {
        status: response.statusCode ?? 0,
        failedWith: header(FAILED_WITH),
        seen: header("x-seen"),
        toldFor: header("x-told-for"),
        toldReal: header("x-told-real"),
      };
      response.resume().once("end", () => resolve(answer));
      response.once("error", reject);
    });
    sent.setTimeout(20_000, () => sent.destroy(new Error("no answer within 20 s")));
    sent.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    sent.end();
  });
}

function agentFor({ from, host, port, tls: secure, proxyHeader }: Visit): http.Agent {
  const options = { keepAlive: true, maxSockets: 1, localAddress: from };
  const agent = secure ? new https.Agent({ ...options, rejectUnauthorized: false }) : new http.Agent(options);
  if (proxyHeader === undefined) return agent;
  return Object.assign(agent, {
    createConnection() {
      const socket = net.connect({ host, port, localAddress: from });
      const [family, at] = proxyHeader.includes(":") ? ["TCP6", `::ffff:${host}`] : ["TCP4", host];
      socket.write(`PROXY ${family} ${proxyHeader} ${at} 40000 ${port}\r\n`);
      return secure ? tls.connect({ socket, rejectUnauthorized: false }) : socket;
    },
  });
}
