import { formatPath } from "../../world/json.ts";
import type { Route } from "../route.ts";

/** A route in one line, for short expectations. */
export function routeLine(route: Route): string {
  const { backend, host, path, pathType, at, layer, parents, unclear } = route;
  const to =
    backend.kind === "service"
      ? `${backend.namespace}/${backend.name}:${backend.port}`
      : `(${backend.words})`;
  const security = route.tls ? "tls" : "plain";
  const by = parents.map(({ ref, listeners, why }) => {
    const names = listeners.map(({ name }) => name).join("+");
    return ` by ${ref.name}${names === "" ? ` (${why})` : `/${names}`}`;
  });
  const what = layer === "http" ? security : `${security} ${layer}`;
  return `${what} ${host || "(any)"} ${path} ${pathType} > ${to} at ${formatPath(at)}${by.join("")}${unclear === undefined ? "" : ` [${unclear}]`}`;
}

export function routeLines(routes: readonly Route[]): string[] {
  return routes.map(routeLine);
}
