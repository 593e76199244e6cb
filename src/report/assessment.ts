import { z } from "zod";
import { entriesSchema } from "./entries-section.ts";
import { evidenceSchema, objectRefSchema } from "./evidence-schema.ts";
import { networkSchema } from "./network-section.ts";
import { roadSchema } from "./road-section.ts";

/**
 * The result of `assess`, exactly as `-o json` prints it; every other format is a view of this object.
 * Published as schemas/assessment.v1alpha1.json.
 */

export const verdictSchema = z.enum(["holds", "breaks", "unknown"]);
export const findingVerdictSchema = z.enum(["breaks", "unknown", "advice"]);

const finding = z.strictObject({
  id: z.string().describe("`guarantee/cause`; stable."),
  title: z.string().describe("The cause in a few words."),
  guarantee: z.string(),
  verdict: findingVerdictSchema,
  state: z.string().describe("The first state it bites in."),
  states: z.array(z.string()).describe("Every state it stands in."),
  verdicts: z
    .record(z.string(), findingVerdictSchema)
    .describe("Its verdict in each of `states`; `verdict` is the worst of them."),
  subject: objectRefSchema,
  owner: z
    .strictObject({ kind: z.string(), name: z.string() })
    .optional()
    .describe("Who will apply the subject again, so where the change is to be made."),
  message: z.string(),
  evidence: z.array(evidenceSchema),
  remedy: z.string(),
  docs: z.string().describe("The documentation page: `docs/findings/<guarantee>/<cause>.md`."),
  suppressed: z
    .strictObject({ reason: z.string(), expires: z.string().optional() })
    .optional()
    .describe("Set when a rule in the configuration accepts the finding; it then counts for no verdict."),
});

const coverage = z.strictObject({
  kind: z.string().optional().describe('Kind and group, "PodDisruptionBudget.policy".'),
  place: z.string().optional().describe("A file, a document or a request."),
  status: z.enum(["read", "partial", "forbidden", "absent", "unreadable"]),
  count: z.number().int().nonnegative(),
  reason: z.string().optional(),
  neededBy: z.array(z.string()).describe("The guarantees that need it."),
});

const state = z.strictObject({
  id: z.string(),
  title: z.string(),
  story: z.string(),
  actor: z.enum(["provider", "customer", "both", "nobody"]),
  mixed: z.boolean().describe("Old and new stand side by side."),
  version: z.string().optional().describe("The API server's minor in this state."),
  nodes: z
    .strictObject({ old: z.number().int(), new: z.number().int() })
    .describe("Nodes as read and nodes made by the move, in this state."),
});

const guarantee = z.strictObject({
  id: z.string(),
  promise: z.string(),
  verdicts: z.record(z.string(), verdictSchema).describe("By state id."),
});

const mention = z.strictObject({
  kind: z.enum([
    "node-external",
    "node-internal",
    "control-plane",
    "api-server",
    "resolver",
    "node-name",
    "control-plane-name",
  ]),
  address: z.string(),
  owner: z.string().describe("Whose address it is."),
  object: objectRefSchema,
  path: z.string(),
  text: z.string().describe("As written."),
  platformOwned: z.boolean().describe("True where the platform writes the object and will change it itself."),
  source: z.string(),
  line: z.number().int().positive().optional(),
});

export const assessmentSchema = z.strictObject({
  apiVersion: z.literal("replatform.io/v1alpha1"),
  kind: z.literal("Assessment"),
  generator: z.strictObject({ name: z.literal("replatform"), version: z.string() }),
  outcome: z
    .enum(["ready", "breaks", "unknown", "not-affected"])
    .describe(
      "ready: every guarantee holds in every state. unknown: nothing breaks, not everything could be checked.",
    ),
  cluster: z.strictObject({
    name: z.string().optional(),
    sources: z.array(z.string()),
    version: z.string().optional().describe('Minor the cluster runs ("1.25"); absent when no source tells.'),
    nodes: z.number().int().nonnegative(),
    workloads: z.number().int().nonnegative(),
    objects: z.number().int().nonnegative(),
    platform: z.enum(["source", "target", "unknown"]).describe("Which platform of the profile it runs on."),
    platformEvidence: z.array(z.string()),
    minorsToPassFirst: z.array(z.string()).describe("Minors to upgrade through before the move can begin."),
  }),
  profile: z.strictObject({
    name: z.string(),
    title: z.string(),
    described: z.string(),
    source: z.string(),
    target: z.string(),
    features: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        status: z.enum(["unsupported", "planned", "opt-in", "supported"]),
        expected: z.string().optional(),
        note: z.string().optional(),
      }),
    ),
  }),
  target: z.strictObject({ version: z.string() }),
  coverage: z.array(coverage),
  states: z.array(state),
  guarantees: z.array(guarantee),
  findings: z.array(finding),
  addresses: z.array(mention).describe("Every place that names an address of the old platform."),
  network: networkSchema
    .optional()
    .describe("Which connections the move changes, as the report draws it. Absent where there is no move."),
  entries: entriesSchema
    .optional()
    .describe("How visitors get in, state by state. Absent where there is no move."),
  road: roadSchema
    .optional()
    .describe(
      "Which way the cluster goes, and why. Absent where there is no move, or nobody walked the road.",
    ),
  suppressions: z
    .array(
      z.strictObject({
        rule: z.string(),
        reason: z.string(),
        expires: z.string().optional(),
        status: z.enum(["used", "unused", "expired"]),
      }),
    )
    .describe("What the configuration's suppressions did."),
});

export type Assessment = z.output<typeof assessmentSchema>;
export type AssessmentFinding = Assessment["findings"][number];
export type AssessmentEvidence = AssessmentFinding["evidence"][number];
export type AssessmentCoverage = Assessment["coverage"][number];
export type AssessmentState = Assessment["states"][number];
