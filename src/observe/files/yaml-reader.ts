import { isUtf8 } from "node:buffer";
import { isObject } from "../../world/json.ts";
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
    if (!isUtf8(bytes)) {
      this.#intake.unreadable(line, "no valid UTF-8");
      return;
    }
    const list = splitYamlList(bytes);
    if (list === undefined) {
      this.#whole(bytes, offset, line);
      return;
    }
    const outer = parseYaml(list.outer);
    const around = outer.reason === undefined ? outer.value : undefined;
    if (!isObject(around) || !isList({ ...around, items: [] })) {
      this.#whole(bytes, offset, line);
      return;
    }
    const assembly = new ListAssembly(this.#intake, around);
    for (const item of list.items) {
      const text = bytes.toString("utf8", item.start, item.end);
      const parsed = parseYaml(text);
      if (parsed.reason !== undefined) {
        this.#intake.unreadable(line + item.line + parsed.line, parsed.reason);
        continue;
      }
      const origin = this.#intake.origin(
        offset + item.start,
        item.end - item.start,
        line + item.line,
        "yaml",
      );
      const value = Array.isArray(parsed.value) ? (parsed.value[0] as unknown) : undefined;
      assembly.add(value, { ...origin, within: [0] });
    }
    assembly.end({ ...around, items: [] }, this.#intake.origin(offset, bytes.length, line, "yaml"));
  }

  fault(line: number, reason: string): void {
    this.#intake.unreadable(line, reason);
  }

  #whole(bytes: Buffer, offset: number, line: number): void {
    const parsed = parseYaml(bytes.toString("utf8"));
    if (parsed.reason !== undefined) this.#intake.unreadable(line + parsed.line, parsed.reason);
    else if (parsed.value !== undefined && parsed.value !== null) {
      this.#intake.add(parsed.value, this.#intake.origin(offset, bytes.length, line, "yaml"));
    }
  }
}
