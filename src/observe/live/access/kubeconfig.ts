import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { UserError } from "../../../errors.ts";
import { at, isObject, type JsonObject, objectsOf, stringOf } from "../../../world/json.ts";
import type { KubeconfigPaths } from "./kubeconfig-paths.ts";

/** A named cluster, user or context as its file has it. Relative paths in it are relative to the file. */
export interface KubeconfigEntry {
  readonly name: string;
  readonly fields: JsonObject;
  readonly file: string;
}

/** The files put together as kubectl does: of several entries with one name the first counts, whole. */
export interface Kubeconfig {
  readonly clusters: ReadonlyMap<string, KubeconfigEntry>;
  readonly users: ReadonlyMap<string, KubeconfigEntry>;
  readonly contexts: ReadonlyMap<string, KubeconfigEntry>;
  readonly currentContext: string | undefined;
  /** The files that were there. */
  readonly files: readonly string[];
}

/**
 * Reads the files. Missing ones are passed over, as kubectl does, but for one named by --kubeconfig.
 * @throws UserError naming the file, and the line where it cannot be parsed; never a value out of it.
 */
export async function readKubeconfig({ paths, namedBy }: KubeconfigPaths): Promise<Kubeconfig> {
  const clusters = new Map<string, KubeconfigEntry>();
  const users = new Map<string, KubeconfigEntry>();
  const contexts = new Map<string, KubeconfigEntry>();
  const files: string[] = [];
  let currentContext: string | undefined;
  for (const path of paths) {
    const text = await readText(path, namedBy === "--kubeconfig");
    if (text === undefined) continue;
    const content = await parse(text, path);
    const file = resolve(path);
    files.push(path);
    addEntries(clusters, content, "clusters", "cluster", file);
    addEntries(users, content, "users", "user", file);
    addEntries(contexts, content, "contexts", "context", file);
    currentContext ??= stringOf(at(content, "current-context")) || undefined;
  }
  return { clusters, users, contexts, currentContext, files };
}

async function readText(path: string, required: boolean): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" && !required) return undefined;
    if (code === "ENOENT")
      throw new UserError(`${path} does not exist. Check the path given to --kubeconfig.`);
    throw new UserError(`Cannot read the kubeconfig ${path} (${code}). Check its permissions.`);
  }
}

async function parse(text: string, path: string): Promise<JsonObject> {
  const yaml = await import("js-yaml");
  let content: unknown;
  try {
    content = yaml.load(text, { schema: yaml.JSON_SCHEMA });
  } catch (error) {
    // Not its message: that quotes the lines around, which may hold a token.
    const { reason, mark } = error as { reason?: string; mark?: { line: number } };
    const where = mark === undefined ? path : `${path}:${mark.line + 1}`;
    throw new UserError(
      `${where} is no valid YAML: ${reason ?? "it cannot be parsed"}. Mend the kubeconfig.`,
    );
  }
  if (content === undefined || content === null) return {};
  if (!isObject(content)) {
    throw new UserError(`${path} is no kubeconfig: it holds no clusters, users and contexts.`);
  }
  return content;
}

function addEntries(
  into: Map<string, KubeconfigEntry>,
  content: JsonObject,
  list: string,
  part: string,
  file: string,
): void {
  for (const item of objectsOf(at(content, list))) {
    const name = nameOf(at(item, "name"));
    const fields = at(item, part);
    if (name !== undefined && !into.has(name)) {
      into.set(name, { name, fields: isObject(fields) ? fields : {}, file });
    }
  }
}

function nameOf(value: unknown): string | undefined {
  return typeof value === "number" ? String(value) : stringOf(value);
}

/** A field that names a file, as an absolute path: relative ones start at the kubeconfig's directory. */
export function pathField(entry: KubeconfigEntry, field: string): string | undefined {
  const path = stringOf(at(entry.fields, field));
  return path === undefined || path === "" ? undefined : resolve(dirname(entry.file), path);
}
