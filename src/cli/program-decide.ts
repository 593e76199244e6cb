import { type Command, Option } from "commander";
import type { CommandContext } from "./context.ts";
import { dnsOptions } from "./dns-options.ts";

/** The `decide` command. `source` adds the options of every command that reads a cluster. */
export function addDecide(
  program: Command,
  source: (command: Command) => Command,
  context: CommandContext,
): void {
  dnsOptions(
    source(
      program
        .command("decide")
        .description("which way this cluster goes, and who does what next; asks what it cannot read"),
    ),
  )
    .option("--answers <file>", "answers to the questions of the road")
    .option("--write-answers <file>", "write an answers file, with what is known filled in")
    .option("--write-request <file>", "where the road leads to a new cluster: write what to ask for")
    .option("--no-input", "ask nothing, also at a terminal")
    .option("--profile <name|file>", "the platform pair (replatform profiles list)")
    .option("--target <minor>", 'the Kubernetes minor to arrive at ("1.26")')
    .option("--cluster-version <version>", "the version the cluster runs, where the source does not tell")
    .option("--as-of <day>", "judge the platform's features as on this day (YYYY-MM-DD)")
    .option("--config <file>", "configuration (default: ./replatform.yaml when it is there)")
    .addOption(
      new Option("-o, --output <format>", "how to show it")
        .choices(["text", "json", "yaml", "markdown", "dot"])
        .default("text"),
    )
    .option("--all", "text: show everything in full")
    .option("--output-file <file>", "write there instead of standard output")
    .action(async (sources: string[], options) =>
      (await import("./commands/decide.ts")).decideCommand(sources, options, context),
    );
}
