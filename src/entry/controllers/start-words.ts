import { at, type JsonObject, listOf, objectsOf, stringOf } from "../../world/json.ts";

/**
 * What a container is started with, as words: command and arguments, `$(NAME)` replaced from the container's own
 * environment as the kubelet does it. What `sh -c` is given is taken apart too.
 */
export function startWords(container: JsonObject, namespace: string): readonly string[] {
  const variables = variablesOf(container, namespace);
  return [...listOf(container.command), ...listOf(container.args)]
    .map((word) => expanded(String(word), variables))
    .flatMap((word) => (isScript(word) ? word.split(/[\s\\]+/).filter(Boolean) : [word]));
}

/** What a shell is given in one word. A flag's own value may have blanks and dashes in it, and stays whole. */
function isScript(word: string): boolean {
  return !word.startsWith("-") && /\s--?[A-Za-z]/.test(word);
}

function variablesOf(container: JsonObject, namespace: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const entry of objectsOf(container.env)) {
    const name = stringOf(entry.name);
    if (name === undefined) continue;
    const field = at(entry, "valueFrom", "fieldRef", "fieldPath");
    const value = field === "metadata.namespace" ? namespace : stringOf(entry.value);
    // A variable may name those before it.
    if (value !== undefined) variables.set(name, expanded(value, variables));
  }
  return variables;
}

/** `$(NAME)` of known variables; unknown ones stay as they stand, and `$$` is a plain `$` (third_party/forked/golang/expansion). */
function expanded(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(/\$\$|\$\(([^()]*)\)/g, (whole, name: string | undefined) =>
    name === undefined ? "$" : (variables.get(name) ?? whole),
  );
}

/**
 * The flags among the words: `--name=value`, `--name value` and `--name` alone ("true"). One dash counts as two, as
 * Go's own flag package has it. The last of several counts.
 */
export function flagsIn(words: readonly string[]): Readonly<Record<string, string>> {
  const flags: Record<string, string> = Object.create(null);
  for (const [index, word] of words.entries()) {
    const match = /^--?([A-Za-z][\w.-]*)(?:=(.*))?$/s.exec(word);
    if (match?.[1] === undefined) continue;
    const next = words[index + 1];
    const value = match[2] ?? (next === undefined || /^-+[A-Za-z]/.test(next) ? "true" : next);
    flags[`--${match[1]}`] = value;
  }
  return flags;
}

/** Whether a flag is set to true, as Go's strconv.ParseBool reads it. */
export function isSet(value: string | undefined): boolean {
  return value !== undefined && /^(?:1|t|true)$/i.test(value);
}
