import type { LooksAt } from "./consumer.ts";

/**
 * nginx' variables that hold the client's address or follow from it. $proxy_add_x_forwarded_for is none: it is what the
 * service is told, a row of its own.
 */
const VARIABLES: Readonly<Record<string, LooksAt>> = {
  remote_addr: "client",
  binary_remote_addr: "client",
  // ingress-nginx' own, before 0.26: the address after real_ip.
  the_real_ip: "client",
  realip_remote_addr: "peer",
  proxy_protocol_addr: "header",
};

const NAME = /\$(?:\{([a-z0-9_]{1,64})\}|([a-z0-9_]{1,64}))/g;

/** Which addresses a text with nginx' variables looks at; empty where it looks at none. */
export function looksIn(text: string): ReadonlySet<LooksAt> {
  const found = new Set<LooksAt>();
  for (const [, braced, plain] of text.matchAll(NAME)) {
    const name = braced ?? plain ?? "";
    if (Object.hasOwn(VARIABLES, name)) found.add(VARIABLES[name] ?? "client");
    // The databases of countries look the client's address up.
    else if (/^geoip2?_/.test(name)) found.add("client");
  }
  return found;
}
