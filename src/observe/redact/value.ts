import { REDACTED } from "./names.ts";

/**
 * The redacted value of something whose name says it is a secret. Addresses in it stay, because they are what
 * a move breaks: "https://u:p@10.0.0.5:6443/x" gives "https://REDACTED@10.0.0.5:6443/REDACTED".
 * References to a secret that stands elsewhere ("$(PASSWORD)", "{{ .Values.password }}") stay whole.
 */
export function redactNamed(value: string): string {
  if (value === "" || value.startsWith(REDACTED) || REFERENCE.test(value) || NO_SECRET.test(value))
    return value;
  const url = WHOLE_URL.exec(value);
  if (url?.[1] !== undefined && url[3] !== undefined) {
    const [, scheme, user, host, rest = ""] = url;
    return `${scheme}${user === undefined ? "" : `${REDACTED}@`}${host}${rest.length > 1 ? `/${REDACTED}` : rest}`;
  }
  if (HOST_PORT.test(value)) return value;
  const addresses = new Set(value.match(ADDRESS));
  return addresses.size === 0 ? REDACTED : `${REDACTED} ${[...addresses].join(" ")}`;
}

const REFERENCE = /^(?:\$\([\w.-]+\)|\$\{[\w.:-]+\}|\$[A-Z][A-Z0-9_]*|\{\{[^{}]*\}\}|<[\w -]+>)$/;
const NO_SECRET =
  /^(?:true|false|null|none|yes|no|on|off|\/(?:var|etc|run|mnt|tmp|opt|secrets?)\/[\w./-]*)$/i;
const WHOLE_URL =
  /^([a-z][a-z0-9+.-]*:\/\/)([^\s/]*@)?([\w.-]+(?::\d{1,5})?|\[[0-9a-f:.]+\](?::\d{1,5})?)([/?#]\S*)?$/i;
const HOST_PORT = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}:\d{2,5}$/i;
const ADDRESS =
  /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?(?![\w.]*\d)|(?<![\w:])(?:[0-9a-f]{1,4}:){2,7}[0-9a-f]{0,4}(?:\/\d{1,3})?(?![\w:])/gi;
