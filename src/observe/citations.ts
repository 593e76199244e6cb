import type { Path } from "../world/json.ts";
import type { Origin } from "../world/resource.ts";
import { locate } from "./positions.ts";

export interface Place {
  readonly origin: Origin;
  readonly path: Path;
}

/** Lines of the places a report cites, read once for all of them; places that are no file have none. */
export async function citations(places: readonly Place[]): Promise<(place: Place) => { line?: number }> {
  const byKey = new Map<string, Place>();
  for (const place of places) if (place.origin.kind === "file") byKey.set(keyOf(place), place);
  const lines = await locate([...byKey.values()]);
  const found = new Map([...byKey.keys()].map((key, index) => [key, lines[index]]));
  return (place) => {
    const line = place.origin.kind === "file" ? found.get(keyOf(place)) : undefined;
    return line === undefined ? {} : { line };
  };
}

function keyOf({ origin, path }: Place): string {
  return JSON.stringify([origin, path]);
}
