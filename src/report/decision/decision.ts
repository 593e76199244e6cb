import { z } from "zod";
import { roadSchema } from "../road-section.ts";

/** The result of `decide`, exactly as `-o json` prints it. Published as schemas/decision.v1alpha1.json. */
export const decisionSchema = z.strictObject({
  apiVersion: z.literal("replatform.io/v1alpha1"),
  kind: z.literal("Decision"),
  generator: z.strictObject({ name: z.literal("replatform"), version: z.string() }),
  cluster: z.strictObject({
    sources: z.array(z.string()),
    version: z.string().optional().describe('Minor the cluster runs ("1.25"); absent when no source tells.'),
    platform: z.enum(["source", "target", "unknown"]).describe("Which platform of the profile it runs on."),
  }),
  profile: z.strictObject({
    name: z.string(),
    source: z.string(),
    target: z.string(),
    on: z.string().describe("The day its statements are taken of."),
  }),
  target: z.strictObject({ version: z.string() }),
  road: roadSchema.optional().describe("Absent where the cluster is on the target already."),
});

export type Decision = z.output<typeof decisionSchema>;
