import { isAscii, isUtf8 } from "node:buffer";
import { isObject, type JsonObject } from "../../world/json.ts";
import { isList } from "../objects/take-apart.ts";
import type { Intake } from "./intake.ts";
import { ListAssembly } from "./list-assembly.ts";
import type { TextReader } from "./text-reader.ts";
import { splitYamlList } from "./yaml-list.ts";
import { parseYaml } from "./yaml-parse.ts";
import { type YamlEvents, YamlSplitter } from "./yaml-splitter.ts";

/** Reads YAML of any number of documents; lists are taken apart before they are parsed. */
export class YamlReader implements TextReader, YamlEvents {
  readonly #intake: Intake;
  readonly #splitter: YamlSplitter;
  #list: ListAssembly | undefined;

  constructor(intake: Intake) {
    this.#intake = intake;
    this.#splitter = new YamlSplitter(this);
  }

  push(chunk: Buffer): void {
    this.#splitter.push(chunk);
  }

  end(): void {
    this.#splitter.end();
  }

  document(bytes: Buffer, offset: number, line: number): void {
    const list = splitYamlList(bytes);
    const outer = list === undefined ? undefined : listIn(list.outer);
    if (list === undefined || outer === undefined) {
      this.#whole(bytes, offset, line);
      return;
    }
    this.#list = new ListAssembly(this.#intake, outer);
    for (const { start, end, line: before } of list.items) {
      this.listItem(bytes.subarray(start, end), offset + start, line + before);
    }
    this.#list.end(outer, this.#intake.origin(offset, bytes.length, line, "yaml"));
  }

  listStart(outer: string): void {
    this.#list = new ListAssembly(this.#intake, listIn(outer));
  }

  listItem(bytes: Buffer, offset: number, line: number): void {
    const parsed = this.#parse(bytes, line);
    if (parsed === undefined) return;
    const origin = { ...this.#intake.origin(offset, bytes.length, line, "yaml"), within: [0] };
    this.#list?.add(Array.isArray(parsed.value) ? (parsed.value[0] as unknown) : undefined, origin);
  }

  listEnd(outer: string, offset: number, line: number): void {
    this.#list?.end(listIn(outer), this.#intake.origin(offset, 0, line, "yaml"));
    this.#list = undefined;
  }

  fault(line: number, reason: string): void {
    this.#intake.unreadable(line, reason);
  }

  #whole(bytes: Buffer, offset: number, line: number): void {
    const parsed = this.#parse(bytes, line);
    if (parsed?.value === undefined || parsed.value === null) return;
    this.#intake.add(parsed.value, this.#intake.origin(offset, bytes.length, line, "yaml"));
  }

  /** A text's value; undefined, and reported, when it has none. */
  #parse(bytes: Buffer, line: number): { readonly value: unknown } | undefined {
    const ascii = isAscii(bytes);
    if (!ascii && !isUtf8(bytes)) {
      this.#intake.unreadable(line, "no valid UTF-8");
      return undefined;
    }
    const text = bytes.toString(ascii ? "latin1" : "utf8");
    const parsed = parseYaml(text, ascii ? bytes : undefined);
    if (parsed.reason === undefined) return { value: parsed.value };
    this.#intake.unreadable(line + parsed.line, parsed.reason);
    return undefined;
  }
}

/** A list without its items; undefined when the text is none. */
function listIn(outer: string): JsonObject | undefined {
  const { value } = parseYaml(outer);
  return isObject(value) && isList(value) ? value : undefined;
}
