import { setTimeout as delay } from "node:timers/promises";

/** Time and chance, so that tests decide both. */
export interface Pace {
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** In [0, 1). */
  random(): number;
}

export const realPace: Pace = {
  async sleep(ms, signal) {
    try {
      await delay(ms, undefined, { signal });
    } catch {
      signal.throwIfAborted();
    }
  },
  random: Math.random,
};

/** A request is sent at most this often, unless its failure says otherwise: about 8 s of waiting in all. */
export const MOST_ATTEMPTS = 6;

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;
/** A server that asks for more patience than this is not coming back while somebody waits. */
const LONGEST_RETRY_AFTER_MS = 60_000;

/**
 * How long to wait before sending again. `attempt` counts those made. A server's own word is kept to, else the
 * delay doubles; the random half keeps several requests refused at once from coming back at once.
 */
export function retryDelay(attempt: number, retryAfter: string | undefined, random: number): number {
  const asked = retryAfterMs(retryAfter);
  if (asked !== undefined) return Math.min(asked, LONGEST_RETRY_AFTER_MS) + random * FIRST_DELAY_MS;
  const full = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS);
  return full * (0.5 + random / 2);
}

/** Kubernetes sends seconds, never a date (RFC 9110, section 10.2.3 allows both). */
function retryAfterMs(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) * 1000 : undefined;
}

/** Statuses that another try may mend. */
export function isRetryable(status: number): boolean {
  return status === 429 || status === 500 || status === 502 || status === 503 || status === 504;
}
