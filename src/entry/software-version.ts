import { stringMapOf } from "../world/json.ts";
import type { Workload } from "../world/workload.ts";
import type { SoftwareVersion } from "./controller.ts";

/**
 * The version in a tag or label: `v1.5.1`, `0.30.0`, `1.5.1-debian-11-r3`, `nginx-1.5.1-rancher2`, `v2.10`. Other
 * numbers in front of a word (`debian-11`) are no version: it has a dot.
 */
export function parseVersion(text: string): SoftwareVersion | undefined {
  const match = /(?:^|[^\d.])(\d{1,4})\.(\d{1,4})(?:\.(\d{1,6}))?(?![\d.])/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
}

/** The tag of an image reference; undefined where there is none (a digest alone, a port of the registry). */
export function imageTag(image: string): string | undefined {
  const name = withoutDigest(image);
  const colon = name.lastIndexOf(":");
  return colon > name.lastIndexOf("/") ? name.slice(colon + 1) : undefined;
}

/** The image's name without registry host, tag and digest: "ingress-nginx/controller". */
export function imageName(image: string): string {
  const name = withoutDigest(image);
  const tag = imageTag(image);
  const untagged = tag === undefined ? name : name.slice(0, -tag.length - 1);
  const slash = untagged.indexOf("/");
  const isHost = slash >= 0 && /[.:]|^localhost$/.test(untagged.slice(0, slash));
  return isHost ? untagged.slice(slash + 1) : untagged;
}

function withoutDigest(image: string): string {
  const at = image.indexOf("@");
  return at < 0 ? image : image.slice(0, at);
}

/** By the image's tag, else by app.kubernetes.io/version on the pods or the object. `helm.sh/chart` is the chart's own version. */
export function softwareVersion(image: string, workload: Workload): SoftwareVersion | undefined {
  const label = "app.kubernetes.io/version";
  const own = stringMapOf(workload.resource?.object.metadata.labels);
  for (const text of [imageTag(image), workload.template.labels[label], own[label]]) {
    const version = text === undefined ? undefined : parseVersion(text);
    if (version !== undefined) return version;
  }
  return undefined;
}

export function atLeast(version: SoftwareVersion, major: number, minor = 0, patch = 0): boolean {
  return (version[0] - major || version[1] - minor || version[2] - patch) >= 0;
}
