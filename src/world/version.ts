/** A Kubernetes minor version of major 1: 26 for "1.26". The patch level never changes what is served. */
export type Minor = number;

const VERSION = /^v?1\.(\d{1,3})(?:[.+-].*)?$/;

/** Reads "1.26", "v1.25.6", "v1.20.2-rc.1+abc", or a server's minor such as "21+"; undefined otherwise. */
export function parseMinor(text: string): Minor | undefined {
  const match = VERSION.exec(text.trim());
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

export function formatMinor(minor: Minor): string {
  return `1.${minor}`;
}
