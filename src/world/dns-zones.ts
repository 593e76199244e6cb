import type { Corefile, Directive, ServerBlock } from "./corefile.ts";

/** One way in which a Corefile answers names of a zone. */
export interface ZoneRule {
  /** Lower case, without the last dot; "." for all names. */
  readonly zone: string;
  readonly plugin: string;
  /** Equal for rules that do the same. */
  readonly does: string;
  /** Where questions go, for forwards: `10.128.2.53`, `/etc/resolv.conf`. */
  readonly upstreams: readonly string[];
  /** As written, for people. */
  readonly text: string;
  readonly line: number;
}

/** A server block's zone with its rules. */
export interface ZoneServer {
  readonly zone: string;
  readonly rules: readonly ZoneRule[];
}

/** What a Corefile answers on port 53, zone by zone. */
export function zoneServers({ servers }: Corefile): readonly ZoneServer[] {
  return servers.flatMap((server) =>
    server.keys
      .map(zoneOfKey)
      .filter(({ port }) => port === "53")
      .map(({ zone }) => ({ zone, rules: rulesOf(server, zone) })),
  );
}

/** The server block CoreDNS answers a zone's names from: the one with the longest zone that holds it. */
export function serverFor(servers: readonly ZoneServer[], zone: string): ZoneServer | undefined {
  return servers
    .filter((server) => holds(server.zone, zone))
    .reduce<ZoneServer | undefined>(
      (best, server) => (best === undefined || server.zone.length > best.zone.length ? server : best),
      undefined,
    );
}

/** Whether every name of the inner zone lies in the outer one. */
export function holds(outer: string, inner: string): boolean {
  return outer === "." || outer === inner || inner.endsWith(`.${outer}`);
}

function zoneOfKey(key: string): { zone: string; port: string } {
  const [, scheme, rest = ""] = /^(?:([a-z]+):\/\/)?(.*)$/i.exec(key) ?? [];
  const [, name = "", port] = /^(.*?)(?::(\d+))?$/.exec(rest) ?? [];
  const plain = scheme === undefined || scheme === "dns";
  return { zone: zoneName(name), port: plain ? (port ?? "53") : (port ?? "other") };
}

function zoneName(name: string): string {
  const bare = name.toLowerCase().replace(/\.$/, "");
  return bare === "" ? "." : bare;
}

/** Plugins that decide what a name means; others cache, count or log. */
const ANSWERING = new Set([
  "forward",
  "proxy",
  "fanout",
  "grpc",
  "alternate",
  "hosts",
  "file",
  "auto",
  "secondary",
  "template",
  "rewrite",
  "kubernetes",
  "k8s_external",
  "route53",
  "azure",
  "clouddns",
  "etcd",
  "records",
  "dns64",
  "acl",
]);
const FORWARDING = new Set(["forward", "proxy", "fanout", "grpc"]);

function rulesOf({ directives }: ServerBlock, zone: string): readonly ZoneRule[] {
  return directives
    .filter(({ name }) => ANSWERING.has(name))
    .flatMap((directive) =>
      zonesOf(directive, zone)
        .filter((own) => holds(zone, own))
        .map((own): ZoneRule => {
          const upstreams = FORWARDING.has(directive.name) ? directive.args.slice(1).map(upstreamOf) : [];
          return {
            zone: own,
            plugin: directive.name,
            does: [
              directive.name,
              ...(upstreams.length > 0 ? [...upstreams].sort() : [shown(directive)]),
            ].join(" "),
            upstreams,
            text: shown(directive),
            line: directive.line,
          };
        }),
    );
}

/** The zones a plugin itself is limited to, by each plugin's own syntax; the server block's where it names none. */
function zonesOf({ name, args }: Directive, zone: string): readonly string[] {
  const named = FORWARDING.has(name)
    ? args.slice(0, 1)
    : name === "template"
      ? args.slice(2)
      : name === "file" || name === "hosts"
        ? args.slice(1)
        : name === "secondary" || name === "kubernetes" || name === "k8s_external" || name === "etcd"
          ? args
          : [];
  const zones = named.map(zoneName).map((own) => (own === "." ? zone : own));
  return zones.length === 0 ? [zone] : [...new Set(zones)];
}

/** `dns://10.0.0.1:53` and `10.0.0.1` are one; node-cache puts its upstreams in place of its own words. */
function upstreamOf(text: string): string {
  if (text === "__PILLAR__UPSTREAM__SERVERS__") return "/etc/resolv.conf";
  return text.replace(/^dns:\/\//, "").replace(/^(\d[\d.]*|\[[\da-f:]+\]):53$/i, "$1");
}

function shown({ name, args, block }: Directive): string {
  const inner = block.length === 0 ? [] : [`{ ${block.map(shown).join("; ")} }`];
  return [name, ...args, ...inner].join(" ");
}
