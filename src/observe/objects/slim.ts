import { isObject, type Json, type JsonObject, listOf } from "../../world/json.ts";

/**
 * What the server keeps for itself or writes over and over, which no judgement reads. In a real dump it is a
 * third of the bytes; array positions are kept, so paths into the slimmed object are paths into the file.
 */
export function slim(object: Record<string, unknown>): void {
  const { metadata, status } = object;
  if (isObject(metadata)) {
    const mutable = metadata as Record<string, unknown>;
    if (mutable.managedFields !== undefined) delete mutable.managedFields;
    if (mutable.selfLink !== undefined) delete mutable.selfLink;
  }
  if (!isObject(status)) return;
  if (object.kind === "Pod") object.status = slimPodStatus(status);
  else if (object.kind === "Node") delete (status as Record<string, unknown>).images;
}

/** Phase, addresses, which conditions hold, which containers are ready. */
function slimPodStatus(status: JsonObject): JsonObject {
  const out: Record<string, Json> = {};
  for (const key of ["phase", "reason", "podIP", "podIPs", "hostIP", "hostIPs"] as const) {
    const value = status[key];
    if (value !== undefined) out[key] = value;
  }
  if (status.conditions !== undefined) out.conditions = pick(status.conditions, ["type", "status"]);
  if (status.containerStatuses !== undefined) {
    out.containerStatuses = pick(status.containerStatuses, ["name", "ready"]);
  }
  return out;
}

function pick(list: Json, keys: readonly string[]): readonly Json[] {
  return listOf(list).map((entry) => {
    const out: Record<string, Json> = {};
    if (isObject(entry)) {
      for (const key of keys) {
        const value = entry[key];
        if (value !== undefined) out[key] = value;
      }
    }
    return out;
  });
}
