import { at, isObject, type JsonObject, stringOf } from "../../../world/json.ts";
import type { RawAnswer } from "./transport.ts";

export type Answer = Success | Refusal;

export interface Success {
  readonly ok: true;
  readonly body: JsonObject;
  /** Without parameters a server may add after a space: matched by what it contains. */
  readonly contentType: string;
  readonly bytes: number;
}

/** The server did not give what was asked for. Never an exception: what it means depends on the request. */
export interface Refusal {
  readonly ok: false;
  /** 0 where the connection broke again and again, or the answer was no JSON or too large. */
  readonly status: number;
  /** What the server said, or what happened, in one line. */
  readonly message: string;
  /** Where a list whose continue token expired can be gone on with (Status.metadata.continue). */
  readonly continueToken?: string;
  /** The answer was too large to hold: fewer objects at once may do. */
  readonly tooLarge?: boolean;
}

export function isSuccess({ status }: RawAnswer): boolean {
  return status >= 200 && status < 300;
}

export function toAnswer(raw: RawAnswer): Answer {
  const body = parseObject(raw.body);
  if (isSuccess(raw)) {
    if (body === undefined) return { ok: false, status: 0, message: "the answer is no JSON object" };
    return { ok: true, body, contentType: raw.headers["content-type"] ?? "", bytes: raw.body.length };
  }
  const said = oneLine(stringOf(at(body, "message")) ?? (body === undefined ? withoutTags(raw.body) : ""));
  const token = stringOf(at(body, "metadata", "continue"));
  return {
    ok: false,
    status: raw.status,
    message: said === "" ? `status ${raw.status}` : said,
    ...(token !== undefined && token !== "" && { continueToken: token }),
  };
}

function parseObject(body: Buffer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const MOST_TEXT = 300;

/** Servers quote objects' names and webhooks' answers, which may hold anything. */
function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, MOST_TEXT);
}

/** Of an answer that is no JSON, such as a proxy's error page: enough to recognise it. */
function withoutTags(body: Buffer): string {
  return body
    .subarray(0, 2000)
    .toString("utf8")
    .replace(/<[^>]*>/g, " ");
}
