import { existsSync } from "node:fs";
import { z } from "zod";
import { FAIL_ON } from "../report/exit-code.ts";
import { readYamlFile } from "./yaml-file.ts";

export const CONFIG_FILE = "replatform.yaml";

const suppression = z.strictObject({
  finding: z
    .string()
    .min(1)
    .describe('A finding id, `*` allowed: "scheduling/single-replica", "egress-address/*".'),
  kind: z.string().default("*"),
  namespace: z.string().default("*"),
  name: z.string().default("*"),
  reason: z.string().min(1).describe("Why it is accepted; shown in the report."),
  expires: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, "a day as YYYY-MM-DD")
    .optional()
    .describe("The last day it is accepted on."),
});

export const configSchema = z.strictObject({
  apiVersion: z.literal("replatform.io/v1alpha1"),
  kind: z.literal("Config"),
  profile: z.string().optional().describe("A bundled profile's name, or a file beside this one."),
  target: z.string().optional().describe('The minor to arrive at: "1.26".'),
  failOn: z.enum(FAIL_ON).optional(),
  suppressions: z.array(suppression).default([]),
});

/** What a project sets once instead of on every command line: `replatform.yaml`. */
export type Config = z.output<typeof configSchema>;
export type Suppression = Config["suppressions"][number];

const NOTHING: Config = { apiVersion: "replatform.io/v1alpha1", kind: "Config", suppressions: [] };

/** The configuration named, else `replatform.yaml` in the working directory, else nothing set. */
export async function loadConfig(path: string | undefined): Promise<Config> {
  if (path === undefined && !existsSync(CONFIG_FILE)) return NOTHING;
  return readYamlFile(path ?? CONFIG_FILE, configSchema, "configuration");
}
