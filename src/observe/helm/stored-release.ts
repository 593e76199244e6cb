import { at, type JsonObject, stringOf } from "../../world/json.ts";
import type { ObjectRef, Origin } from "../../world/resource.ts";

/** A release as it lies in its Secret or ConfigMap, not decoded. */
export interface StoredRelease {
  readonly release: string;
  readonly namespace: string;
  readonly revision: number;
  /** From Helm's label; undefined where it is missing. */
  readonly status: string | undefined;
  readonly payload: Payload;
  readonly storedIn: ObjectRef;
  readonly origin: Origin;
}

/** `encoded`: base64 as often as Helm and the API server applied it. Secret data has one more. */
export interface Payload {
  readonly encoded: string;
  readonly times: 1 | 2;
}

/** Helm's own name for it: sh.helm.release.v1.NAME.vREVISION (helm.sh/helm/v3/pkg/storage/storage.go). */
const NAME = /^sh\.helm\.release\.v1\.(.+)\.v(\d{1,9})$/;

/** The Helm v3 release stored in an object; undefined for any other object. */
export function storedRelease(object: JsonObject, origin: Origin): StoredRelease | undefined {
  const { kind } = object;
  if (kind !== "Secret" && kind !== "ConfigMap") return undefined;
  const name = stringOf(at(object, "metadata", "name"));
  const match = name === undefined ? null : NAME.exec(name);
  if (name === undefined || match?.[1] === undefined) return undefined;
  const payload = payloadOf(object, kind);
  if (payload === undefined) return undefined;
  const namespace = stringOf(at(object, "metadata", "namespace")) ?? "default";
  return {
    release: match[1],
    namespace,
    revision: Number(match[2]),
    status: stringOf(at(object, "metadata", "labels", "status")),
    payload,
    storedIn: { apiVersion: "v1", kind, namespace, name },
    origin,
  };
}

function payloadOf(object: JsonObject, kind: "Secret" | "ConfigMap"): Payload | undefined {
  const data = stringOf(at(object, "data", "release"));
  if (data !== undefined) return { encoded: data, times: kind === "Secret" ? 2 : 1 };
  const text = stringOf(at(object, "stringData", "release"));
  return text === undefined ? undefined : { encoded: text, times: 1 };
}
