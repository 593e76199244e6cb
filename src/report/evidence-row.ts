import type { Evidence } from "../guarantees/guarantee.ts";
import { type Excerpt, excerptOf } from "../observe/excerpt.ts";
import { formatPath } from "../world/json.ts";
import { type KubeObject, type ObjectRef, refKey } from "../world/resource.ts";
import type { World } from "../world/world.ts";
import type { AssessmentEvidence } from "./assessment.ts";

/** What reading the sources again for a cited place gave: its 1-based line, where there is one. */
export interface Citation {
  readonly line?: number;
}

export interface Citing {
  readonly world: World;
  cite(evidence: Pick<Evidence, "origin" | "path">): Citation;
}

/** A place to look at, as every format shows it. `subject`: what it is evidence about, where that is an object. */
export function evidenceRow(
  evidence: Evidence,
  subject: ObjectRef | undefined,
  { world, cite }: Citing,
): AssessmentEvidence {
  const { line } = cite(evidence);
  const object = objectOf(evidence, world);
  const excerpt = object === undefined ? undefined : excerptOf(object, evidence.path, evidence.value);
  const itself = subject !== undefined && refKey(evidence.ref) === refKey(subject);
  return {
    source: evidence.origin.source,
    ...(line === undefined ? {} : { line }),
    ...(itself ? {} : { object: evidence.ref }),
    path: formatPath(evidence.path),
    ...(evidence.value === undefined ? {} : { value: evidence.value }),
    ...(evidence.note === undefined ? {} : { note: evidence.note }),
    ...(excerpt === undefined ? {} : { excerpt: excerptRow(excerpt) }),
  };
}

function excerptRow(excerpt: Excerpt): NonNullable<AssessmentEvidence["excerpt"]> {
  return { lines: [...excerpt.lines], highlight: excerpt.highlight };
}

/** The redacted object an evidence's path leads into: the one that was read there, or a manifest's. */
function objectOf(evidence: Evidence, world: World): KubeObject | undefined {
  const resource = world.objects.find(evidence.ref);
  if (resource === undefined || resource.origin === evidence.origin) return resource?.object;
  return resource.manifests.find((manifest) => manifest.origin === evidence.origin)?.object;
}
