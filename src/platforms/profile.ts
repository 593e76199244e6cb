import { z } from "zod";
import { formatMinor, parseMinor } from "../world/version.ts";

const text = z.string().min(1);
const minor = z
  .string()
  .regex(/^1\.\d{1,3}$/, 'a Kubernetes minor version, quoted: "1.26"')
  .describe('A Kubernetes minor version, quoted in YAML: "1.26".');
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, "a day as YYYY-MM-DD")
  .describe("A day, YYYY-MM-DD.");
const stateId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]*$/)
  .describe("A stable state id: lower case, digits, dots and hyphens.");

export const FEATURE_STATUSES = ["unsupported", "planned", "opt-in", "supported"] as const;

const featureStatus = z.strictObject({
  on: day.describe("From this day on."),
  status: z.enum(FEATURE_STATUSES),
  expected: text
    .optional()
    .describe('When a planned feature is expected, as the provider words it ("2024-Q1").'),
  note: text.optional(),
});

const feature = z.strictObject({
  id: z.enum([
    "node-floating-ips",
    "api-allow-list",
    "node-local-dns",
    "managed-ingress",
    "managed-cert-manager",
    "migration-cluster",
  ]),
  title: text,
  history: z.array(featureStatus).min(1).describe("What the provider said, oldest first."),
});

/** Matches objects by kind and by name, `*` standing for any run of characters. */
const objectPattern = z.strictObject({
  kind: text.describe('Kind and group: "DaemonSet.apps", "ConfigMap".'),
  namespace: text.optional(),
  name: text.default("*"),
});

/** Workloads the platform's operator runs; the same names without these labels are somebody else's. */
const managedPattern = objectPattern.extend({
  withoutLabels: z
    .array(text)
    .default([])
    .describe("Keys of labels the pods must not bear: those that other installers of the same thing give."),
  othersToo: z
    .boolean()
    .default(false)
    .describe("Others install the same under the same names and labels: then who runs it is a question."),
});

const detection = z.strictObject({
  title: text.describe("What it shows, for the evidence line."),
  object: objectPattern,
  path: z
    .array(z.union([z.string(), z.number()]))
    .optional()
    .describe("A field that must be there."),
  equals: z.string().optional(),
  contains: z.string().optional(),
});

const stage = z.strictObject({
  id: stateId,
  rolling: stateId.optional().describe("The id of the mixed state passed through on the way."),
  does: z.enum([
    "nothing",
    "attach-load-balancer",
    "switch-traffic",
    "replace-nodes",
    "upgrade",
    "settle",
    "order-cluster",
    "copy",
    "retire",
  ]),
  title: text.describe("The state in two to five words."),
  rollingTitle: text.optional(),
  story: text.describe("What happens, in one or two sentences."),
  actor: z.enum(["provider", "customer", "both", "nobody"]),
  newNodes: z
    .strictObject({
      customLabels: z
        .enum(["kept", "lost"])
        .describe("Labels and taints that somebody put on the old nodes."),
      resolver: z.enum(["node-local", "cluster-dns"]).describe("What kubelets give pods as name server."),
    })
    .optional()
    .describe("For stages that make new nodes."),
});

export const profileSchema = z.strictObject({
  apiVersion: z.literal("replatform.io/v1alpha1"),
  kind: z.literal("PlatformProfile"),
  metadata: z.strictObject({
    name: z.string().regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/),
    title: text,
    described: day.describe("The day of the description this profile holds."),
    sources: z.array(text).default([]),
  }),
  source: z.strictObject({
    title: text,
    newest: minor.describe(
      "The newest minor this platform runs; older ones must pass every minor up to it first.",
    ),
    detect: z.array(detection),
    resolver: text.describe("The address pods resolve names at (kubelet's clusterDNS)."),
    loadBalancers: z
      .enum(["openstack", "aws", "hetzner", "digitalocean", "scaleway", "linode", "azure", "gcp", "metallb"])
      .optional()
      .describe("Whose load balancers Services get where neither the Service nor the cluster tells."),
    owned: z
      .array(objectPattern)
      .describe("Objects the platform itself writes: not the customer's to change."),
    managed: z
      .strictObject({
        ingress: z.array(managedPattern).default([]).describe("Ingress controllers."),
        certManager: z.array(managedPattern).default([]).describe("cert-manager's workloads."),
      })
      .default({ ingress: [], certManager: [] })
      .describe(
        "Workloads the provider installs and changes, unless a Helm release, Argo CD or Flux owns them.",
      ),
  }),
  target: z.strictObject({
    title: text,
    oldest: minor,
    offered: z.array(minor).default([]).describe("Minors the provider offers new clusters in."),
    newCluster: z
      .strictObject({
        freeDays: z
          .number()
          .int()
          .positive()
          .describe("Days a new cluster beside the old one costs nothing."),
      })
      .optional()
      .describe("What is said of a new cluster to move to; absent: nothing is."),
    detect: z.array(detection),
    keptLabelPrefixes: z
      .array(text)
      .describe("Node labels carried to new nodes: exact keys, or prefixes ending in `/`, or `*.domain/`."),
    storageClassesRemoved: z.array(z.strictObject({ name: text, removedIn: minor })).default([]),
    resolverRemovedIn: minor
      .optional()
      .describe("From this minor on nothing answers at the source's resolver; absent: it is not said."),
    nodeFloatingIps: z.enum(["gone", "kept"]),
    ingress: z
      .enum(["controller", "gateway-api"])
      .default("controller")
      .describe("What new clusters are entered by: a controller of Ingresses, or a Gateway alone."),
    drain: z.strictObject({
      surge: z.number().int().min(0).describe("Nodes made before the first is drained."),
      timeoutSeconds: z.number().int().positive().nullable().describe("null: waits for ever."),
    }),
    documentation: z.string().optional(),
  }),
  features: z.array(feature),
  routes: z.strictObject({
    "in-place": z.array(stage).min(2),
    "new-cluster": z
      .array(stage)
      .min(2)
      .optional()
      .describe("The move into a new cluster; absent where the provider offers none."),
  }),
});

/** A platform pair as data: what the old platform gives, what the new one changes, and the stages between. */
export type Profile = z.output<typeof profileSchema>;
export type RouteName = keyof Profile["routes"];
export type StageSpec = Profile["routes"]["in-place"][number];
export type Feature = Profile["features"][number];
export type FeatureStatus = Feature["history"][number];
export type Detection = Profile["source"]["detect"][number];
export type ManagedPattern = Profile["source"]["managed"]["ingress"][number];
export type ObjectPattern = Profile["source"]["owned"][number];

/** A feature's state on a day (YYYY-MM-DD); undefined when the profile does not speak of it that early. */
export function featureOn(profile: Profile, id: Feature["id"], on: string): FeatureStatus | undefined {
  const history = profile.features.find((entry) => entry.id === id)?.history ?? [];
  return history.filter((entry) => entry.on <= on).at(-1);
}

/** Minors between the running version and the source platform's newest, which must be passed one by one. */
export function minorsToPassFirst(profile: Profile, running: number | undefined): string[] {
  const newest = parseMinor(profile.source.newest);
  if (running === undefined || newest === undefined) return [];
  const minors: string[] = [];
  for (let next = running + 1; next <= newest; next++) minors.push(formatMinor(next));
  return minors;
}
