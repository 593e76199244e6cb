import { readFile } from "node:fs/promises";
import { reasonOf } from "../config/yaml-file.ts";
import { routesOf } from "../entry/routes/routes-of.ts";
import { UserError } from "../errors.ts";
import type { AskServers } from "../observe/dns/observe-names.ts";
import type { DnsServer } from "../observe/dns/server.ts";
import type { Observation } from "../observe/observation.ts";
import { buildNode } from "../world/build-nodes.ts";
import { buildWorkloads } from "../world/build-workloads.ts";
import type { RecordBook } from "../world/dns-book.ts";
import { type DnsObservation, dnsName } from "../world/dns-records.ts";
import { entryNames } from "../world/entry-names.ts";
import { type ExternalDnsView, externalDnsView } from "../world/external-dns.ts";
import { ObjectStore } from "../world/store.ts";
import type { CommandContext } from "./context.ts";
import type { DnsOptions } from "./dns-options.ts";
import { progress } from "./progress.ts";

/** `--dns-server system`: the servers of this machine. `--dns external-dns`: what the cluster's would publish. */
const SYSTEM = "system";
const EXTERNAL_DNS = "external-dns";

/**
 * Where the names of the cluster's entries lead: as the options say; without any, as a snapshot says; else undefined,
 * since nobody looked.
 */
export async function observeDns(
  observation: Observation,
  options: DnsOptions,
  { signal }: Pick<CommandContext, "signal">,
): Promise<DnsObservation | undefined> {
  const written = options.dns ?? [];
  if (options.dnsServer === undefined && written.length === 0) return observation.dns;
  if (options.dnsServer !== undefined && written.includes(EXTERNAL_DNS)) {
    throw new UserError(
      "--dns external-dns says what would be published, and --dns-server what is: leave out one of them",
    );
  }
  const servers = options.dnsServer === undefined ? undefined : await serversOf(options.dnsServer);
  const objects = ObjectStore.of(observation.resources);
  const names = namesToLookUp(objects);
  const published = written.includes(EXTERNAL_DNS) ? externalDns(objects) : undefined;
  const files = await Promise.all(written.filter((path) => path !== EXTERNAL_DNS).map(readBook));
  const books = published === undefined ? files : [...files, published.book];
  const { observeNames } = await import("../observe/dns/observe-names.ts");
  const answers = await observeNames(names, books, asker(servers, signal));
  const told = new Set(answers.map(({ name }) => name));
  const unclear = (published?.unclear ?? [])
    .filter(({ name }) => names.includes(name) && !told.has(name))
    .map(({ name, reason }) => ({
      name,
      status: "unknown" as const,
      reason: `external-dns: ${reason}`,
      records: [],
    }));
  return { answers: [...answers, ...unclear], sources: await sourcesOf(books, servers, options.dnsServer) };
}

/** Hosts of every kind of route, and names nothing but a certificate or an annotation has. */
function namesToLookUp(objects: ObjectStore): readonly string[] {
  const hosts = routesOf({ objects }).map(({ host }) => dnsName(host));
  return [
    ...new Set([...entryNames({ objects }), ...hosts.filter((host) => host !== "" && host !== "*")]),
  ].sort();
}

function externalDns(objects: ObjectStore): ExternalDnsView {
  const nodes = objects.list("Node").map(buildNode);
  return externalDnsView({ objects, workloads: buildWorkloads(objects), nodes });
}

/** A file is what its content says: a file of answers says so itself, anything else is a zone file. */
async function readBook(path: string): Promise<RecordBook> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new UserError(`--dns ${path} cannot be read: ${reasonOf(error)}`);
  }
  const { isDnsAnswers, parseDnsAnswers } = await import("../config/dns-answers.ts");
  if (isDnsAnswers(text)) return parseDnsAnswers(text, path);
  const { parseZoneFile } = await import("../observe/dns/zone-file.ts");
  return parseZoneFile(text, path);
}

async function serversOf(text: string): Promise<readonly DnsServer[]> {
  const { namedServer, systemServers } = await import("../observe/dns/server.ts");
  return text === SYSTEM ? systemServers() : [await namedServer(text)];
}

function asker(servers: readonly DnsServer[] | undefined, signal: AbortSignal): AskServers {
  if (servers === undefined) return undefined;
  return async (names) => {
    const { lookUp } = await import("../observe/dns/look-up.ts");
    const bar = progress();
    try {
      return await lookUp(names, {
        servers,
        signal,
        onProgress: (done, total) => bar.update(`looking names up: ${done} of ${total}`),
      });
    } finally {
      bar.clear();
    }
  };
}

async function sourcesOf(
  books: readonly RecordBook[],
  servers: readonly DnsServer[] | undefined,
  named: string | undefined,
): Promise<readonly string[]> {
  const { serverText } = await import("../observe/dns/server.ts");
  const asked = (servers ?? []).map(serverText).join(", ");
  const live = named === SYSTEM ? `dns of this machine (${asked})` : `dns ${asked}`;
  return [...books.map(({ source }) => source), ...(servers === undefined ? [] : [live])];
}
