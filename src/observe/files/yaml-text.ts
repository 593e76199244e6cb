import { parseYaml } from "./yaml-parse.ts";
import { YamlSplitter } from "./yaml-splitter.ts";

/** One document of a text held in memory: its value, or why it has none. `line` is 1-based. */
export type YamlDocument =
  | { readonly value: unknown; readonly reason?: undefined; readonly line: number }
  | { readonly value?: undefined; readonly reason: string; readonly line: number };

/** Every document of a YAML text that is not empty. */
export function readYamlText(text: string): YamlDocument[] {
  const out: YamlDocument[] = [];
  const add = (bytes: Buffer, _offset: number, line: number) => {
    const parsed = parseYaml(bytes.toString("utf8"));
    if (parsed.reason !== undefined) out.push({ reason: parsed.reason, line: line + parsed.line });
    else if (parsed.value !== undefined && parsed.value !== null) out.push({ value: parsed.value, line });
  };
  const splitter = new YamlSplitter({
    document: add,
    // Nobody prints a list of this size but into a file, which is read elsewhere.
    listStart() {},
    listItem: add,
    listEnd() {},
    fault(line, reason) {
      out.push({ reason, line });
    },
  });
  splitter.push(Buffer.from(text, "utf8"));
  splitter.end();
  return out;
}
