import type { Command } from "commander";

/** The options of every command that wants to know where names lead. */
export interface DnsOptions {
  readonly dnsServer?: string;
  readonly dns?: readonly string[];
}

export function dnsOptions(command: Command): Command {
  return command
    .option(
      "--dns-server <host[:port]>",
      "look the names of entries up at this DNS server (`system`: at this machine's); default: DNS is not looked at",
    )
    .option(
      "--dns <file>",
      "where names lead: a zone file, a file of answers, or `external-dns` for what it would publish (repeatable)",
      (value: string, before: readonly string[] | undefined) => [...(before ?? []), value],
    );
}
