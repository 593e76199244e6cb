import type { End } from "../../network/list.ts";
import { visible } from "../../report/escape.ts";

/** Longer lists of addresses or nodes than this get a name, or no line could be read. */
const MOST_NAMED = 4;

/** Writes ends of lines; names long groups and says at the end what they stand for. */
export class AddressLegend {
  readonly #names = new Map<string, string>();

  name(end: End): string {
    if (end.kind === "pods") return visible(end.name);
    const parts = end.kind === "nodes" ? end.nodes.length : end.ranges.length;
    if (parts <= MOST_NAMED || end.name.startsWith("*")) return visible(end.name);
    let name = this.#names.get(end.name);
    if (name === undefined) {
      name = `${end.kind}-${this.#names.size + 1}(${parts})`;
      this.#names.set(end.name, name);
    }
    return name;
  }

  *lines(): Generator<string> {
    if (this.#names.size > 0) yield "\n";
    for (const [text, name] of this.#names) yield `${name} = ${visible(text)}\n`;
  }
}
