import type { Profile } from "../platforms/profile.ts";
import { coverageOf } from "../world/coverage.ts";
import { type JsonObject, objectsOf, stringOf } from "../world/json.ts";
import { remembering } from "../world/remember.ts";
import type { Workload } from "../world/workload.ts";
import type { World } from "../world/world.ts";
import type { Operator, Shown, SoftwareVersion } from "./controller.ts";
import { flagsIn, startWords } from "./controllers/start-words.ts";
import { operatorOf } from "./operator.ts";
import { atLeast, imageName, softwareVersion } from "./software-version.ts";

/** cert-manager as it runs in the cluster. */
export interface CertManager {
  readonly controller: Workload;
  readonly webhook: Workload | undefined;
  readonly cainjector: Workload | undefined;
  readonly namespace: string;
  readonly version: SoftwareVersion | undefined;
  readonly operator: Operator;
  /** The controller's arguments, by name with its dashes. */
  readonly flags: Readonly<Record<string, string>>;
  /** Where the Secrets of ClusterIssuers are: --cluster-resource-namespace, by default kube-system. */
  readonly clusterResourceNamespace: string;
  /** --feature-gates, as far as they are set there. */
  readonly featureGates: ReadonlyMap<string, boolean>;
}

type Part = "controller" | "webhook" | "cainjector";

/** The cert-manager of a cluster. The project supports one a cluster; of several the first that has pods to run is given. */
export function certManagerOf(world: World, profile: Profile): CertManager | undefined {
  const all = certManagersOf(world, profile);
  return all.find(({ controller }) => controller.replicas > 0) ?? all[0];
}

/** Every cert-manager there is: a second one beside the provider's is what its takeover looks like half way. */
export function certManagersOf(world: World, profile: Profile): readonly CertManager[] {
  const parts = partsIn(world.workloads);
  return parts.filter(({ part }) => part === "controller").map((one) => certManager(one, parts, profile));
}

function certManager(
  { workload, container }: FoundPart,
  parts: readonly FoundPart[],
  profile: Profile,
): CertManager {
  const namespace = workload.ref.namespace ?? "default";
  const beside = (part: Part): Workload | undefined =>
    parts.find((one) => one.part === part && one.workload.ref.namespace === workload.ref.namespace)?.workload;
  const flags = flagsIn(startWords(container, namespace));
  const version = softwareVersion(stringOf(container.image) ?? "", workload);
  return {
    controller: workload,
    webhook: beside("webhook"),
    cainjector: beside("cainjector"),
    namespace,
    version,
    operator: operatorOf(
      workload,
      profile.source.managed.certManager,
      kubesprayAddon(workload, flags, version),
    ),
    flags,
    clusterResourceNamespace: flags["--cluster-resource-namespace"] ?? "kube-system",
    featureGates: gatesIn(flags["--feature-gates"]),
  };
}

/**
 * Kubespray's addon has the names and labels of the project's own manifest, and is told from it by one argument: since
 * 1.11 that has --acme-http01-solver-image, and Kubespray's template never took it over
 * (roles/kubernetes-apps/ingress_controller/cert_manager/templates/cert-manager.yml.j2). Before, nothing tells.
 */
function kubesprayAddon(
  { ref, template }: Workload,
  flags: CertManager["flags"],
  version: SoftwareVersion | undefined,
): Shown | undefined {
  const named = ref.namespace === "cert-manager" && ref.name === "cert-manager";
  if (!named || version === undefined || !atLeast(version, 1, 11)) return undefined;
  if (flags["--acme-http01-solver-image"] !== undefined) return undefined;
  if (flags["--leader-election-namespace"] === undefined) return undefined;
  const note =
    "no --acme-http01-solver-image, which the project's own manifest has and Kubespray's addon has not";
  return { resource: template.resource, path: [...template.path, "containers"], note };
}

/** Whether `certManagerOf` answering nothing means that there is none. */
export function certManagerRead({ coverage }: Pick<World, "coverage">): boolean {
  return coverageOf(coverage, "Deployment.apps").status === "read";
}

interface FoundPart {
  readonly part: Part;
  readonly workload: Workload;
  readonly container: JsonObject;
}

/** States of a move mostly share their workloads. */
const partsIn = remembering((workloads: readonly Workload[]): readonly FoundPart[] =>
  workloads.flatMap((workload) => partOf(workload) ?? []),
);

const IMAGE = /(?:^|[/-])cert-manager-(controller|webhook|cainjector)(?:-[a-z0-9]+)?$/;
const COMPONENT = "app.kubernetes.io/component";

/** By its image; images that others build (Bitnami's, Red Hat's) by the labels all manifests give, with one of its flags. */
function partOf(workload: Workload): FoundPart | undefined {
  const { labels, spec } = workload.template;
  if (workload.transient) return undefined;
  const isController =
    labels["app.kubernetes.io/name"] === "cert-manager" && labels[COMPONENT] === "controller";
  for (const container of objectsOf(spec.containers)) {
    const match = IMAGE.exec(imageName(stringOf(container.image) ?? ""));
    if (match !== null) return { part: match[1] as Part, workload, container };
    if (!isController) continue;
    const words = startWords(container, workload.ref.namespace ?? "default");
    if (words.some((word) => /^--(?:cluster-resource|leader-election)-namespace/.test(word))) {
      return { part: "controller", workload, container };
    }
  }
  return undefined;
}

function gatesIn(text: string | undefined): ReadonlyMap<string, boolean> {
  return new Map(
    (text ?? "").split(",").flatMap((gate): [string, boolean][] => {
      const match = /^\s*(\w+)\s*=\s*(true|false)\s*$/i.exec(gate);
      return match?.[1] === undefined ? [] : [[match[1], match[2]?.toLowerCase() === "true"]];
    }),
  );
}
