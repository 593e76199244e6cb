import { z } from "zod";

const amounts = z.strictObject({
  cpu: z.number().nonnegative().describe("Cores."),
  memoryGiB: z.number().nonnegative(),
});

const nodes = z.strictObject({
  flavour: z.string().describe("node.kubernetes.io/instance-type; `unknown` where no label tells."),
  zones: z.array(z.string()),
  count: z.number().int().describe("Nodes of it today."),
  each: amounts.optional().describe("What pods may request on one; absent where it was not read."),
  requested: amounts.describe("What the pods on them request together, DaemonSets included."),
  least: z
    .number()
    .int()
    .optional()
    .describe(
      "Nodes of this size that the requests alone need: no spare, and every pod may go anywhere. Absent where pods are on no node, and there are several flavours.",
    ),
});

/** The new cluster to ask for: what the old one has, and what its pods request. */
export const clusterRequestSchema = z.strictObject({
  apiVersion: z.literal("replatform.io/v1alpha1"),
  kind: z.literal("ClusterRequest"),
  platform: z.string(),
  version: z.string().describe("The Kubernetes minor to ask for."),
  offered: z.array(z.string()).describe("Minors new clusters are offered in, where the profile says."),
  freeDays: z.number().int().optional().describe("Days it costs nothing beside the old one."),
  controlPlaneNodes: z.number().int().describe("Today."),
  workers: z.array(nodes),
  unplaced: amounts.optional().describe("Requests of pods that are on no node that was read."),
  storage: z.array(
    z.strictObject({
      storageClass: z.string().describe('"" where claims name none.'),
      volumes: z.number().int(),
      sizeGiB: z.number().describe("What the claims ask for together."),
      removedIn: z.string().optional().describe("Set where the new platform does not have the class."),
    }),
  ),
  loadBalancers: z.number().int().describe("Services of type LoadBalancer."),
  features: z.array(z.strictObject({ id: z.string(), why: z.string() })),
  remarks: z.array(z.string()).describe("What makes it no more than a lower bound."),
});

export type ClusterRequest = z.output<typeof clusterRequestSchema>;
