import { defineConfig } from "vitest/config";

// A test run of its own, for ../leftovers.test.ts to end in every way there is.
export default defineConfig({
  test: { pool: "threads", include: ["abandoned.fixture.ts"], testTimeout: 120_000 },
});
