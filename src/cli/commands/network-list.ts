import { UserError } from "../../errors.ts";
import { listNetwork } from "../../network/list.ts";
import { type FilterOptions, namesNobody, wantedBy } from "../../network/list-filter.ts";
import type { Granularity } from "../../network/peers.ts";
import { reasonsIn } from "../../network/reasons.ts";
import { buildNetwork } from "../../network/relation.ts";
import type { CommandContext } from "../context.ts";
import { note } from "../print.ts";
import { printAll } from "../write-stream.ts";
import { listDot } from "./network-list-dot.ts";
import { csvLines, jsonLines, type ListPrinting, textLines } from "./network-list-lines.ts";
import {
  type NetworkSourceOptions,
  networkView,
  noteCni,
  noteProblems,
  readWorld,
} from "./network-source.ts";

export interface NetworkListOptions extends NetworkSourceOptions, FilterOptions {
  readonly output: "text" | "json" | "csv" | "dot";
  readonly granularity: Granularity;
}

const LINES = { text: textLines, json: jsonLines, csv: csvLines, dot: listDot } as const;

/** `network list`: who may reach whom, now. */
export async function networkListCommand(
  sources: readonly string[],
  options: NetworkListOptions,
  context: CommandContext,
): Promise<void> {
  const view = networkView(await readWorld(sources, options, context), options);
  noteCni(view, options.cni);
  await noteProblems([view]);
  const network = buildNetwork([view]);
  const wanted = wantedBy(options);
  const { granularity } = options;
  const nobody = wanted === undefined ? undefined : namesNobody(network, options, granularity);
  if (nobody !== undefined) {
    throw new UserError(`${nobody}: no workload, node or address among the sources is called so, or in it`);
  }
  const listing = listNetwork(network, 0, { granularity, ...(wanted === undefined ? {} : { wanted }) });
  if (granularity === "workload" && view.layers.some(({ policies }) => policies.length > 0)) {
    note("note: every pod also admits whatever its own node sends, which only --granularity pod lists\n");
  }
  const printing: ListPrinting = { listing, table: network.table, reasons: reasonsIn(network, view) };
  await printAll(LINES[options.output](printing), context.signal);
}
