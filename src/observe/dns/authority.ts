import { isWithin, parentName } from "../../world/dns-records.ts";
import type { DnsClient } from "./client.ts";
import type { Failure } from "./exchange.ts";
import type { QuestionType, Reply } from "./message.ts";
import { type DnsServer, serverText } from "./server.ts";

/** A zone and the servers that are its authority. */
export interface Zone {
  readonly apex: string;
  readonly servers: readonly ZoneServer[];
}

export interface ZoneServer {
  /** `ns1.shop.example` */
  readonly name: string;
  readonly server: DnsServer;
}

/** Of a zone's servers, this many are asked. */
export const MOST_SERVERS = 4;

/** Finds the zone a name is in, and the zone's servers, by way of the servers this machine asks. */
export class ZoneFinder {
  readonly #client: DnsClient;
  readonly #servers: readonly DnsServer[];
  readonly #port: number;
  readonly #zones = new Map<string, Promise<Zone | Failure>>();

  /** `port`: where zones' servers listen, which their records do not tell; 53 but in tests. */
  constructor(client: DnsClient, servers: readonly DnsServer[], port: number) {
    this.#client = client;
    this.#servers = servers;
    this.#port = port;
  }

  /** The first of the servers' replies that says something, and who gave it; else why there is none. */
  async ask(name: string, type: QuestionType): Promise<{ reply: Reply; from: DnsServer } | Failure> {
    const failures: string[] = [];
    for (const server of this.#servers) {
      const reply = await this.#client.ask(server, { name, type, recursive: true });
      const failure = failureOf(reply);
      if (failure === undefined) return { reply: reply as Reply, from: server };
      failures.push(`${serverText(server)} ${failure}`);
    }
    return { failure: failures.join("; "), silent: false };
  }

  async zoneOf(name: string): Promise<Zone | Failure> {
    const apex = await this.#apexOf(name);
    if (typeof apex !== "string") return apex;
    let zone = this.#zones.get(apex);
    if (zone === undefined) {
      zone = this.#serversOf(apex);
      this.#zones.set(apex, zone);
    }
    return zone;
  }

  /**
   * Where a name has no SOA of its own, the reply brings that of its zone (RFC 2308, section 2.1). Behind a CNAME it
   * would be that of another zone: then the name above is asked.
   */
  async #apexOf(name: string): Promise<string | Failure> {
    for (let at: string | undefined = name; at !== undefined; at = parentName(at)) {
      const asked = await this.ask(at, "SOA");
      if ("failure" in asked) return asked;
      const { answers, authorities } = asked.reply;
      const aliased = answers.some(({ type }) => type === "CNAME" || type === "DNAME");
      const zone = at;
      const soa = aliased
        ? undefined
        : [...answers, ...authorities].find((record) => record.type === "SOA" && isWithin(zone, record.name));
      if (soa !== undefined) return soa.name;
    }
    return { failure: "no server names the zone's authority", silent: false };
  }

  async #serversOf(apex: string): Promise<Zone | Failure> {
    const asked = await this.ask(apex, "NS");
    if ("failure" in asked) return asked;
    const { answers, additionals } = asked.reply;
    const names = answers
      .filter(({ type, name }) => type === "NS" && name === apex)
      .map(({ value }) => value);
    const found = await Promise.all(
      [...new Set(names)]
        .sort()
        .slice(0, MOST_SERVERS)
        .map(async (name) => {
          const glue = additionals.filter((record) => record.name === name);
          const address = addressIn(glue) ?? (await this.#addressOf(name));
          return address === undefined ? [] : [{ name, server: { address, port: this.#port } }];
        }),
    );
    const servers = found.flat();
    if (servers.length === 0) return { failure: `no server of ${apex} has an address`, silent: false };
    return { apex, servers };
  }

  async #addressOf(name: string): Promise<string | undefined> {
    const replies = await Promise.all([this.ask(name, "A"), this.ask(name, "AAAA")]);
    return addressIn(replies.flatMap((asked) => ("failure" in asked ? [] : asked.reply.answers)));
  }
}

function addressIn(records: Reply["answers"]): string | undefined {
  const of = (wanted: string): string | undefined => records.find(({ type }) => type === wanted)?.value;
  return of("A") ?? of("AAAA");
}

/** Why a reply says nothing of the name; undefined where it does. */
export function failureOf(reply: Reply | Failure): string | undefined {
  if ("failure" in reply) return reply.failure;
  // BIND says SERVFAIL of a zone whose CNAMEs go round in a circle, and gives them.
  const givesUp = reply.authoritative && reply.answers.length > 0;
  if (reply.code === "SERVFAIL" && givesUp && !reply.unreadable) return undefined;
  if (reply.code === "SERVFAIL") return "could not find out (SERVFAIL)";
  if (reply.code === "REFUSED") return "refuses to answer for the name (REFUSED)";
  if (reply.code !== "NOERROR" && reply.code !== "NXDOMAIN") return `answered ${reply.code}`;
  if (reply.unreadable) return "answered with characters that no name or address has";
  const answered = reply.answers.length > 0 || reply.code === "NXDOMAIN" || reply.authoritative;
  if (!answered && !reply.recursionAvailable) return "does not know the name and asks no other server";
  return undefined;
}
