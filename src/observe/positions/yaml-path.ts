import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from "yaml";
import type { Path, PathSegment } from "../../world/json.ts";

type Doc = ReturnType<typeof parseDocument>;

/** A YAML document parsed for its positions, to be asked for any number of paths. */
export class YamlPositions {
  readonly #document: Doc;

  constructor(text: string) {
    this.#document = parseDocument(text, { version: "1.1", uniqueKeys: false, logLevel: "silent" });
  }

  /** Index in the text of the field at `path`: of its key, of the item in a list; else of the deepest part there is. */
  find(path: Path): number {
    let node = this.#resolve(this.#document.contents);
    let found = node?.range?.[0] ?? 0;
    for (const segment of path) {
      const next = this.#step(node, segment, 0);
      if (next === undefined) return found;
      found = next.found;
      node = this.#resolve(next.value);
    }
    return found;
  }

  #step(node: Node | undefined, segment: PathSegment, depth: number): Step | undefined {
    if (isSeq(node) && typeof segment === "number") {
      const item = node.items[segment];
      return isNode(item) ? { found: item.range?.[0] ?? 0, value: item } : undefined;
    }
    if (!isMap(node)) return undefined;
    const pair = lastPair(node, String(segment));
    const key = pair?.key;
    if (pair !== undefined && isNode(key)) {
      return { found: key.range?.[0] ?? 0, value: isNode(pair.value) ? pair.value : undefined };
    }
    return depth > 8 ? undefined : this.#merged(node, segment, depth);
  }

  /** The field may come from a map that `<<` merges in: then it stands there. */
  #merged(node: YAMLMap, segment: PathSegment, depth: number): Step | undefined {
    const merge = lastPair(node, "<<")?.value;
    const from = this.#resolve(isNode(merge) ? merge : undefined);
    const maps = isSeq(from) ? from.items : [from];
    for (const map of maps) {
      const step = this.#step(this.#resolve(isNode(map) ? map : undefined), segment, depth + 1);
      if (step !== undefined) return step;
    }
    return undefined;
  }

  #resolve(node: Node | null | undefined): Node | undefined {
    return isAlias(node) ? node.resolve(this.#document) : (node ?? undefined);
  }
}

interface Step {
  readonly found: number;
  readonly value: Node | undefined;
}

/** Of equal keys the last counts, as kubectl has it. */
function lastPair(map: YAMLMap, key: string): Pair | undefined {
  return map.items.findLast(
    (pair) => isScalar(pair.key) && (String(pair.key.value) === key || pair.key.source === key),
  );
}
