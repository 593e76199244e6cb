/** What a request is authenticated with. Holds secrets: never goes into a message or a file. */
export interface Credential {
  readonly headers: Readonly<Record<string, string>>;
  /** A client certificate and its key, PEM. */
  readonly certificate?: string;
  readonly key?: string;
}

/** A user of a kubeconfig, or a pod's service account. */
export interface Credentials {
  /** Who and by what means, for messages, without a secret: `user admin (client certificate)`. */
  readonly description: string;
  /** The credential to use now. */
  current(signal: AbortSignal): Promise<Credential>;
  /** Another one in place of one the server did not accept; undefined where there can be no other. */
  renewed(refused: Credential, signal: AbortSignal): Promise<Credential | undefined>;
  /** Why the server may have refused it, as far as it shows: "the certificate expired on 2024-05-01". */
  fault(refused: Credential): string | undefined;
}
