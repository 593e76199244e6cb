import { z } from "zod";
import { objectRefSchema } from "./evidence-schema.ts";

/** The `entries` part of an assessment: how visitors get in, state by state. */

const count = z.number().int().nonnegative();
const more = count.describe("How many are not listed.");
const seen = z.enum(["client", "node", "balancer", "proxy", "unknown"]);

const connection = z
  .strictObject({
    ports: z.array(z.string()).describe("`80/TCP`: all that fare alike."),
    used: z
      .enum(["yes", "maybe", "no"])
      .optional()
      .describe("Whether visitors come this way in these states. Absent where no host leads here."),
    result: z.enum(["works", "broken-header", "bad-request", "unknown"]),
    proxied: z.boolean().describe("Visitors come by a proxy in front of it."),
    sees: seen.describe("Whose address the listener takes for the client's."),
    tells: seen.describe("Whose address the application is told."),
    forgeable: z.boolean().optional().describe("Whether whoever comes this way can make up the address."),
    hosts: z
      .strictObject({ reachable: count, refused: count, unknown: count })
      .optional()
      .describe("Of the hosts served, by the worst of their paths."),
    reasons: z.array(z.string()).describe("Why hosts are not reachable, in a few words."),
  })
  .describe("What becomes of connections.");

const view = z.strictObject({
  states: z.array(z.string()).describe("The states in which all this is so."),
  status: z
    .enum(["open", "addresses-lost", "gone"])
    .describe(
      "addresses-lost: it is there, but visitors may be sent to addresses that lead nowhere. gone: nobody answers.",
    ),
  addresses: z.array(z.string()).describe("Those visitors may be sent to, as far as they are known."),
  moreAddresses: more,
  addressesKnown: z.boolean(),
  nodes: count.describe("Machines a connection may be handed to."),
  connections: z.array(connection),
});

const way = z.strictObject({
  kind: z.enum(["node", "balancer", "external-ip", "api-server"]),
  through: z.enum(["host-network", "host-port", "node-port", "external-ip", "balancer", "api-server"]),
  service: z.string().optional().describe("The Service that makes it, `namespace/name`."),
  owner: z.enum(["service", "platform"]).optional().describe("Of a load balancer: who makes it."),
  mode: z
    .enum(["tcp", "proxy-v1", "proxy-v2", "http", "pass-through"])
    .optional()
    .describe("How a load balancer hands connections on, in the first state it is there."),
  cluster: z
    .literal("new")
    .optional()
    .describe("Set for ways into the new cluster; the others are those of today."),
  views: z.array(view).describe("Only of states in which it is there, or was before."),
});

const target = z.strictObject({
  role: z.enum(["controller", "workload", "api-server"]),
  object: objectRefSchema.optional(),
  controller: z.string().optional().describe("The kind of ingress controller."),
  operator: z.enum(["provider", "customer", "unknown"]).optional(),
  hosts: z
    .strictObject({ served: count, unclear: count, names: z.array(z.string()), more })
    .describe("unclear: those of which it cannot be told whether the controller serves them."),
  ways: z.array(way),
  moreWays: more,
});

export const entriesSchema = z.strictObject({
  looked: z.boolean().describe("Whether anybody looked where the hosts' names lead."),
  targets: z.array(target).describe("Ingress controllers first, then workloads reached directly."),
  moreTargets: more,
  unserved: z
    .strictObject({ hosts: count, names: z.array(z.string()), more })
    .describe("Hosts that no controller serves."),
});

export type AssessmentEntries = z.output<typeof entriesSchema>;
export type EntryTargetSection = AssessmentEntries["targets"][number];
export type EntryWay = EntryTargetSection["ways"][number];
export type EntryView = EntryWay["views"][number];
export type EntryConnection = EntryView["connections"][number];
