import type { Protocol } from "../../../network/port-set.ts";
import type { Directive } from "../../../world/corefile.ts";
import { cacheCorefile } from "../../../world/dns-corefiles.ts";
import type { DnsService } from "../../../world/dns-service.ts";
import type { World } from "../../../world/world.ts";

/** The addon's file names the Service by this until the cache fills it in. */
const PLACEHOLDER = "__PILLAR__CLUSTER__DNS__";

/** Whether the caches ask CoreDNS over TCP whatever they are asked over (forward's force_tcp). */
export function cachesForceTcp({ objects, workloads }: World, { addresses }: DnsService): boolean {
  const servers = cacheCorefile(objects, workloads)?.corefile.servers ?? [];
  const forwards = servers
    .flatMap(({ directives }) => directives)
    .filter(({ name, args }) => name === "forward" && args.slice(1).some(isCoreDns));
  return forwards.length > 0 && forwards.every(isForced);

  function isCoreDns(to: string): boolean {
    return to === PLACEHOLDER || addresses.includes(to.replace(/^dns:\/\//, "").replace(/:53$/, ""));
  }
}

/** The protocols the caches ask over. */
export function cacheProtocols(forced: boolean): readonly Protocol[] {
  return forced ? ["TCP"] : ["UDP", "TCP"];
}

function isForced({ block }: Directive): boolean {
  return block.some(({ name }) => name === "force_tcp");
}
