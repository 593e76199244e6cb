import { stringMapOf } from "../../world/json.ts";
import { selects } from "../../world/selector.ts";
import type { ObjectStore } from "../../world/store.ts";
import type { Controller } from "../controller.ts";
import { parseSelector } from "./text-selector.ts";

type Watched = Pick<Controller, "namespaces" | "namespacesKnown">;

const ALL: Watched = { namespaces: undefined, namespacesKnown: true };
const UNCLEAR: Watched = { namespaces: undefined, namespacesKnown: false };

/** The namespaces of --watch-namespace or --watch-namespace-selector (the one excludes the other). */
export function watchedNamespaces(objects: ObjectStore, flags: Controller["flags"]): Watched {
  const one = flags["--watch-namespace"];
  if (one !== undefined && one !== "") {
    return one.includes("$(") ? UNCLEAR : { namespaces: [one], namespacesKnown: true };
  }
  const text = flags["--watch-namespace-selector"];
  if (text === undefined || text === "") return ALL;
  const selector = parseSelector(text);
  const namespaces = objects.list("Namespace");
  if (selector === undefined || namespaces.length === 0) return UNCLEAR;
  const selected = namespaces.filter(
    ({ object }) => selects(selector, stringMapOf(object.metadata.labels)) === true,
  );
  return { namespaces: selected.map(({ ref }) => ref.name), namespacesKnown: true };
}
