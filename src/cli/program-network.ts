import { type Command, Option } from "commander";
import { CNIS } from "../network/cni.ts";
import type { CommandContext } from "./context.ts";

/** The `network` commands. `source` adds the options of every command that reads a cluster. */
export function addNetwork(
  program: Command,
  source: (command: Command) => Command,
  context: CommandContext,
): void {
  const network = program
    .command("network")
    .description("who can talk to whom, by every network policy, now and in every state of the move");
  settings(
    source(
      network
        .command("list")
        .description("list every allowed connection between workloads, nodes and addresses"),
    ),
  )
    .addOption(output("text", "json", "csv", "dot"))
    .addOption(
      new Option("--granularity <what>", "list workloads or single pods")
        .choices(["workload", "pod"])
        .default("workload"),
    )
    .option("--from <peer>", "only from workloads of this name (*, ?), an address or a CIDR")
    .option("--to <peer>", "only to workloads of this name (*, ?), an address or a CIDR")
    .option("--namespace <name>", "only what begins or ends in this namespace")
    .action(async (sources: string[], options) =>
      (await import("./commands/network-list.ts")).networkListCommand(sources, options, context),
    );
  settings(
    source(network.command("explain").description("why one end may or may not reach another, rule by rule")),
  )
    .addOption(output("text", "json"))
    .requiredOption("--from <peer>", "a workload or pod (namespace/name), `node NAME`, or an address")
    .option("--to <peer>", "the same, or `service namespace/name`")
    .option("--dns", "instead of --to: the whole way a pod's questions for names take, on old and new nodes")
    .option("--port <port>", "one port: 80, 53/UDP; for a Service, its own port")
    .option("--state <state>", "a state of the simulated move instead of now")
    .option("--profile <name|file>", "the platform pair of the move (replatform profiles list)")
    .action(async (sources: string[], options) =>
      (await import("./commands/network-explain.ts")).networkExplainCommand(sources, options, context),
    );
  settings(
    source(
      network
        .command("diff")
        .description("what is lost and gained from one source, or one state of the move, to another"),
    ),
  )
    .addOption(output("text", "json", "dot"))
    .option("--states <before,after>", "compare two states of the simulated move of one source: v1,settled")
    .option("--profile <name|file>", "the platform pair of the move (replatform profiles list)")
    .addOption(
      new Option(
        "--fail-on <what>",
        "exit 2 when something is lost, when anything changed or is unknown, or never",
      )
        .choices(["lost", "changed", "never"])
        .default("changed"),
    )
    .action(async (sources: string[], options) =>
      (await import("./commands/network-diff.ts")).networkDiffCommand(sources, options, context),
    );
  settings(
    source(
      network
        .command("repair")
        .description("print the network policies changed so that names go on being resolved, with the proof"),
    ),
  )
    .addOption(new Option("-o, --output <format>", "how to show it").choices(["yaml"]).default("yaml"))
    .addOption(
      new Option("--form <form>", "admit both resolvers, or CoreDNS alone once the move is over")
        .choices(["transition", "final"])
        .default("transition"),
    )
    .option("--output-dir <dir>", "write one file per policy there instead of printing them")
    .option("--force", "overwrite files that are there")
    .option("--profile <name|file>", "the platform pair of the move (replatform profiles list)")
    .action(async (sources: string[], options) =>
      (await import("./commands/network-repair.ts")).networkRepairCommand(sources, options, context),
    );
}

function output(...choices: readonly string[]): Option {
  return new Option("-o, --output <format>", "how to show it").choices(choices).default("text");
}

/** How the cluster's network behaves where Kubernetes leaves it open. */
function settings(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--host-network <how>",
        "what policies take pods on the host's network for (default: as-node)",
      ).choices(["as-node", "as-pod"]),
    )
    .addOption(
      new Option(
        "--ip-block-matches-pods <bool>",
        "whether an ipBlock also matches addresses of pods (default: as the plugin does)",
      ).choices(["true", "false"]),
    )
    .addOption(
      new Option("--cni <plugin>", "the network plugin that enforces policies (default: found out)").choices(
        CNIS,
      ),
    );
}
