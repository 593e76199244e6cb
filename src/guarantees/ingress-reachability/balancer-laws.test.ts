import fc from "fast-check";
import { expect, it } from "vitest";
import { oddServices } from "../../entry/balancers/odd-services.ts";
import { testContext } from "../testing.ts";
import { BALANCER_RULES } from "./balancer-rules.ts";
import { moved, octaviaWorld } from "./testing.ts";

it("judges whatever it reads, in every state of both routes", () => {
  const moves = ["same", "rolling", "rolled", "beside", "alone"] as const;
  fc.assert(
    fc.property(oddServices, fc.constantFrom(...moves), fc.constantFrom(26, 31), (object, move, minor) => {
      const before = octaviaWorld([object], { controller: "v1.31.0" });
      const now = moved(before, move, minor);
      const route = now.copy === undefined ? ("in-place" as const) : ("new-cluster" as const);
      for (const rule of BALANCER_RULES) {
        for (const breach of rule.find(before, now, { ...testContext(), route })) {
          expect(breach.cause).toBe(rule.id);
          expect(breach.evidence.every(({ ref }) => ref.name !== "")).toBe(true);
        }
        // Nothing is lost while nothing has changed.
        expect(rule.find(before, before, { ...testContext(), route })).toEqual([]);
      }
    }),
  );
});
