/**
 * The request had no answer. `connect`: there was no usable connection; `broken`: it ended before the answer did;
 * `timeout`: nothing came for too long; `too-large`: the answer was larger than allowed.
 */
export type ConnectionFailure = "connect" | "broken" | "timeout" | "too-large";

export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
  readonly failure: ConnectionFailure;
  /** Node's or OpenSSL's code: `ECONNREFUSED`, `CERT_HAS_EXPIRED`. */
  readonly code: string;

  constructor(failure: ConnectionFailure, code: string, message: string) {
    super(message);
    this.failure = failure;
    this.code = code;
  }
}
