import { expect, it } from "vitest";
import { networkWorld } from "../../../bench/network-world.ts";
import { prove } from "../../simulate/prove.ts";
import { simulateRoute } from "../../simulate/route.ts";
import { testContext, testNode } from "../testing.ts";
import { dnsResolution } from "./dns-resolution.ts";
import { profile } from "./testing.ts";

/** 3,000 workloads with 9,000 pods and 6,000 policies, over every state of the route. */
it("follows the names of a large cluster in seconds, and names each namespace's policy once", () => {
  const nodes = Array.from({ length: 60 }, (_, index) => testNode(`node-${index}`));
  const states = simulateRoute({ ...networkWorld(3000), nodes }, profile, { target: 26 });
  const start = process.cpuUsage();
  const { findings } = prove(states, [dnsResolution], testContext({ profile }));
  const { user, system } = process.cpuUsage(start);
  expect(findings.map(({ id, subject }) => `${id} ${subject.name}`)).toEqual(
    Array.from({ length: 60 }, () => "dns-resolution/cache-only allow-dns"),
  );
  // About 0.8 s alone on a core; 10,000 workloads take 2.7 s.
  expect((user + system) / 1e6).toBeLessThan(4);
}, 60_000);
