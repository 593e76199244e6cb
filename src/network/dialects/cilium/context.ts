import type { ObjectStore } from "../../../world/store.ts";
import { identityFilter } from "./identity-labels.ts";
import { type CiliumSettings, ciliumSettings } from "./settings.ts";

/** What Cilium's policies are read in. */
export interface CiliumContext {
  readonly objects: ObjectStore;
  readonly settings: CiliumSettings;
  /** Whether pods can be selected by a label; undefined: not known. */
  readonly isIdentity: (key: string) => boolean | undefined;
}

export function ciliumContext(objects: ObjectStore): CiliumContext {
  const settings = ciliumSettings(objects);
  const filter = identityFilter(settings.labels);
  const known = new Map<string, boolean | undefined>();
  return {
    objects,
    settings,
    isIdentity(key) {
      if (!known.has(key)) known.set(key, filter(key));
      return known.get(key);
    },
  };
}
