/** Takes a source's bytes chunk by chunk and hands what it finds to the intake it was made for. */
export interface TextReader {
  push(chunk: Buffer): void;
  /** The source ended. */
  end(): void;
}
