import { z } from "zod";

/** The `network` part of an assessment: which connections policies let through before and after. */

const more = z.number().int().nonnegative().describe("How many are not listed.");

const networkEnd = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("workload"),
    namespace: z.string(),
    name: z.string(),
    kind: z.string(),
    pods: z
      .strictObject({ changed: z.number().int(), all: z.number().int() })
      .exactOptional()
      .describe("Set where only some of its pods are meant."),
  }),
  z
    .strictObject({ type: z.literal("namespace"), namespace: z.string(), workloads: z.number().int() })
    .describe("Every workload of a namespace."),
  z
    .strictObject({ type: z.literal("nodes"), names: z.array(z.string()), more, all: z.boolean() })
    .describe("Nodes, by the names they have now."),
  z
    .strictObject({ type: z.literal("addresses"), ranges: z.array(z.string()), more })
    .describe("Addresses outside the cluster, each a range: `10.0.0.0-10.0.0.255`."),
]);

const networkSide = z.strictObject({ ends: z.array(networkEnd), more });

export const changeKindSchema = z
  .enum(["names-lost", "names-may-be-lost", "lost", "may-be-lost", "gained", "may-be-gained"])
  .describe(
    "names-lost: policies let these pods ask the cache of their node, and not CoreDNS, which they ask from now on. The others: what policies let through at one time and not at another.",
  );

const networkChange = z
  .strictObject({
    change: changeKindSchema,
    from: networkSide,
    to: networkSide,
    ports: z
      .record(z.string(), z.array(z.tuple([z.number().int(), z.number().int()])))
      .describe("First and last port by protocol."),
  })
  .describe("The same change on the same ports from each end of `from` to each end of `to`.");

const counts = z.strictObject({
  "names-lost": z.number().int(),
  "names-may-be-lost": z.number().int(),
  lost: z.number().int(),
  "may-be-lost": z.number().int(),
  gained: z.number().int(),
  "may-be-gained": z.number().int(),
});

export const networkSchema = z.strictObject({
  policies: z.number().int().nonnegative(),
  unread: z.string().optional().describe("Set where policies could not all be read, with the reason."),
  states: z
    .array(z.array(z.string()))
    .describe(
      "The networks the move passes through: each with the states that share it. Of clusters with thousands of policies without the states in which nodes are being replaced.",
    ),
  namespaces: z
    .array(
      z.strictObject({
        name: z.string(),
        workloads: z.array(z.strictObject({ name: z.string(), kind: z.string() })),
        more,
      }),
    )
    .describe("What has pods; those with changes first to be listed."),
  moreNamespaces: z.number().int().nonnegative(),
  comparisons: z.array(
    z.strictObject({
      before: z.number().int().nonnegative().describe("Position in `states`."),
      after: z.number().int().nonnegative(),
      counts: counts.describe("How many changes there are of each kind, listed or not."),
      changes: z.array(networkChange).describe("Losses first. What is left out is in `network diff`."),
    }),
  ),
});

export type AssessmentNetwork = z.output<typeof networkSchema>;
export type NetworkComparison = AssessmentNetwork["comparisons"][number];
export type NetworkChange = NetworkComparison["changes"][number];
export type NetworkSide = NetworkChange["from"];
export type NetworkEnd = NetworkSide["ends"][number];
export type ChangeKind = NetworkChange["change"];
