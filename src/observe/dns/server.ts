import { getServers, promises } from "node:dns";
import { isIP } from "node:net";
import { UserError } from "../../errors.ts";

/** A DNS server: an address without brackets, and the port it is asked at. */
export interface DnsServer {
  readonly address: string;
  readonly port: number;
}

export const DNS_PORT = 53;

/** How a server is named for people: the port only where it is not the usual one. */
export function serverText({ address, port }: DnsServer): string {
  if (port === DNS_PORT) return address;
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Splits `192.0.2.53`, `192.0.2.53:5353`, `[2001:db8::53]:53`, `2001:db8::53`, `ns1.example:53`; undefined: none of these. */
export function parseServer(
  text: string,
): { readonly host: string; readonly port: number | undefined } | undefined {
  if (isIP(text) !== 0) return { host: text, port: undefined };
  const match = /^(?:\[([0-9A-Fa-f:.%\w]+)\]|([A-Za-z0-9_.-]+))(?::(\d{1,5}))?$/.exec(text);
  const [, bracketed, plain, digits] = match ?? [];
  const host = bracketed ?? plain;
  const port = digits === undefined ? undefined : Number(digits);
  if (host === undefined || (bracketed !== undefined && isIP(bracketed) !== 6)) return undefined;
  return port !== undefined && (port < 1 || port > 65535) ? undefined : { host, port };
}

/** The servers this machine asks (its resolv.conf). Throws a UserError where it has none. */
export function systemServers(): readonly DnsServer[] {
  const servers = getServers().flatMap((text): DnsServer[] => {
    const server = parseServer(text);
    return server === undefined ? [] : [{ address: server.host, port: server.port ?? DNS_PORT }];
  });
  if (servers.length === 0) {
    throw new UserError("this machine has no DNS server: name one with --dns-server <host[:port]>");
  }
  return servers;
}

/** The server a user named. A name is looked up as this machine does. Throws a UserError where that fails. */
export async function namedServer(text: string): Promise<DnsServer> {
  const parsed = parseServer(text);
  if (parsed === undefined) {
    throw new UserError(
      `--dns-server ${text} is no server: write an address or a name, with a port where it is not 53 ` +
        "(192.0.2.53, 192.0.2.53:5353, [2001:db8::53]:5353)",
    );
  }
  const port = parsed.port ?? DNS_PORT;
  if (isIP(parsed.host) !== 0) return { address: parsed.host, port };
  try {
    const { address } = await promises.lookup(parsed.host);
    return { address, port };
  } catch (error) {
    throw new UserError(
      `--dns-server ${text}: the name ${parsed.host} cannot be looked up (${(error as { code?: string }).code}): give its address`,
    );
  }
}
