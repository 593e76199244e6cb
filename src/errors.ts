/**
 * Something the user can mend: one message with what is wrong, where, and what to do. The command line prints
 * it on stderr without a stack and exits 1.
 */
export class UserError extends Error {
  override readonly name = "UserError";
}
