import { UserError } from "../../../errors.ts";
import type { Credential } from "../access/credentials.ts";
import type { ClusterAccess } from "../access/open-cluster.ts";
import { type Answer, isSuccess, toAnswer } from "./answer.ts";
import { ConnectionError } from "./connection-error.ts";
import { failureMessage, lostMessage, refusedLoginMessage } from "./failure-message.ts";
import { isRetryable, MOST_ATTEMPTS, type Pace, retryDelay } from "./retry.ts";
import type { RawAnswer, Transport } from "./transport.ts";

export interface GetOptions {
  readonly accept?: string;
  /** Default MOST_ATTEMPTS. */
  readonly attempts?: number;
  /** Says of a refusal that another try cannot mend it although its status could. */
  readonly isFinal?: (body: string) => boolean;
}

export interface ApiClient {
  /**
   * Gets one path, trying again where that may help.
   * @throws UserError where the server as a whole cannot be read: unreachable, or the login not accepted.
   */
  get(path: string, options?: GetOptions): Promise<Answer>;
}

/** A dead network breaks every request: after this many in a row nobody need wait for the others. */
const MOST_BROKEN_IN_A_ROW = 3;
/** Another minute of silence is all that a third try would bring. */
const MOST_TIMEOUTS = 2;

export function createApiClient(
  access: ClusterAccess,
  transport: Transport,
  pace: Pace,
  signal: AbortSignal,
): ApiClient {
  let reached = false;
  let brokenInARow = 0;

  /** One answer of the server, with the login renewed once where it is not accepted. */
  async function send(path: string, accept: string): Promise<RawAnswer> {
    const credential = await access.credentials.current(signal);
    const first = await transport.get(path, accept, credential, signal);
    if (first.status !== 401) return first;
    const renewed = await access.credentials.renewed(credential, signal);
    if (renewed === undefined) throw refusedLogin(credential);
    const second = await transport.get(path, accept, renewed, signal);
    if (second.status === 401) throw refusedLogin(renewed);
    return second;
  }

  function refusedLogin(credential: Credential): UserError {
    return new UserError(refusedLoginMessage(access, access.credentials.fault(credential)));
  }

  /** What a request comes to whose connection failed `attempt` times; undefined to try again. */
  function afterFailure(error: ConnectionError, attempt: number, attempts: number): Answer | undefined {
    if (error.failure === "too-large")
      return { ok: false, status: 0, message: error.message, tooLarge: true };
    if (error.failure === "connect" && !reached) throw new UserError(failureMessage(error, access));
    if (attempt < (error.failure === "timeout" ? Math.min(attempts, MOST_TIMEOUTS) : attempts))
      return undefined;
    if (!reached) throw new UserError(failureMessage(error, access));
    brokenInARow++;
    if (error.failure === "connect" || brokenInARow >= MOST_BROKEN_IN_A_ROW) {
      throw new UserError(lostMessage(error, access));
    }
    return { ok: false, status: 0, message: `${error.message} (${error.code}), ${attempt} times` };
  }

  return {
    async get(path, { accept = "application/json", attempts = MOST_ATTEMPTS, isFinal } = {}) {
      for (let attempt = 1; ; attempt++) {
        let retryAfter: string | undefined;
        try {
          const raw = await send(path, accept);
          reached = true;
          brokenInARow = 0;
          const again = !isSuccess(raw) && isRetryable(raw.status) && attempt < attempts;
          if (!again || isFinal?.(raw.body.toString("utf8")) === true) return toAnswer(raw);
          retryAfter = raw.headers["retry-after"];
        } catch (error) {
          if (!(error instanceof ConnectionError)) throw error;
          const answer = afterFailure(error, attempt, attempts);
          if (answer !== undefined) return answer;
        }
        await pace.sleep(retryDelay(attempt, retryAfter, pace.random()), signal);
      }
    },
  };
}
