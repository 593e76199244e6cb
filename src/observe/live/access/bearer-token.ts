import { readFile } from "node:fs/promises";
import { UserError } from "../../../errors.ts";
import { numberOf } from "../../../world/json.ts";

/** @throws UserError where the file cannot be read or is empty. */
export async function readToken(path: string): Promise<string> {
  let token: string;
  try {
    token = (await readFile(path, "utf8")).trim();
  } catch (error) {
    throw new UserError(`Cannot read the token file ${path} (${(error as NodeJS.ErrnoException).code}).`);
  }
  if (token === "") throw new UserError(`The token file ${path} is empty.`);
  return token;
}

export function bearer(token: string): { authorization: string } {
  return { authorization: `Bearer ${token}` };
}

/** When a token says it ends; undefined for tokens that are no JWT or say nothing. */
export function tokenExpiry(token: string): Date | undefined {
  const payload = token.split(".")[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    const seconds = numberOf((claims as { exp?: unknown } | null)?.exp);
    return seconds === undefined ? undefined : new Date(seconds * 1000);
  } catch {
    return undefined;
  }
}

export function expiryFault(token: string, now: Date): string | undefined {
  const expiry = tokenExpiry(token);
  return expiry !== undefined && expiry < now ? `the token expired on ${expiry.toISOString()}` : undefined;
}
