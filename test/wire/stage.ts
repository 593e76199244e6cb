import { writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import net from "node:net";
import { join } from "node:path";
import { makeCertificate } from "../live/make-certificate.ts";
import { freePorts } from "../support/free-port.ts";
import { findPart } from "../support/parts.ts";
import { type Supervisor, startSupervisor } from "../support/supervisor.ts";
import { type Cdn, GO_TO, STATE_IN, startCdn } from "./cdn.ts";
import type { Combination } from "./combinations.ts";
import { haproxyConfig, MODES } from "./haproxy-config.ts";
import type { Subject } from "./listeners.ts";
import { nginxConfig } from "./nginx-config.ts";
import { balancerAt, CDN_AT, ECHO_AT, listenerAt, nodeAt } from "./places.ts";
import type { Visit } from "./visit.ts";

/** Real HAProxy and nginx, and the CDN, standing for as long as the truth is asked. */
export interface Stage {
  /** The way of a combination as a visit to these programs. */
  visitOf(combination: Combination): Visit;
  stop(): Promise<void>;
}

export async function startStage(subjects: readonly Subject[]): Promise<Stage> {
  const identity = makeCertificate({ commonName: "listener" });
  const supervisor = await startSupervisor("replatform-wire-");
  let cdn: Cdn | undefined;
  try {
    const [port = 0] = await freePorts(1);
    const { directory } = supervisor;
    const file = (name: string, text: string) => {
      writeFileSync(join(directory, name), text);
      return join(directory, name);
    };
    await mkdir(join(directory, "tmp"));
    file("listener.crt", identity.certificate);
    file("listener.key", identity.key);
    const nginx = file("nginx.conf", nginxConfig(subjects, port, part("nginx-headers-more")));
    const haproxy = file("haproxy.cfg", haproxyConfig(subjects.length, port));
    await supervisor.start("nginx", part("nginx"), ["-p", directory, "-c", nginx, "-e", "stderr"]);
    await supervisor.start("haproxy", part("haproxy"), ["-db", "-f", haproxy]);
    cdn = await startCdn(identity);
    const last = subjects.length - 1;
    for (const host of [ECHO_AT, listenerAt(last)]) await answers(supervisor, "nginx", host, port);
    for (const host of [nodeAt(last), balancerAt(MODES.length - 1, true, last)])
      await answers(supervisor, "haproxy", host, port);
    const standing = cdn;
    return {
      visitOf: (combination) =>
        visitOf(combination, subjects[combination.listener]?.listener.header ?? "", port, standing),
      async stop() {
        await standing.stop();
        await supervisor.stop();
      },
    };
  } catch (error) {
    await cdn?.stop();
    await supervisor.stop();
    throw error;
  }
}

function visitOf({ path, listener }: Combination, reads: string, port: number, cdn: Cdn): Visit {
  const hidden = path.hiddenBehind !== undefined;
  const modes: readonly (string | undefined)[] = MODES;
  const kind = modes.indexOf(path.balancer?.mode);
  const behind = hidden ? nodeAt(listener) : listenerAt(listener);
  const entry = kind < 0 ? behind : balancerAt(kind, hidden, listener);
  const header = path.proxy?.header ?? "X-Forwarded-For";
  return {
    from: path.client,
    ...(path.proxy === undefined
      ? { host: entry, port }
      : { host: CDN_AT, port: path.tls === true ? cdn.https : cdn.http }),
    tls: path.tls === true,
    headers: {
      ...(path.proxy === undefined ? {} : { [GO_TO]: `${entry}:${port}`, [STATE_IN]: header.toLowerCase() }),
      ...(path.forged === undefined ? {} : { [path.forgedIn ?? reads]: path.forged }),
    },
    proxyHeader: path.forgedProxy,
  };
}

function part(name: Parameters<typeof findPart>[0]): string {
  const path = findPart(name);
  if (path === undefined) throw new Error(`${name} is missing (npm run testbench)`);
  return path;
}

/** Waits until a program takes connections there; its last words where it ended instead. */
async function answers(supervisor: Supervisor, name: string, host: string, port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const ended = supervisor.exited(name);
    if (ended !== undefined) throw new Error(`${name} ended (${ended}): ${supervisor.log(name)}`);
    const up = await new Promise<boolean>((resolve) => {
      const socket = net.connect({ host, port });
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
      socket.once("close", () => socket.destroy()).setTimeout(1000, () => socket.destroy());
      socket.once("connect", () => socket.destroy());
    });
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${name} does not listen at ${host}:${port}: ${supervisor.log(name)}`);
}
