import { isSecretName, REDACTED } from "./names.ts";
import { redactNamed } from "./value.ts";

/**
 * Redacts a command line split into words, in place: `["--password", "hunter2"]`, `["mysql", "-phunter2"]`,
 * `["redis-cli", "-a", "hunter2"]`. Words such as `--password=hunter2` are texts like any other.
 */
export function redactArguments(words: unknown[]): void {
  const command = typeof words[0] === "string" ? (/[^/]*$/.exec(words[0])?.[0] ?? "") : "";
  const short = SHORT_FLAGS[command];
  for (let index = 1; index < words.length; index++) {
    const word = words[index];
    const before = words[index - 1];
    if (typeof word !== "string" || typeof before !== "string") continue;
    if (short !== undefined && word.startsWith(short.flag)) {
      if (word.length > 2) words[index] = `${short.flag}${REDACTED}`;
      continue;
    }
    const flag = /^--?([A-Za-z][\w.-]+)$/.exec(before)?.[1];
    if (before === short?.flag || (flag !== undefined && isSecretName(flag) && !word.startsWith("--"))) {
      words[index] = redactNamed(word);
    }
  }
}

const SHORT_FLAGS: Readonly<Record<string, { readonly flag: string } | undefined>> = {
  __proto__: null as never,
  mysql: { flag: "-p" },
  mysqldump: { flag: "-p" },
  mysqladmin: { flag: "-p" },
  mariadb: { flag: "-p" },
  sshpass: { flag: "-p" },
  "redis-cli": { flag: "-a" },
};
