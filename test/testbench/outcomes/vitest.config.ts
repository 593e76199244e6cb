import { defineConfig } from "vitest/config";

// Test runs of their own, for ../outcomes.test.ts to look at how they end.
export default defineConfig({ test: { pool: "threads", isolate: false, include: ["*.fixture.ts"] } });
