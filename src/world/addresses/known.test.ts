import { describe, expect, it } from "vitest";
import type { World } from "../world.ts";
import { knownAddresses } from "./scan.ts";
import { configMap, scan } from "./testing.ts";

describe("knownAddresses", () => {
  const node = (name: string, role: string, addresses: readonly (readonly [string, string])[]): unknown => ({
    name,
    role,
    addresses: addresses.map(([type, address]) => ({ type, address })),
  });
  const world = (nodes: readonly unknown[], hosts: readonly string[]): World => {
    const endpoints = hosts.map((host) => ({ host, via: "name", learntFrom: "here" }));
    return { nodes, api: { endpoints } } as unknown as World;
  };

  it("names each address by the first thing it is", () => {
    const nodes = [
      node("Master-1", "control-plane", [
        ["InternalIP", "10.128.0.5"],
        ["ExternalIP", "203.0.113.5"],
        ["Hostname", "master-1"],
      ]),
      node("worker-1", "worker", [
        ["InternalIP", "10.128.0.11"],
        ["ExternalIP", "203.0.113.11"],
        ["InternalIP", "2001:DB8::0011"],
        ["InternalDNS", "worker-1.dc1.example.com"],
      ]),
    ];
    const known = knownAddresses(
      world(nodes, ["203.0.113.5", "K8s.example.com", "192.0.2.9"]),
      "169.254.25.10",
    );
    expect(known.map((each) => `${each.kind} ${each.value} of ${each.owner}`)).toEqual([
      "control-plane 10.128.0.5 of Node Master-1 (InternalIP)",
      "control-plane 203.0.113.5 of Node Master-1 (ExternalIP)",
      "control-plane-name master-1 of Node Master-1 (Hostname)",
      "node-internal 10.128.0.11 of Node worker-1 (InternalIP)",
      "node-external 203.0.113.11 of Node worker-1 (ExternalIP)",
      "node-internal 2001:db8::11 of Node worker-1 (InternalIP)",
      "node-name worker-1.dc1.example.com of Node worker-1 (InternalDNS)",
      "node-name worker-1 of Node worker-1",
      "api-server k8s.example.com of here",
      "api-server 192.0.2.9 of here",
      "resolver 169.254.25.10 of the resolver of the old platform",
    ]);
  });

  it("leaves out what means every host", () => {
    const nodes = [node("localhost", "worker", [["InternalIP", "127.0.0.1"]])];
    expect(knownAddresses(world(nodes, ["::1", "0.0.0.0"]), "127.0.0.53")).toEqual([]);
  });

  it("of a cluster without nodes finds nothing, quickly", () => {
    expect(scan([configMap({ a: "10.128.0.11" })], [])).toEqual([]);
  });
});
