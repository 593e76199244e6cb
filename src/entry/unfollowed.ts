import { parseAddress } from "../world/addresses/address.ts";
import { parseCidr } from "../world/addresses/cidr.ts";
import { refLabel } from "../world/resource.ts";
import type { World } from "../world/world.ts";
import type { Controller, Shown } from "./controller.ts";
import { believesStatements, type Listener, nginxListener } from "./listener.ts";
import { settingsIn } from "./settings.ts";

/** Why an ingress-nginx' settings say nothing of its connections. */
export interface Unfollowed {
  /** As a clause. */
  readonly words: string;
  /** The ConfigMap and the place in it, where one was read. */
  readonly shown: Shown | undefined;
}

/** Undefined where its settings can be followed. */
export function unfollowed(world: Pick<World, "traffic">, controller: Controller): Unfollowed | undefined {
  const { settingsFrom, version, workload } = controller;
  const settings = settingsIn(world, controller);
  if (settings === undefined) {
    if (settingsFrom === undefined) {
      return { words: `the settings of ${refLabel(workload.ref)} were not read`, shown: undefined };
    }
    const words = `${refLabel(settingsFrom.ref)} has values that are no texts, as no API server takes it`;
    return { words, shown: { resource: settingsFrom, path: ["data"], note: "values are texts" } };
  }
  const odd = oddTrust(nginxListener(settings, version));
  if (odd === undefined) return undefined;
  const from = settingsFrom === undefined ? refLabel(workload.ref) : refLabel(settingsFrom.ref);
  return {
    words: `proxy-real-ip-cidr of ${from} has ${JSON.stringify(odd)}, which is neither an address nor a block, so that nginx may not load it`,
    shown:
      settingsFrom === undefined
        ? undefined
        : { resource: settingsFrom, path: ["data", "proxy-real-ip-cidr"], note: `not an address: ${odd}` },
  };
}

/**
 * An entry that nginx would look up as a name, and fail to start where there is none (ngx_http_realip_from). Where nobody's
 * statement counts, ingress-nginx' template leaves the list out.
 */
export function oddTrust(listener: Listener): string | undefined {
  if (!believesStatements(listener)) return undefined;
  return listener.trusted.find(
    (entry) => parseAddress(entry) === undefined && parseCidr(entry) === undefined,
  );
}
