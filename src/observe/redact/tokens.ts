import { REDACTED } from "./names.ts";

/**
 * Secrets that give themselves away by their shape, wherever they stand. Every repetition has a bound or cannot
 * begin in the middle of itself: whoever writes a text must not decide how long it is searched.
 */
const SHAPES: readonly { readonly has: string; readonly pattern: RegExp; readonly by: string }[] = [
  {
    has: "PRIVATE KEY",
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,40}-----|$)/g,
    by: REDACTED,
  },
  // JSON Web Tokens: header.payload.signature, the signature may be missing.
  { has: "eyJ", pattern: /(?<![\w-]{3})eyJ[\w-]{5,2000}\.[\w-]{5,}(?:\.[\w-]*)?/g, by: REDACTED },
  {
    has: "://",
    pattern: /((?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/"'<>:@]{0,200}:[^\s/"'<>]{0,1000}@/gi,
    by: `$1${REDACTED}@`,
  },
  // A password with a slash in it, percent signs forgotten: everything up to the last @ before the host.
  {
    has: "://",
    pattern:
      /((?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/"'<>:@]{0,200}:(?!\d{1,5}\/)[^\s"'<>@]{0,200}@(?=[\w.-]{1,253}(?:[:/?#]|$))/gi,
    by: `$1${REDACTED}@`,
  },
  // A token as the user: https://ghp_abc@github.com. Short names such as git@ stay.
  {
    has: "://",
    pattern: /((?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,30}:\/\/)(?!REDACTED@)[^\s/"'<>:@]{16,1000}@/gi,
    by: `$1${REDACTED}@`,
  },
  // Docker's credentials: base64 of user:password.
  {
    has: "auth",
    pattern: /(\b_?auth\\*["']?[ \t]*[:=][ \t]*\\*["']?)[A-Za-z0-9+/]{8,}={0,2}/g,
    by: `$1${REDACTED}`,
  },
  // user:password@tcp(host:port)/database, as Go's MySQL driver has it.
  { has: "@", pattern: /(?<![\w.-])[\w.-]{1,64}:[^\s@"']{1,200}(?=@(?:tcp|tcp6|unix|udp)\()/g, by: REDACTED },
  {
    has: "hooks.",
    pattern: /((?<![\w.-])hooks\.[\w.-]{1,253}\/(?:services|workflows|triggers)\/)[\w/-]+/g,
    by: `$1${REDACTED}`,
  },
  {
    has: "$",
    pattern: /\$(?:apr1|1|2[abxy]?|5|6|7|y|argon2\w*|pbkdf2[\w-]*|scrypt)\$[^\s"':,]+/g,
    by: REDACTED,
  },
  { has: "SHA", pattern: /\{S?SHA\d*\}[A-Za-z0-9+/=]+/g, by: REDACTED },
  { has: "", pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/g, by: REDACTED },
  {
    has: "",
    pattern:
      /(?<![A-Za-z0-9])(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeoprs]-[\w-]{10,}|[sr]k_(?:live|test)_\w{16,}|sk-[\w-]{20,}|AIza[\w-]{30,}|ya29\.[\w-]{20,}|hv[sbr]\.[\w-]{20,}|dop_v1_\w{32,}|npm_\w{30,}|pypi-[\w-]{30,}|SG\.[\w-]{16,}\.[\w-]{16,})/g,
    by: REDACTED,
  },
  { has: "join", pattern: /(--token[= ]+)[a-z0-9]{6}\.[a-z0-9]{16}/g, by: `$1${REDACTED}` },
];

/** `Authorization: Bearer abc`, `Basic dXNlcjpwYXNz`: a word may follow "basic" in prose, so it must look like a token. */
const SCHEME = /\b(bearer|basic|digest|token)\s+(?=[A-Za-z0-9+/=._~-]*[\d=+/])[A-Za-z0-9+/=._~-]{8,}/gi;

/** `mysql -phunter2`, `curl -u name:hunter2`, `redis-cli -a hunter2`, `sshpass -p hunter2`. */
const COMMANDS: readonly RegExp[] = [
  /(\b(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump)\b[^\n|;&]{0,300}?\s-p)(?!REDACTED)[^\s"']+/g,
  /((?:\s|^)(?:-u|--user|--proxy-user)[ =]["']?[\w.@-]{1,200}:)(?!REDACTED)[^\s"']+/g,
  /(\b(?:redis-cli|sshpass)\b[^\n|;&]{0,300}?\s-[ap]\s*["']?)(?!REDACTED)[^\s"']+/g,
];

export function redactTokens(text: string): string {
  let out = text;
  for (const { has, pattern, by } of SHAPES) {
    if (has === "" || out.includes(has)) out = out.replace(pattern, by);
  }
  out = out.replace(SCHEME, (_, scheme: string) => `${scheme} ${REDACTED}`);
  for (const pattern of COMMANDS) out = out.replace(pattern, `$1${REDACTED}`);
  return out;
}
