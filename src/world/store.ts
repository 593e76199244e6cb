import { type GroupKind, groupKind, type ObjectRef, type Resource, refKey } from "./resource.ts";

/**
 * The cluster's objects by kind. Immutable: `with` shares every kind it does not touch, so a world that
 * differs in two nodes costs two small arrays over 100,000 objects.
 */
export class ObjectStore {
  readonly #kinds: ReadonlyMap<GroupKind, readonly Resource[]>;
  readonly #indexes: WeakMap<readonly Resource[], ReadonlyMap<string, Resource>>;

  private constructor(
    kinds: ReadonlyMap<GroupKind, readonly Resource[]>,
    indexes: WeakMap<readonly Resource[], ReadonlyMap<string, Resource>>,
  ) {
    this.#kinds = kinds;
    this.#indexes = indexes;
  }

  static of(resources: Iterable<Resource>): ObjectStore {
    const kinds = new Map<GroupKind, Resource[]>();
    for (const resource of resources) {
      const key = groupKind(resource.ref.apiVersion, resource.ref.kind);
      const list = kinds.get(key);
      if (list === undefined) kinds.set(key, [resource]);
      else list.push(resource);
    }
    return new ObjectStore(kinds, new WeakMap());
  }

  /** All objects of a kind ("Deployment.apps", "Pod"). The same array every time: usable as a cache key. */
  list(kind: GroupKind): readonly Resource[] {
    return this.#kinds.get(kind) ?? NONE;
  }

  kinds(): Iterable<GroupKind> {
    return this.#kinds.keys();
  }

  *all(): Iterable<Resource> {
    for (const list of this.#kinds.values()) yield* list;
  }

  get size(): number {
    let size = 0;
    for (const list of this.#kinds.values()) size += list.length;
    return size;
  }

  get(kind: GroupKind, namespace: string | undefined, name: string): Resource | undefined {
    const list = this.list(kind);
    let index = this.#indexes.get(list);
    if (index === undefined) {
      index = new Map(list.map((resource) => [nameKey(resource.ref.namespace, resource.ref.name), resource]));
      this.#indexes.set(list, index);
    }
    return index.get(nameKey(namespace, name));
  }

  find(ref: ObjectRef): Resource | undefined {
    return this.get(groupKind(ref.apiVersion, ref.kind), ref.namespace, ref.name);
  }

  /** A store with these objects put (added or replaced) and those refs removed; this one is unchanged. */
  with(change: { put?: readonly Resource[]; remove?: readonly ObjectRef[] }): ObjectStore {
    const touched = new Map<GroupKind, Map<string, Resource>>();
    const kindMap = (kind: GroupKind): Map<string, Resource> => {
      let map = touched.get(kind);
      if (map === undefined) {
        map = new Map(this.list(kind).map((resource) => [refKey(resource.ref), resource]));
        touched.set(kind, map);
      }
      return map;
    };
    for (const ref of change.remove ?? []) kindMap(groupKind(ref.apiVersion, ref.kind)).delete(refKey(ref));
    for (const resource of change.put ?? []) {
      kindMap(groupKind(resource.ref.apiVersion, resource.ref.kind)).set(refKey(resource.ref), resource);
    }
    const kinds = new Map(this.#kinds);
    for (const [kind, map] of touched) kinds.set(kind, [...map.values()]);
    return new ObjectStore(kinds, this.#indexes);
  }
}

const NONE: readonly Resource[] = Object.freeze([]);

function nameKey(namespace: string | undefined, name: string): string {
  return `${namespace ?? ""}/${name}`;
}
