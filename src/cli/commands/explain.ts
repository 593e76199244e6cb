import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { packageRoot } from "../../config/package-root.ts";
import { UserError } from "../../errors.ts";
import { causeOf, docsPage, GUARANTEES } from "../../guarantees/registry.ts";
import { print } from "../print.ts";

/** `explain ID`: the documentation page of a finding or a guarantee; without an id, all there are. */
export async function explainCommand(id: string | undefined): Promise<void> {
  if (id === undefined) return print(listing());
  const page = pageOf(id);
  if (page === undefined) {
    throw new UserError(`there is no finding or guarantee "${id}": replatform explain lists them all`);
  }
  await print(await readFile(join(packageRoot(), page), "utf8"));
}

function pageOf(id: string): string | undefined {
  if (causeOf(id) !== undefined) return docsPage(id);
  return GUARANTEES.some((guarantee) => guarantee.id === id) ? `docs/guarantees/${id}.md` : undefined;
}

function listing(): string {
  const lines: string[] = [];
  for (const { id, promise, causes } of GUARANTEES) {
    lines.push(`${id}: ${promise}`);
    for (const cause of causes) lines.push(`  ${`${id}/${cause.id}`.padEnd(44)} ${cause.title}`);
    lines.push("");
  }
  return lines.join("\n");
}
