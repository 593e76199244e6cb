import { z } from "zod";
import { evidenceSchema, objectRefSchema } from "./evidence-schema.ts";

/** The `road` part of an assessment: the way through the provider's flow, and the flow itself to draw it in. */

const answer = z.strictObject({ value: z.string(), label: z.string() });

const turn = z.strictObject({
  node: z.string().describe("The node of `flow` it was asked at."),
  question: z.string().describe("The question's id, as answers files name it."),
  title: z.string(),
  ask: z.string(),
  answer,
  how: z
    .enum(["observed", "computed", "asked", "given", "assumed"])
    .describe(
      "observed: read from objects or records. computed: follows from them, the profile and the simulation. asked, given: a person's word, at the terminal or in a file. assumed: nobody's, so nothing after it is decided.",
    ),
  reason: z.string(),
  contradiction: z.string().optional().describe("Set where what was said and what was seen differ."),
  proxyRanges: z
    .array(z.string())
    .describe("CIDR blocks of the proxy in front, where the answer needs them."),
  lacking: z.enum(["proxyRanges"]).optional().describe("What the answer is worth nothing without."),
  evidence: z.array(evidenceSchema),
});

const openQuestion = z.strictObject({
  question: z.string(),
  title: z.string(),
  ask: z.string(),
  answers: z.array(answer),
  assumed: z.string().describe("The value the turns beyond it are taken with."),
  lacking: z.enum(["proxyRanges"]).optional().describe("Set where only this is missing."),
  reason: z.string().describe("Why it could not be answered."),
});

const flowNode = z.strictObject({
  id: z.string(),
  kind: z.enum(["question", "ready", "fix-first", "deferred", "new-cluster"]),
  title: z.string(),
  place: z
    .enum(["taken", "ahead", "not-taken"])
    .describe("ahead: beyond what the outcome asks for first, as it would be taken then."),
});

const flowEdge = z.strictObject({
  from: z.string(),
  to: z.string(),
  value: z.string().optional().describe("The answer; absent for the way on from an outcome."),
  label: z.string(),
  place: z.enum(["taken", "ahead", "not-taken"]),
});

export const roadSchema = z.strictObject({
  decided: z.boolean().describe("False where a question is open: the outcome then rests on what is assumed."),
  route: z.enum(["in-place", "new-cluster"]).describe("The route the states are of."),
  outcome: z.strictObject({
    id: z.string(),
    kind: z.enum(["ready", "fix-first", "deferred", "new-cluster"]),
    title: z.string(),
    until: z.string().optional().describe("deferred: when what is missing is expected."),
    provider: z.array(z.string()).describe("What the provider does next, in order."),
    customer: z.array(z.string()).describe("What the customer does next, in order."),
    fixes: z
      .array(
        z.strictObject({
          finding: z.string().optional().describe("The finding's id, where it is one."),
          subject: objectRefSchema,
          message: z.string(),
        }),
      )
      .describe("fix-first: what has to be mended."),
  }),
  entryPlan: z
    .strictObject({
      maintainer: z.enum(["provider", "customer"]),
      mode: z.enum(["tcp", "proxy-protocol", "forwarded-headers"]),
      proxyRanges: z.array(z.string()),
    })
    .describe("How traffic enters in the states of the move."),
  turns: z.array(turn).describe("The questions on the way, in order."),
  open: z.array(openQuestion).describe("The questions that remain."),
  ahead: z.array(turn).describe("The turns beyond what the outcome asks for first."),
  flow: z
    .strictObject({ nodes: z.array(flowNode), edges: z.array(flowEdge) })
    .describe("The whole flow, to draw the way in."),
  unused: z.array(z.string()).describe("Questions somebody answered that this way does not come to."),
});

export type Road = z.output<typeof roadSchema>;
export type RoadTurn = Road["turns"][number];
