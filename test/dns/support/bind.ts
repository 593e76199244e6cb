import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePorts } from "../../support/free-port.ts";
import { findPart } from "../../support/parts.ts";
import { type Supervisor, startSupervisor } from "../../support/supervisor.ts";

/** One BIND of a test's own. */
export interface NameServer {
  /** The loopback address it is reached at. */
  readonly address: string;
  /** Zone texts by the zone's name; SOA and `$TTL 300` are put before them. */
  readonly zones?: Readonly<Record<string, string>>;
  /** It asks others, beginning at the root servers at these addresses. */
  readonly rootServers?: readonly string[];
}

export interface NameServers {
  /** All of them are at this port of their address. */
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Starts BINDs that know of nothing but one another; resolves when all of them run. Zones' servers are all at one port
 * of addresses that differ, and BIND listens only at addresses that a network interface has: so each listens at a port
 * of 127.0.0.1, and nginx hands on what comes to its address, UDP and TCP, as it is.
 */
export async function startNameServers(servers: readonly NameServer[]): Promise<NameServers> {
  const supervisor = await startSupervisor("replatform-bind-");
  try {
    const [port = 0, ...ports] = await freePorts(servers.length + 1);
    for (const [index, server] of servers.entries()) {
      const directory = join(supervisor.directory, server.address);
      mkdirSync(directory);
      writeFileSync(
        join(directory, "named.conf"),
        configuration(server, directory, port, ports[index] as number),
      );
      const args = ["-g", "-n", "1", "-c", join(directory, "named.conf")];
      await supervisor.start(server.address, programOf("named"), args);
    }
    const hops = servers.map(({ address }, index) => hop(`${address}:${port}`, `127.0.0.1:${ports[index]}`));
    const relay = join(supervisor.directory, "nginx.conf");
    writeFileSync(relay, relayConfiguration(supervisor.directory, hops));
    await supervisor.start("nginx", programOf("nginx"), [
      "-c",
      relay,
      "-p",
      supervisor.directory,
      "-e",
      "stderr",
    ]);
    for (const { address } of servers) {
      await waitUntil(() => / running$/m.test(supervisor.log(address, 500)), supervisor, address);
      const broken = /^.*zone .*: not loaded.*$/m.exec(supervisor.log(address, 500));
      if (broken !== null) throw new Error(supervisor.log(address, 30));
    }
    await waitUntil(() => existsSync(join(supervisor.directory, "nginx.pid")), supervisor, "nginx");
    return { port, stop: () => supervisor.stop() };
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
}

function programOf(name: "named" | "nginx"): string {
  const path = findPart(name);
  if (path === undefined) throw new Error(`${name} is not there: describeWithParts says so`);
  return path;
}

async function waitUntil(ready: () => boolean, supervisor: Supervisor, name: string): Promise<void> {
  const until = Date.now() + 20_000;
  while (!ready()) {
    const ended = supervisor.exited(name);
    if (ended !== undefined || Date.now() > until) {
      throw new Error(`${name} ${ended ?? "is not ready"}:\n${supervisor.log(name)}`);
    }
    await sleep(50);
  }
}

function hop(from: string, to: string): string {
  return `server { listen ${from} udp; proxy_pass ${to}; proxy_responses 1; proxy_timeout 5s; }
server { listen ${from}; proxy_pass ${to}; }`;
}

/** Where Debian puts the module; other builds of nginx have it inside. */
const STREAM_MODULE = "/usr/lib/nginx/modules/ngx_stream_module.so";

function relayConfiguration(directory: string, hops: readonly string[]): string {
  return `${existsSync(STREAM_MODULE) ? `load_module ${STREAM_MODULE};` : ""}
daemon off;
worker_processes 1;
pid ${join(directory, "nginx.pid")};
events { worker_connections 8192; }
stream {
${hops.join("\n")}
}
`;
}

/** \`port\` is where it asks other servers: BIND's manual has the option for just such tests. */
function configuration(server: NameServer, directory: string, port: number, listen: number): string {
  const zones = Object.entries(server.zones ?? {}).map(([name, text], index) => {
    const file = join(directory, `${index}.zone`);
    const apex = name === "." ? "." : `${name}.`;
    writeFileSync(
      file,
      `$ORIGIN ${apex}\n$TTL 300\n@ SOA ns1 hostmaster 1 3600 600 86400 60\n${text.trim()}\n`,
    );
    return `zone "${name}" { type primary; file "${file}"; };`;
  });
  if (server.rootServers !== undefined) {
    const hints = join(directory, "root.hints");
    const lines = server.rootServers.map(
      (address, index) => `. 3600 NS r${index}.\nr${index}. 3600 A ${address}`,
    );
    writeFileSync(hints, `${lines.join("\n")}\n`);
    zones.push(`zone "." { type hint; file "${hints}"; };`);
  }
  return `options {
  directory "${directory}";
  pid-file none;
  session-keyfile none;
  port ${port};
  listen-on port ${listen} { 127.0.0.1; };
  listen-on-v6 { none; };
  recursion ${server.rootServers === undefined ? "no" : "yes"};
  allow-query { any; };
  dnssec-validation no;
  empty-zones-enable no;
  minimal-responses no;
  notify no;
};
controls {};
${zones.join("\n")}
`;
}
