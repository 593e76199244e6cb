import { at, entriesOf, listOf, stringOf } from "../../../world/json.ts";
import type { KubeconfigEntry } from "./kubeconfig.ts";

/**
 * The headers for `as`, `as-uid`, `as-groups` and `as-user-extra`: leaving one out would read with other rights
 * than kubectl has with the same kubeconfig. Several groups make one header of several values.
 */
export function impersonation({ fields }: KubeconfigEntry): Record<string, string> {
  const headers: Record<string, string> = {};
  const user = stringOf(at(fields, "as"));
  if (user === undefined || user === "") return headers;
  headers["impersonate-user"] = user;
  const uid = stringOf(at(fields, "as-uid"));
  if (uid !== undefined && uid !== "") headers["impersonate-uid"] = uid;
  const groups = listOf(at(fields, "as-groups")).filter((group) => typeof group === "string");
  if (groups.length > 0) headers["impersonate-group"] = groups.join(HEADER_VALUES);
  for (const [key, values] of entriesOf(at(fields, "as-user-extra"))) {
    const texts = listOf(values).filter((value) => typeof value === "string");
    headers[`impersonate-extra-${encodeURIComponent(key.toLowerCase())}`] = texts.join(HEADER_VALUES);
  }
  return headers;
}

/** Parts the values of one header, each of which is sent as a header line of its own. */
export const HEADER_VALUES = "\n";
