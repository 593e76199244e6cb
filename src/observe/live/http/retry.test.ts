import { expect, test } from "vitest";
import { isRetryable, MOST_ATTEMPTS, realPace, retryDelay } from "./retry.ts";

test.each([
  [1, 125, 250],
  [2, 250, 500],
  [4, 1000, 2000],
  [20, 5000, 10_000],
])("before attempt %i + 1 it waits between %i and %i ms", (attempt, least, most) => {
  expect(retryDelay(attempt, undefined, 0)).toBe(least);
  expect(retryDelay(attempt, undefined, 1)).toBe(most);
});

test.each([
  ["3", 3000],
  ["0", 0],
  ["999999", 60_000],
  ["Wed, 21 Oct 2015 07:28:00 GMT", 125],
  ["-1", 125],
])("Retry-After %s is %i ms", (header, ms) => {
  expect(retryDelay(1, header, 0)).toBe(ms);
});

test("all waits together are bearable", () => {
  let sum = 0;
  for (let attempt = 1; attempt < MOST_ATTEMPTS; attempt++) sum += retryDelay(attempt, undefined, 1);
  expect(sum).toBeLessThan(10_000);
});

test.each([200, 301, 400, 401, 403, 404, 405, 410, 501])("%i is not tried again", (status) => {
  expect(isRetryable(status)).toBe(false);
});

test("sleep ends with the signal's reason", async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error("Ctrl-C")), 10);
  await expect(realPace.sleep(60_000, controller.signal)).rejects.toThrow("Ctrl-C");
});
