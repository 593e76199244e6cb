import { stringify } from "yaml";
import { applyEdits } from "../../network/repair/edits.ts";
import type { Repair } from "../../network/repair/repair.ts";
import { editedText } from "../../observe/edited-text.ts";
import { LAST_APPLIED } from "../../observe/objects/owner.ts";
import { readOwnTexts } from "../../observe/read-again.ts";
import { entriesOf, isObject, type Json } from "../../world/json.ts";
import type { KubeObject } from "../../world/resource.ts";

/** Each repaired policy as YAML: in its owner's words where they are at hand, else written anew. */
export async function manifestsOf(repairs: readonly Repair[]): Promise<readonly string[]> {
  const written: (string | undefined)[] = repairs.map(() => undefined);
  const wanted = repairs.flatMap(({ policy: { origin } }, index) => {
    if (origin.kind !== "file" || origin.syntax !== "yaml") return [];
    // Comments above a document are no part of its text.
    const above = Math.min(origin.offset, MOST_ABOVE);
    return [
      { index, above, origin: { ...origin, offset: origin.offset - above, length: origin.length + above } },
    ];
  });
  await readOwnTexts(wanted, ({ index, above, origin }, bytes) => {
    const { policy, edits } = repairs[index] as Repair;
    const text = editedText({
      text: bytes.subarray(above).toString("utf8"),
      edits,
      within: origin.within ?? [],
      wanted: applicable(applyEdits(policy.object, edits)),
    });
    if (text !== undefined) written[index] = commentsAbove(bytes.subarray(0, above).toString("utf8")) + text;
  });
  return repairs.map(
    ({ repaired }, index) =>
      written[index] ?? stringify(withoutServerFields(applicable(repaired)), { lineWidth: 0 }),
  );
}

const MOST_ABOVE = 4096;

/** The lines of comment that stand right above a document, as far back as `---` or anything else. */
function commentsAbove(text: string): string {
  const lines = text.split("\n").slice(0, -1);
  const start = lines.findLastIndex((line) => !line.startsWith("#")) + 1;
  return lines
    .slice(start)
    .map((line) => `${line}\n`)
    .join("");
}

/** The group `extensions` ended with 1.22; what it held is applied as networking.k8s.io/v1. */
function applicable(object: KubeObject): KubeObject {
  return object.apiVersion === "networking.k8s.io/v1"
    ? object
    : { ...object, apiVersion: "networking.k8s.io/v1" };
}

/** What the API server sets itself, and refuses or takes for a claim to own when applied. */
const SERVER_SET = new Set([
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "deletionTimestamp",
  "managedFields",
  "selfLink",
]);

function withoutServerFields(object: KubeObject): Json {
  const { status: _, metadata, ...rest } = object;
  const kept: Record<string, Json> = {};
  for (const [key, value] of entriesOf(metadata)) {
    if (SERVER_SET.has(key)) continue;
    if (key !== "annotations" || !isObject(value)) {
      kept[key] = value;
      continue;
    }
    const { [LAST_APPLIED]: __, ...annotations } = value;
    if (Object.keys(annotations).length > 0) kept[key] = annotations;
  }
  const { apiVersion, kind, ...fields } = rest;
  return { apiVersion, kind, metadata: kept, ...fields };
}
