import { at, type JsonObject, objectsOf, stringOf } from "../../../world/json.ts";
import type { Answer, Refusal } from "../http/answer.ts";
import type { ApiClient } from "../http/api-client.ts";
import { nextPageSize } from "./page-size.ts";

/** `refusal`: why the list ended before its end; whatever was read until then was handed on. */
export interface ListResult {
  readonly count: number;
  readonly refusal: Refusal | undefined;
}

/** A continue token lives five minutes. A list that takes longer is begun anew this often. */
const MOST_RESTARTS = 2;

/** Some server that is none of Kubernetes' own would have us go round for ever. */
const ENDLESS: Refusal = { ok: false, status: 0, message: "the server repeats one page of the list" };

/**
 * Lists everything under a path, page by page, each object once. The next page is asked for before `onObjects` works
 * on this one.
 */
export async function listPages(
  client: ApiClient,
  path: string,
  firstSize: number,
  isFinal: (body: string) => boolean,
  onObjects: (objects: readonly JsonObject[], list: JsonObject) => void,
): Promise<ListResult> {
  const seen = new Set<string>();
  let size = firstSize;
  let restarts = 0;
  let token = "";
  const ask = (): Promise<Answer> => client.get(pagePath(path, size, token), { isFinal });
  let pending = ask();
  for (;;) {
    const answer = await pending;
    if (answer.ok) {
      const objects = objectsOf(at(answer.body, "items"));
      const next = stringOf(at(answer.body, "metadata", "continue")) ?? "";
      if (next !== "" && next === token) return { count: seen.size, refusal: ENDLESS };
      token = next;
      if (token !== "") {
        size = nextPageSize(objects.length, answer.bytes);
        pending = ask();
        pending.catch(() => {}); // awaited above, unless onObjects throws first
      }
      onObjects(
        objects.filter((object) => isNew(seen, object)),
        answer.body,
      );
      if (token === "") return { count: seen.size, refusal: undefined };
      continue;
    }
    if (answer.tooLarge === true && size > 1) {
      size = Math.ceil(size / 8);
    } else if (answer.status === 410 && token !== "" && answer.continueToken !== undefined) {
      // The rest as it is now, in the order of names: what was there all along is still found once.
      token = answer.continueToken;
    } else if (answer.status === 410 && token !== "" && restarts < MOST_RESTARTS) {
      restarts++;
      token = "";
    } else {
      return { count: seen.size, refusal: answer };
    }
    pending = ask();
  }
}

function pagePath(path: string, size: number, token: string): string {
  return `${path}?limit=${size}${token === "" ? "" : `&continue=${encodeURIComponent(token)}`}`;
}

function isNew(seen: Set<string>, object: JsonObject): boolean {
  const { metadata } = object;
  const id = stringOf(at(metadata, "uid")) ?? `${at(metadata, "namespace")}/${at(metadata, "name")}`;
  if (seen.has(id)) return false;
  seen.add(id);
  return true;
}
