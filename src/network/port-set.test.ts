import fc from "fast-check";
import { expect, it } from "vitest";
import { hasPort, type PortSet, PortSets, PROTOCOLS } from "./port-set.ts";

const table = new PortSets();
const portSet: fc.Arbitrary<PortSet> = fc
  .array(
    fc.tuple(fc.constantFrom(...PROTOCOLS), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 4 })),
    {
      maxLength: 5,
    },
  )
  .map((ranges) =>
    ranges.reduce(
      (sum, [protocol, first, more]) => table.union(sum, table.of(protocol, first, first + more)),
      table.none,
    ),
  );
const port = fc.tuple(fc.constantFrom(...PROTOCOLS), fc.integer({ min: 1, max: 18 }));

it("combines as sets do, port by port", () => {
  fc.assert(
    fc.property(portSet, portSet, port, (a, b, [protocol, number]) => {
      const inA = hasPort(a, protocol, number);
      const inB = hasPort(b, protocol, number);
      expect(hasPort(table.union(a, b), protocol, number)).toBe(inA || inB);
      expect(hasPort(table.intersect(a, b), protocol, number)).toBe(inA && inB);
      expect(hasPort(table.subtract(a, b), protocol, number)).toBe(inA && !inB);
    }),
  );
});

it("gives equal sets the same object however they came to be", () => {
  fc.assert(
    fc.property(portSet, portSet, (a, b) => {
      expect(table.union(a, b)).toBe(table.union(b, a));
      expect(table.union(table.subtract(a, b), table.intersect(a, b))).toBe(a);
    }),
  );
  expect(table.union(table.of("TCP", 1, 79), table.of("TCP", 80, 65535))).toBe(table.of("TCP"));
  expect(PROTOCOLS.reduce((sum, protocol) => table.union(sum, table.of(protocol)), table.none)).toBe(
    table.all,
  );
});
