import { readFile } from "node:fs/promises";
import { isNode, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { UserError } from "../errors.ts";

/**
 * Reads a YAML (or JSON) file of ours and checks it against its schema. Every problem is one UserError naming
 * file:line and what is wrong there: profiles, configuration, answers.
 */
export async function readYamlFile<T>(path: string, schema: z.ZodType<T>, what: string): Promise<T> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new UserError(`${what} ${path} cannot be read: ${reasonOf(error)}`);
  }
  return parseYaml(text, path, schema, what);
}

export function parseYaml<T>(text: string, path: string, schema: z.ZodType<T>, what: string): T {
  return parseYamlWithLines(text, path, schema, what).value;
}

/** The file's value, and the line each field of it stands in. */
export function parseYamlWithLines<T>(
  text: string,
  path: string,
  schema: z.ZodType<T>,
  what: string,
): { readonly value: T; lineOf(path: readonly PropertyKey[]): number } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken !== undefined) {
    throw new UserError(
      `${path}:${lines.linePos(broken.pos[0]).line}: ${what} is not valid YAML: ${broken.message}`,
    );
  }
  const result = schema.safeParse(document.toJS({ maxAliasCount: 1000 }));
  if (result.success) {
    return { value: result.data, lineOf: (field) => lineOf(document, lines, field) };
  }
  const problems = result.error.issues.map((issue) => {
    const place = issue.path.length === 0 ? "" : `${issue.path.map(String).join(".")}: `;
    return `${path}:${lineOf(document, lines, issue.path)}: ${place}${issue.message}`;
  });
  throw new UserError(`${what} is not valid:\n  ${problems.join("\n  ")}`);
}

/** The line of the field an issue names, or of its nearest parent that is there. */
function lineOf(
  document: ReturnType<typeof parseDocument>,
  lines: LineCounter,
  path: readonly PropertyKey[],
): number {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "permission denied",
  EISDIR: "it is a directory",
};

export function reasonOf(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  return (
    (typeof code === "string" ? REASONS[code] : undefined) ??
    (error instanceof Error ? error.message : String(error))
  );
}
