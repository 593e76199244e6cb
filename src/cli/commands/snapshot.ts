import { packageVersion } from "../../config/package-root.ts";
import { writeSnapshot } from "../../observe/snapshot/write.ts";
import { dnsCoverage, dnsStatement } from "../../world/dns-coverage.ts";
import { dnsViewOf } from "../../world/dns-records.ts";
import type { CommandContext } from "../context.ts";
import type { DnsOptions } from "../dns-options.ts";
import { observe, type SourceOptions } from "../observe.ts";
import { observeDns } from "../observe-dns.ts";
import { note } from "../print.ts";

/** `snapshot`: what was read, without secrets, in one file that every command takes as a source. */
export async function snapshotCommand(
  sources: readonly string[],
  options: SourceOptions & DnsOptions & { readonly outputFile: string },
  context: CommandContext,
): Promise<void> {
  const observation = await observe(sources, options, context);
  const dns = await observeDns(observation, options, context);
  context.signal.throwIfAborted();
  await writeSnapshot(dns === undefined ? observation : { ...observation, dns }, options.outputFile, {
    createdAt: new Date().toISOString(),
    generator: `replatform ${packageVersion()}`,
  });
  const gaps = observation.coverage.entries.filter((entry) => entry.status !== "read").length;
  note(
    `${options.outputFile}: ${observation.resources.length} objects, no secret values` +
      `${gaps === 0 ? "" : `; ${gaps} things could not be read (replatform assess ${options.outputFile} names them)`}\n`,
  );
  if (dns === undefined) return;
  const names = dns.answers.map(({ name }) => name);
  note(`${dnsStatement(dnsCoverage(dnsViewOf(dns.answers, dns.sources), names))}\n`);
}
