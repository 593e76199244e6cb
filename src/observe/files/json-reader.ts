import { isAscii, isUtf8 } from "node:buffer";
import type { Intake } from "./intake.ts";
import { faultIn } from "./json-fault.ts";
import { type JsonEvents, JsonSplitter } from "./json-splitter.ts";
import { countLines } from "./lines.ts";
import { ListAssembly } from "./list-assembly.ts";
import type { TextReader } from "./text-reader.ts";
import { parseYaml } from "./yaml-parse.ts";

/** A text this short that is no JSON may be YAML in its flow notation, `{kind: Pod}`. */
const MAYBE_YAML = 1024 * 1024;

/** Reads JSON objects, lists of any size, concatenated objects, and objects one a line. */
export class JsonReader implements TextReader, JsonEvents {
  readonly #intake: Intake;
  readonly #splitter: JsonSplitter;
  #list: ListAssembly | undefined;

  constructor(intake: Intake) {
    this.#intake = intake;
    this.#splitter = new JsonSplitter(this);
  }

  push(chunk: Buffer): void {
    this.#splitter.push(chunk);
  }

  end(): void {
    this.#splitter.end();
  }

  value(bytes: Buffer, offset: number, line: number): void {
    const value = this.#parse(bytes, line);
    if (value !== undefined) this.#intake.add(value, this.#origin(bytes, offset, line));
  }

  listStart(head: string): void {
    this.#list = new ListAssembly(this.#intake, head === "" ? "bare" : parseText(`${head}[]}`));
  }

  item(bytes: Buffer, offset: number, line: number): void {
    const value = this.#parse(bytes, line);
    if (value !== undefined) this.#list?.add(value, this.#origin(bytes, offset, line));
  }

  guess(bytes: Buffer, offset: number, line: number): boolean {
    const value = parseBytes(bytes);
    if (value !== undefined) this.#list?.add(value, this.#origin(bytes, offset, line));
    return value !== undefined;
  }

  listEnd(text: string, offset: number, line: number): void {
    const list = parseText(text);
    if (text !== "" && list === undefined)
      this.#intake.unreadable(line, "the list around its items is no valid JSON");
    this.#list?.end(list, this.#intake.origin(offset, 0, line, "json"));
    this.#list = undefined;
  }

  fault(line: number, reason: string): void {
    this.#intake.unreadable(line, reason);
  }

  #origin(bytes: Buffer, offset: number, line: number) {
    return this.#intake.origin(offset, bytes.length, line, "json");
  }

  #parse(bytes: Buffer, line: number): unknown {
    const value = parseBytes(bytes);
    if (value !== undefined) return value;
    if (!isUtf8(bytes)) {
      this.#intake.unreadable(line, "no valid UTF-8");
      return undefined;
    }
    const text = bytes.toString("utf8");
    if (text.length < MAYBE_YAML) {
      const yaml = parseYaml(text);
      if (yaml.reason === undefined) return yaml.value;
      if (text.startsWith("{{")) {
        this.#intake.unreadable(line, yaml.reason);
        return undefined;
      }
    }
    const { offset, reason } = faultIn(text);
    this.#intake.unreadable(line + countLines(Buffer.from(text.slice(0, offset)), 0, offset), reason);
    return undefined;
  }
}

/** The value of JSON in UTF-8; undefined when it is not. */
function parseBytes(bytes: Buffer): unknown {
  const ascii = isAscii(bytes);
  return ascii || isUtf8(bytes) ? parseText(bytes.toString(ascii ? "latin1" : "utf8")) : undefined;
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
