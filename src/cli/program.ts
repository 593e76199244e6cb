import { Command, CommanderError, Option } from "commander";
import { packageVersion } from "../config/package-root.ts";
import { FAIL_ON } from "../report/exit-code.ts";
import { FORMATS } from "../report/format.ts";
import type { CommandContext } from "./context.ts";
import { dnsOptions } from "./dns-options.ts";
import { addDecide } from "./program-decide.ts";
import { addNetwork } from "./program-network.ts";

/**
 * The command line: names, arguments and options. What a command does is loaded when it runs, so that `--help`
 * and completion start as fast as Node does.
 */
export function buildProgram(context: CommandContext): Command {
  const program = new Command("replatform")
    .description(
      "Simulates moving a Kubernetes cluster to another platform and shows what its users would lose, before anything is touched.",
    )
    .option("-v, --version", "print the version")
    .showHelpAfterError("(replatform --help shows how to use it)")
    .exitOverride();
  program.on("option:version", () => {
    process.stdout.write(`replatform ${packageVersion()}\n`);
    throw new CommanderError(0, "commander.version", "");
  });
  dnsOptions(
    source(
      program.command("assess").description("simulate the move and report what it would break, when and why"),
    ),
  )
    .option("--profile <name|file>", "the platform pair (replatform profiles list)")
    .option("--target <minor>", 'the Kubernetes minor to arrive at ("1.26")')
    .option("--cluster-version <version>", "the version the cluster runs, where the source does not tell")
    .option("--as-of <day>", "judge the platform's features as on this day (YYYY-MM-DD)")
    .addOption(
      new Option("--route <route>", "in place, or into a new cluster (default: as the road decides)").choices(
        ["in-place", "new-cluster"],
      ),
    )
    .option("--answers <file>", "answers to the questions of the road (replatform decide --write-answers)")
    .option("--config <file>", "configuration (default: ./replatform.yaml when it is there)")
    .addOption(new Option("-o, --output <format>", "how to show it").choices(FORMATS).default("text"))
    .option("--all", "text: show every finding in full, however many are alike")
    .option("--output-file <file>", "write there instead of standard output")
    .addOption(new Option("--fail-on <threshold>", "exit 2 from this on (default: breaks)").choices(FAIL_ON))
    .action(async (sources: string[], options) =>
      (await import("./commands/assess.ts")).assessCommand(sources, options, context),
    );
  addDecide(program, source, context);
  dnsOptions(
    source(
      program.command("snapshot").description("write what was read to one compressed file, without secrets"),
    ),
  )
    .option("--output-file <file>", "the file to write", "cluster.replatform.gz")
    .action(async (sources: string[], options) =>
      (await import("./commands/snapshot.ts")).snapshotCommand(sources, options, context),
    );
  program
    .command("rbac")
    .description("print the read-only ClusterRole that reading a live cluster needs")
    .option("--service-account <namespace/name>", "bind it to this ServiceAccount too")
    .option(
      "--without-secrets",
      "grant everything by name, Secrets left out (Helm releases then stay unread)",
    )
    .option("--custom-groups <groups>", "API groups of custom resources to grant by name, comma-separated")
    .action(async (options) => (await import("./commands/rbac.ts")).rbacCommand(options));
  dnsOptions(
    source(
      program
        .command("entries")
        .description(
          "by which address and port visitors get to which host and path, and who they seem to be",
        ),
    ),
  )
    .option("--state <state>", "a state of the simulated move instead of now")
    .option("--profile <name|file>", "the platform pair (replatform profiles list)")
    .addOption(
      new Option("--route <route>", "in place, or into a new cluster").choices(["in-place", "new-cluster"]),
    )
    .addOption(
      new Option("--mode <mode>", "how the provider's load balancer is to work")
        .choices(["tcp", "proxy-protocol", "forwarded-headers"])
        .default("tcp"),
    )
    .option("--host <name>", "only this host (*, ?)")
    .addOption(
      new Option("-o, --output <format>", "how to show it").choices(["text", "json", "csv"]).default("text"),
    )
    .action(async (sources: string[], options) =>
      (await import("./commands/entries.ts")).entriesCommand(sources, options, context),
    );
  addNetwork(program, source, context);
  const profiles = program.command("profiles").description("the platform pairs Replatform knows");
  profiles
    .command("list")
    .description("list the bundled profiles")
    .action(async () => (await import("./commands/profiles.ts")).listProfiles());
  profiles
    .command("show")
    .description("print a profile")
    .argument("<name|file>")
    .action(async (name: string) => (await import("./commands/profiles.ts")).showProfile(name));
  profiles
    .command("validate")
    .description("check a profile of your own against the schema")
    .argument("<file>")
    .action(async (file: string) => (await import("./commands/profiles.ts")).validateProfile(file));
  program
    .command("explain")
    .description("print what a finding means and what to do about it")
    .argument(
      "[id]",
      'a finding or a guarantee: "scheduling/drain-blocked", "scheduling"; none lists them all',
    )
    .action(async (id: string | undefined) => (await import("./commands/explain.ts")).explainCommand(id));
  program.addHelpText("after", "\nCompletion: source <(replatform complete bash), or zsh, fish, powershell");
  return program;
}

/** The options of every command that reads a cluster. */
function source(command: Command): Command {
  return command
    .argument(
      "[source...]",
      "files, directories, archives, snapshots, `-` for standard input; none: the live cluster",
    )
    .option("--context <name>", "kubeconfig context of the live cluster")
    .option("--kubeconfig <file>", "kubeconfig of the live cluster")
    .option("--namespaces <names>", "live: try these (comma-separated) where listing everywhere is forbidden")
    .option(
      "--assume-complete",
      "the files hold everything the cluster has: a kind that is not in them does not exist",
    );
}
