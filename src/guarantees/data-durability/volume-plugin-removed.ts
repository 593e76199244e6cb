import { at } from "../../world/json.ts";
import { type Resource, refLabel } from "../../world/resource.ts";
import { formatMinor, type Minor } from "../../world/version.ts";
import type { Workload } from "../../world/workload.ts";
import { cite, citeTemplate } from "../cite.ts";
import type { Breach, Evidence } from "../guarantee.ts";
import type { Rule, Step } from "./rule.ts";
import { podVolumes } from "./volumes.ts";

/** Volumes of a type whose code is no longer part of Kubernetes. */
export const volumePluginRemoved: Rule = {
  id: "volume-plugin-removed",
  title: "A volume is of a type that Kubernetes no longer carries",
  hazards: [],
  find(step: Step) {
    return [
      ...step.now.objects.list("PersistentVolume").flatMap((volume) => {
        const found = judge(volume.object.spec, step);
        return found === undefined || step.isPlatform(volume.ref)
          ? []
          : [breach(volume, found, cite(volume, ["spec", found.field]))];
      }),
      ...step.workloads.flatMap((workload) => ofWorkload(workload, step)),
    ];
  },
};

/** Types without a driver that takes them over: gone is gone. Sources: kubernetes#115035, website#46304. */
const REMOVED: Readonly<Record<string, Minor>> = {
  flocker: 25,
  quobyte: 25,
  storageos: 25,
  glusterfs: 26,
  cephfs: 31,
  rbd: 31,
};

/**
 * Types whose volumes are handed to a CSI driver under their old name (KEP-625; Cinder's, KEP-1489, by default
 * since 1.21). The code that could do without the driver went with the minor given here.
 */
const MIGRATED: Readonly<Record<string, { readonly driver: string; readonly removedIn: Minor }>> = {
  cinder: { driver: "cinder.csi.openstack.org", removedIn: 26 },
  awsElasticBlockStore: { driver: "ebs.csi.aws.com", removedIn: 27 },
  azureDisk: { driver: "disk.csi.azure.com", removedIn: 27 },
  azureFile: { driver: "file.csi.azure.com", removedIn: 30 },
  gcePersistentDisk: { driver: "pd.csi.storage.gke.io", removedIn: 28 },
  vsphereVolume: { driver: "csi.vsphere.vmware.com", removedIn: 30 },
};

interface Found {
  readonly field: string;
  readonly removedIn: Minor;
  /** The driver that must take it over, and was not read. */
  readonly driver: string | undefined;
}

function judge(source: unknown, step: Step): Found | undefined {
  for (const [field, removedIn] of Object.entries(REMOVED)) {
    if (at(source, field) !== undefined && step.minor >= removedIn && !wasGone(removedIn, step)) {
      return { field, removedIn, driver: undefined };
    }
  }
  for (const [field, { driver, removedIn }] of Object.entries(MIGRATED)) {
    if (at(source, field) === undefined || step.minor < removedIn || wasGone(removedIn, step)) continue;
    const installed = step.now.objects.get("CSIDriver.storage.k8s.io", undefined, driver);
    if (installed === undefined) return { field, removedIn, driver };
  }
  return undefined;
}

/** A cluster that already runs a minor without it loses nothing more by the move. */
function wasGone(removedIn: Minor, step: Step): boolean {
  return (step.before.api.minor ?? 0) >= removedIn;
}

function ofWorkload(workload: Workload, step: Step): readonly Breach[] {
  return podVolumes(workload).flatMap(({ name, volume, path }) => {
    const found = judge(volume, step);
    if (found === undefined) return [];
    const evidence = citeTemplate(workload.template, [...path, found.field]);
    return [{ ...breach(workload, found, evidence), detail: name }];
  });
}

function breach(
  { ref }: Pick<Resource, "ref">,
  { field, removedIn, driver }: Found,
  evidence: Evidence,
): Breach {
  const who = refLabel(ref);
  const since = formatMinor(removedIn);
  return {
    cause: volumePluginRemoved.id,
    verdict: driver === undefined ? "breaks" : "unknown",
    subject: ref,
    message:
      driver === undefined
        ? `${who} is of type ${field}, whose code is not part of Kubernetes from ${since} on: the volume cannot be mounted any more.`
        : `${who} is of type ${field}. From ${since} on only CSI driver ${driver} can mount it, and no CSIDriver of that name was read: whether the new platform brings it is not known.`,
    remedy:
      driver === undefined
        ? "Move the data to a volume of a CSI driver while the cluster still runs the older minor."
        : `Make sure that ${driver} is installed before the upgrade; volumes are then taken over as they are.`,
    evidence: [evidence],
  };
}
