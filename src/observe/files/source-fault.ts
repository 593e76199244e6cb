/** A source, or the rest of it, cannot be read. The message completes "the file ...". */
export class SourceFault extends Error {
  override readonly name = "SourceFault";
}
