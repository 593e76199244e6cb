import { describe, expect, it } from "vitest";
import type { EntryPlan } from "../platforms/entry-plan.ts";
import { type BalancerMode, TRAFFIC_AS_READ } from "../world/traffic.ts";
import type { World } from "../world/world.ts";
import { type Connection, connectionOf } from "./connection.ts";
import type { Controller } from "./controller.ts";
import type { Entry } from "./entry.ts";

const PLAN: Pick<EntryPlan, "mode" | "proxyRanges"> = { mode: "proxy-protocol", proxyRanges: [] };
const world = { nodes: [], traffic: TRAFFIC_AS_READ } as unknown as World;

interface Case {
  readonly mode?: BalancerMode;
  readonly settings?: Readonly<Record<string, string>> | undefined;
  readonly version?: Controller["version"];
  readonly keepsSource?: boolean;
  readonly tls?: boolean;
}

/** The connection of ingress-nginx by a balancer of a mode, or without one. */
function connected({ mode, keepsSource = true, tls = false, ...rest }: Case): Connection {
  const ref = { apiVersion: "apps/v1", kind: "Deployment", namespace: "ingress-nginx", name: "controller" };
  const settings = "settings" in rest ? rest.settings : {};
  const controller = { kind: "ingress-nginx", workload: { ref }, settings, version: rest.version };
  const balancer = mode && { mode, modeKnown: true, sourceRanges: undefined, owner: "service" };
  const entry = { balancer, keepsSource };
  return connectionOf(
    controller as unknown as Controller,
    entry as unknown as Entry,
    world,
    PLAN as EntryPlan,
    tls,
  );
}

const BOTH = { "use-proxy-protocol": "true", "use-forwarded-headers": "true" };

describe("a connection to ingress-nginx", () => {
  it("shows the client at a node that keeps the source, and the node at one that does not", () => {
    expect(connected({})).toEqual({ result: "works", sees: "client", tells: "client", forgeable: false });
    expect(connected({ keepsSource: false }).sees).toBe("node");
  });

  it("shows the balancer where that hands on TCP", () => {
    expect(connected({ mode: "tcp" }).sees).toBe("balancer");
  });

  it("breaks where one end alone speaks PROXY", () => {
    expect(connected({ mode: "proxy-v2" }).result).toBe("bad-request");
    expect(connected({ mode: "tcp", settings: { "use-proxy-protocol": "true" } }).result).toBe(
      "broken-header",
    );
  });

  it("does not get TLS through a balancer that speaks HTTP", () => {
    expect(connected({ mode: "http" }).result).toBe("works");
    expect(connected({ mode: "http", tls: true }).result).toBe("bad-request");
    expect(connected({ mode: "tcp", tls: true }).result).toBe("works");
  });

  it("can be forged where forwarded headers are believed, and since 1.13 behind PROXY too", () => {
    expect(connected({ settings: { "use-forwarded-headers": "true" } }).forgeable).toBe(true);
    expect(connected({ mode: "proxy-v1", settings: BOTH, version: [1, 12, 0] }).forgeable).toBe(false);
    const trusting = { ...BOTH, "proxy-real-ip-cidr": "10.0.0.0/8,198.19.255.4" };
    expect(connected({ mode: "proxy-v1", settings: trusting, version: [1, 13, 0] }).forgeable).toBe(true);
  });

  it("is not known where the ConfigMap was not read", () => {
    expect(connected({ settings: undefined }).result).toBe("unknown");
  });
});
