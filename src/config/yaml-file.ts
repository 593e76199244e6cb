import { readFile } from "node:fs/promises";
import { isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";
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
): { readonly value: T; lineOf(field: readonly PropertyKey[]): number } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken !== undefined) {
    throw new UserError(
      `${path}:${lines.linePos(broken.pos[0]).line}: ${what} is not valid YAML: ${broken.message}`,
    );
  }
  const result = schema.safeParse(document.toJS({ maxAliasCount: 1000 }));
  const lineOf = (field: readonly PropertyKey[]): number => lineIn(document, lines, field);
  if (result.success) return { value: result.data, lineOf };
  const problems = result.error.issues.flatMap(problemsOf).map(({ path: field, message }) => {
    const place = field.length === 0 ? "" : `${field.map(String).join(".")}: `;
    return `${path}:${lineOf(field)}: ${place}${message}`;
  });
  throw new UserError(`${what} is not valid:\n  ${problems.join("\n  ")}`);
}

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** An issue as people look for it: each unknown key at its own place, and of a choice the branch that was meant. */
function problemsOf(issue: z.core.$ZodIssue): Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: issue.message }));
  }
  if (issue.code === "invalid_union") {
    const deeper = issue.errors.find((branch) =>
      branch.some((inner) => inner.path.length > 0 || inner.code === "unrecognized_keys"),
    );
    if (deeper !== undefined) {
      return deeper
        .flatMap(problemsOf)
        .map(({ path, message }) => ({ path: [...issue.path, ...path], message }));
    }
  }
  return [{ path: issue.path, message: issue.message }];
}

/** The line of the field an issue names, or of its nearest parent that is there. */
function lineIn(
  document: ReturnType<typeof parseDocument>,
  lines: LineCounter,
  path: readonly PropertyKey[],
): number {
  for (let length = path.length; length >= 0; length--) {
    const parent = length === 0 ? undefined : document.getIn(path.slice(0, length - 1), true);
    const key = isMap(parent)
      ? parent.items.find((pair) => isScalar(pair.key) && pair.key.value === path[length - 1])?.key
      : undefined;
    const node = isNode(key) ? key : document.getIn(path.slice(0, length), true);
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
