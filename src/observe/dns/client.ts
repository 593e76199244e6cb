import { exchange, type Failure } from "./exchange.ts";
import type { Question, Reply } from "./message.ts";
import { type DnsServer, serverText } from "./server.ts";

export interface ClientOptions {
  /** Milliseconds to wait for each attempt. */
  readonly timeoutMs: number;
  readonly attempts: number;
  /** Milliseconds after which nothing more is asked. */
  readonly totalMs: number;
  readonly signal?: AbortSignal;
}

/** Questions on their way at once. */
const AT_ONCE = 64;

/** So many zones' servers silent and none heard: a firewall lets questions out to this machine's resolver alone. */
const ENOUGH_SILENT = 4;

/**
 * Asks servers, each question once however often it is put. A server that is silent costs its attempts once: whoever
 * would ask it later is told so at once, and where no zone's own server can be reached from here, all of them cost it
 * once together. Throws nothing but the signal's reason.
 */
export class DnsClient {
  readonly #options: ClientOptions;
  readonly #until: number;
  readonly #asked = new Map<string, Promise<Reply | Failure>>();
  readonly #silent = new Map<string, Failure>();
  readonly #silentAuthorities = new Set<string>();
  #authorityHeard = false;
  readonly #lastHeard = new Map<string, number>();
  readonly #open = new Set<() => void>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#until = performance.now() + options.totalMs;
  }

  /** Ends everything that is on its way. */
  stop(): void {
    for (const cancel of [...this.#open]) cancel();
  }

  ask(server: DnsServer, question: Question): Promise<Reply | Failure> {
    const key = `${serverText(server)} ${question.type} ${question.recursive} ${question.name}`;
    let asking = this.#asked.get(key);
    if (asking === undefined) {
      asking = this.#ask(server, question);
      this.#asked.set(key, asking);
    }
    return asking;
  }

  async #ask(server: DnsServer, question: Question): Promise<Reply | Failure> {
    await this.#turn();
    try {
      this.#options.signal?.throwIfAborted();
      const known = this.#silent.get(serverText(server)) ?? this.#unreachable(question);
      const result = known ?? (await this.#attempts(server, question));
      this.#options.signal?.throwIfAborted();
      return result;
    } finally {
      this.#next();
    }
  }

  /** A question keeps its turn for all its attempts, so that the first ones find a silent server out for the rest. */
  async #attempts(server: DnsServer, question: Question): Promise<Reply | Failure> {
    const key = serverText(server);
    const started = performance.now();
    if (started > this.#until) return NOT_ASKED;
    let result: Reply | Failure = NOT_ASKED;
    let edns = true;
    for (let attempt = 0; attempt < this.#options.attempts; attempt++) {
      result = await this.#once(server, question, edns);
      if ("failure" in result) {
        if (!result.silent) return result;
        continue;
      }
      this.#lastHeard.set(key, performance.now());
      if (!question.recursive) this.#authorityHeard = true;
      const old = edns && (result.code === "FORMERR" || result.code === "NOTIMP");
      if (!old) return result;
      edns = false;
      attempt--;
    }
    // It may have answered others while it dropped this one.
    if ("failure" in result && (this.#lastHeard.get(key) ?? -1) < started) {
      this.#silent.set(key, result);
      if (!question.recursive) this.#silentAuthorities.add(key);
    }
    return result;
  }

  #unreachable({ recursive }: Question): Failure | undefined {
    const none = !this.#authorityHeard && this.#silentAuthorities.size >= ENOUGH_SILENT;
    return none && !recursive ? UNREACHABLE : undefined;
  }

  #once(server: DnsServer, question: Question, edns: boolean): Promise<Reply | Failure> {
    return exchange(server, question, {
      timeoutMs: this.#options.timeoutMs,
      edns,
      onOpen: (cancel) => {
        this.#open.add(cancel);
        return () => this.#open.delete(cancel);
      },
    });
  }

  async #turn(): Promise<void> {
    if (this.#running < AT_ONCE) this.#running++;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #next(): void {
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#running--;
    else waiting();
  }
}

const UNREACHABLE: Failure = {
  failure: "was not asked: no zone's own server can be reached from here",
  silent: false,
};

const NOT_ASKED: Failure = {
  failure: "was not asked: the time for looking names up was over",
  silent: false,
};
