import { gunzipSync } from "node:zlib";
import { at, isObject, objectsOf, stringOf } from "../../world/json.ts";
import type { Payload } from "./stored-release.ts";

/** What is kept of a release: whose it is and what it applies. Values and configuration are not. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  readonly status: string;
  /** Chart name and version: "ingress-nginx-4.4.0". */
  readonly chart: string;
  /** The rendered manifest, and one for each hook: YAML of several documents. */
  readonly manifests: readonly string[];
}

/** etcd stores objects up to 1.5 MiB; charts of that size unfold to some 20 MiB. */
const LARGEST = 64 * 1024 * 1024;

/** Decodes base64 of gzip of JSON (helm.sh/helm/v3/pkg/storage/driver/util.go); the reason where it cannot. */
export function decodeRelease(payload: Payload): Release | string {
  let value: unknown;
  try {
    let bytes = Buffer.from(payload.encoded, "base64");
    if (payload.times === 2) bytes = Buffer.from(bytes.toString("latin1"), "base64");
    // Releases from before Helm compressed them are plain JSON.
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = gunzipSync(bytes, { maxOutputLength: LARGEST });
    value = JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    return tooLarge ? "it unfolds to more than 64 MiB" : "it is no base64 of gzip of JSON";
  }
  if (!isObject(value)) return "it is no JSON object";
  const name = stringOf(value.name);
  if (name === undefined) return "it names no release";
  const chart = at(value, "chart", "metadata", "name");
  return {
    name,
    namespace: stringOf(value.namespace) ?? "default",
    revision: typeof value.version === "number" ? value.version : 0,
    status: stringOf(at(value, "info", "status")) ?? "unknown",
    chart: `${stringOf(chart) ?? "unknown"}-${stringOf(at(value, "chart", "metadata", "version")) ?? "0"}`,
    manifests: [value.manifest, ...objectsOf(value.hooks).map((hook) => hook.manifest)].filter(
      (manifest): manifest is string => typeof manifest === "string",
    ),
  };
}
