import { isObject, type JsonObject, objectsOf, stringOf } from "../../world/json.ts";
import type { KubeObject } from "../../world/resource.ts";

/** Enough for every controller of a large cluster; the map is dropped rather than grown further. */
const MOST = 200_000;

/**
 * Remembers an object that later ones are likely to equal in large parts: another pod of the same controller, or
 * simply the last object of the kind.
 */
export class Siblings {
  readonly #byMaker = new Map<string, KubeObject>();

  static maker({ kind: ownKind, metadata }: JsonObject): string {
    const kind = stringOf(ownKind) ?? "";
    if (!isObject(metadata) || metadata.ownerReferences === undefined) return kind;
    const [controller] = objectsOf(metadata.ownerReferences);
    return `${kind} ${stringOf(controller?.uid) ?? ""}`;
  }

  find(maker: string): KubeObject | undefined {
    return this.#byMaker.get(maker);
  }

  remember(maker: string, object: KubeObject): void {
    if (this.#byMaker.size >= MOST) this.#byMaker.clear();
    this.#byMaker.set(maker, object);
  }
}
