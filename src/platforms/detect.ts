import { at, stringOf } from "../world/json.ts";
import { type Resource, refLabel } from "../world/resource.ts";
import { formatMinor, parseMinor } from "../world/version.ts";
import type { World } from "../world/world.ts";
import { matchesObject } from "./patterns.ts";
import type { Detection, Profile } from "./profile.ts";

export interface Detected {
  /** Which of the profile's platforms the cluster runs on. */
  readonly platform: "source" | "target" | "unknown";
  /** What showed it, for people. */
  readonly evidence: readonly string[];
}

/**
 * Tells which platform a cluster runs on by its objects and version. The target is only believed when every
 * worker bears its mark and the version is one the target runs: a cluster in the middle of the move is not done.
 */
export function detectPlatform(world: World, profile: Profile): Detected {
  const target = showing(world, profile.target.detect);
  const oldest = parseMinor(profile.target.oldest) ?? 0;
  const { minor } = world.api;
  const version = minor === undefined ? "unknown version" : `Kubernetes ${formatMinor(minor)}`;
  if (
    target.length > 0 &&
    minor !== undefined &&
    minor >= oldest &&
    everyNodeMarked(world, profile.target.detect)
  ) {
    return { platform: "target", evidence: [version, ...target] };
  }
  const source = showing(world, profile.source.detect);
  if (source.length > 0) return { platform: "source", evidence: [version, ...source] };
  return { platform: "unknown", evidence: [version] };
}

function showing(world: World, detections: readonly Detection[]): readonly string[] {
  const shown: string[] = [];
  for (const detection of detections) {
    const found = world.objects.list(detection.object.kind).find((resource) => shows(detection, resource));
    if (found !== undefined) shown.push(`${detection.title} (${refLabel(found.ref)})`);
  }
  return shown;
}

function shows(detection: Detection, resource: Resource): boolean {
  if (!matchesObject(detection.object, resource.ref)) return false;
  if (detection.path === undefined) return true;
  const value = at(resource.object, ...detection.path);
  if (value === undefined) return false;
  if (detection.equals !== undefined) return value === detection.equals;
  return detection.contains === undefined || (stringOf(value) ?? "").includes(detection.contains);
}

function everyNodeMarked(world: World, detections: readonly Detection[]): boolean {
  const marks = detections.filter((detection) => detection.object.kind === "Node");
  const nodes = world.objects.list("Node");
  return nodes.length > 0 && nodes.every((node) => marks.some((mark) => shows(mark, node)));
}
