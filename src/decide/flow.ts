import { z } from "zod";
import flowJson from "./flow.json" with { type: "json" };
import { flowProblems } from "./flow-problems.ts";

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const text = z.string().min(1);

const question = z.strictObject({
  id,
  /** Two to six words, for a drawing. */
  title: text,
  /** The question in full, as a person is asked. */
  ask: text,
  /** `needs`: what an answer is worth nothing without. */
  answers: z
    .array(z.strictObject({ value: id, label: text, needs: z.literal("proxyRanges").optional() }))
    .min(2),
  /** What is assumed, and said to be, where nobody answers and something has to be simulated. */
  default: id,
  /** What is computed stands, whatever a person says: an answer counts only where nothing could be computed. */
  firm: z.boolean(),
});

const node = z.strictObject({
  id,
  question: id,
  /**
   * Where each answer leads, and what it settles about the way traffic will enter. `onwards`: where the road goes
   * on once what the outcome asks for is done.
   */
  next: z.record(
    id,
    z.strictObject({
      to: id,
      onwards: id.optional(),
      plan: z
        .strictObject({
          maintainer: z.enum(["provider", "customer"]).optional(),
          mode: z.enum(["tcp", "proxy-protocol", "forwarded-headers"]).optional(),
        })
        .optional(),
    }),
  ),
});

const step = z.strictObject({
  id,
  /** One sentence; `{target}` and the like are filled in from the profile (outcome.ts). */
  text,
  /** Only where one of these answers was given on the way to the outcome. */
  when: z.record(id, z.array(id).min(1)).optional(),
});

const outcome = z.strictObject({
  id,
  kind: z.enum(["ready", "fix-first", "deferred", "new-cluster"]),
  title: text,
  /** What each side does next, in order: ids of steps. */
  provider: z.array(id).min(1),
  customer: z.array(id).min(1),
});

export const flowSchema = z
  .strictObject({
    start: id,
    questions: z.array(question),
    nodes: z.array(node),
    steps: z.array(step),
    outcomes: z.array(outcome),
  })
  .superRefine((flow, context) => {
    for (const problem of flowProblems(flow)) context.addIssue({ code: "custom", message: problem });
  });

/**
 * The road as data: questions, the nodes they are asked at, and outcomes. One question may be asked at several nodes
 * (whether a proxy is in front matters to everybody), so that a way through the nodes tells the whole story.
 */
export type Flow = z.output<typeof flowSchema>;
export type Question = Flow["questions"][number];
export type FlowNode = Flow["nodes"][number];
export type FlowEdge = FlowNode["next"][string];
export type FlowStep = Flow["steps"][number];
export type Outcome = Flow["outcomes"][number];
export type OutcomeKind = Outcome["kind"];

/** The provider's flow: its page "Migration to Kubernetes CaaS v2" of 2024-03-05, with its later one for the ingress. */
export const FLOW: Flow = flowSchema.parse(flowJson);
