import { refLabel } from "../../world/resource.ts";
import type { Assessment, AssessmentEvidence, AssessmentFinding } from "../assessment.ts";
import { encodeSegment } from "../documentation.ts";
import { visible } from "../escape.ts";
import { message } from "./message.ts";

type Subject = AssessmentFinding["subject"];

export type Location = Readonly<Record<string, unknown>>;

/**
 * The place a result is shown at: the first field that has a line; else the first file; else what the command
 * was given to read. A live cluster has no files: then there is the object alone.
 */
export function primaryLocation(assessment: Assessment, finding: AssessmentFinding): Location {
  const place =
    finding.evidence.find((entry) => entry.line !== undefined) ??
    finding.evidence.find((entry) => !isLive(entry.source));
  return {
    ...(place === undefined ? inputLocation(assessment) : physical(place)),
    ...logical(finding.subject),
  };
}

/** What the command was given to read, where that is a file or a directory. */
export function inputLocation(assessment: Assessment): Location {
  const source = assessment.cluster.sources.find((entry) => !isLive(entry));
  return source === undefined ? {} : physical({ source });
}

/** Every other place, numbered, with what stands there. */
export function relatedLocations(finding: AssessmentFinding): Location[] {
  return finding.evidence.map((entry, index) => ({
    id: index + 1,
    ...(isLive(entry.source) ? {} : physical(entry)),
    ...logical(entry.object ?? finding.subject),
    message: message(describe(entry)),
  }));
}

function physical({
  source,
  line,
}: {
  readonly source: string;
  readonly line?: number | undefined;
}): Location {
  return {
    physicalLocation: {
      artifactLocation: artifact(source),
      ...(line === undefined ? {} : { region: { startLine: line } }),
    },
  };
}

/** Relative paths stay relative, to the directory the command was run in; absolute ones become file URIs. */
function artifact(source: string): Readonly<Record<string, string>> {
  const onDrive = /^[A-Za-z]:[\\/]/.test(source);
  const path = onDrive ? source.replaceAll("\\", "/") : source.replace(/^(?:\.\/)+/, "");
  const encoded = path
    .split("/")
    .map((segment) => encodeSegment(segment))
    .join("/");
  if (onDrive) return { uri: `file:///${encoded.replace("%3A", ":")}` };
  return path.startsWith("/")
    ? { uri: `file://${encoded}` }
    : { uri: encoded || ".", uriBaseId: "%SRCROOT%" };
}

function logical(subject: Subject): Location {
  const { kind, namespace, name } = subject;
  return {
    logicalLocations: [
      {
        name: visible(name),
        fullyQualifiedName: visible(refLabel(subject)),
        kind: "resource",
        properties: {
          apiVersion: visible(subject.apiVersion),
          kind: visible(kind),
          ...(namespace === undefined ? {} : { namespace: visible(namespace) }),
        },
      },
    ],
  };
}

function describe({ path, value, note }: AssessmentEvidence): string {
  const field = [path, ...(value === undefined ? [] : [value])].filter((text) => text !== "").join(" = ");
  return (
    [field, ...(note === undefined ? [] : [`(${note})`])].filter((text) => text !== "").join(" ") ||
    "the object"
  );
}

function isLive(source: string): boolean {
  return source.startsWith("live ");
}
