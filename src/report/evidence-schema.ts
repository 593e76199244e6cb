import { z } from "zod";

/** Parts of an assessment that several of its sections share. */

export const objectRefSchema = z
  .strictObject({
    apiVersion: z.string(),
    kind: z.string(),
    namespace: z.string().exactOptional().describe("Absent for cluster-scoped objects."),
    name: z.string(),
  })
  .describe("Names one Kubernetes object.");

export const evidenceSchema = z.strictObject({
  source: z.string().describe('A file as given, `archive!entry`, "live <server>", or a snapshot.'),
  line: z.number().int().positive().optional().describe("1-based line of the field in a file."),
  object: objectRefSchema
    .optional()
    .describe("The object the field stands in, where it is not the finding's subject."),
  path: z
    .string()
    .describe('The field: `spec.template.spec.containers[0].env[2].value`; "" for the whole object.'),
  value: z.string().optional().describe("The value in short. Never a secret."),
  note: z.string().optional(),
  excerpt: z
    .strictObject({
      firstLine: z
        .number()
        .int()
        .positive()
        .optional()
        .describe("Line in the file of the first excerpt line."),
      lines: z.array(z.string()),
      highlight: z.number().int().nonnegative().describe("0-based index in `lines` of the cited one."),
    })
    .optional()
    .describe("The lines around the field as YAML, redacted."),
});
