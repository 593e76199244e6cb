import fc from "fast-check";
import { expect, it } from "vitest";
import { dayNumber, dayText } from "./days.ts";

it.each([
  ["1970-01-01", 0],
  ["1970-01-02T12:00:00Z", 1.5],
  ["2024-03-05", 19_787],
  ["2000-02-29T06:00:00.000Z", 11_016.25],
])("%s is day %d", (text, days) => {
  expect(dayNumber(text)).toBeCloseTo(days, 6);
});

it.each(["", "2024", "05.03.2024", "2024-13-01", "2024-01-00", "2024-01-01x"])("%s is no day", (text) => {
  expect(dayNumber(text)).toBeUndefined();
});

it("counts as calendars do, and back", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date(0), max: new Date("9999-12-31T00:00:00Z"), noInvalidDate: true }),
      (date) => {
        const text = date.toISOString().slice(0, 10);
        expect(dayNumber(text)).toBe(Math.floor(date.getTime() / 86_400_000));
        expect(dayText(dayNumber(text) ?? -1)).toBe(text);
      },
    ),
  );
});
