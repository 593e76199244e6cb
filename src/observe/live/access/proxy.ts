import { BlockList, isIP } from "node:net";
import { UserError } from "../../../errors.ts";

/**
 * The HTTP proxy on the way to the server: the cluster's `proxy-url`, else HTTPS_PROXY unless NO_PROXY exempts the
 * server, as kubectl does (golang.org/x/net/http/httpproxy).
 * @throws UserError for a kind of proxy that is not supported.
 */
export function proxyFor(
  server: URL,
  proxyUrl: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): URL | undefined {
  const named = proxyUrl !== undefined && proxyUrl !== "";
  const fromEnvironment = exempt(server, env.NO_PROXY ?? env.no_proxy ?? "")
    ? undefined
    : (env.HTTPS_PROXY ?? env.https_proxy);
  const text = named ? proxyUrl : server.protocol === "https:" ? fromEnvironment : undefined;
  if (text === undefined || text === "") return undefined;
  const from = named ? "The cluster's proxy-url" : "HTTPS_PROXY";
  const full = text.includes("://") ? text : `http://${text}`;
  if (!URL.canParse(full)) throw new UserError(`${from} is no URL. It should look like http://proxy:3128.`);
  const url = new URL(full);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new UserError(
      `${from} names a ${url.protocol.slice(0, -1)} proxy; only http and https proxies are supported. ` +
        "Use one of those, or reach the API server without a proxy.",
    );
  }
  if (server.protocol === "http:") {
    throw new UserError(`${from} is set, but a proxy is only supported for servers reached over https.`);
  }
  return url;
}

/** Loopback is never proxied; NO_PROXY lists hosts, `.domains`, addresses, networks, each with or without a port. */
function exempt(server: URL, noProxy: string): boolean {
  const host = server.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  const family = isIP(host) === 6 ? "ipv6" : "ipv4";
  const port = server.port || "443";
  if (host === "localhost" || host === "::1" || /^127\./.test(host)) return true;
  return noProxy
    .toLowerCase()
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .some((entry) => {
      if (entry === "*") return true;
      if (entry.includes("/")) return isIP(host) !== 0 && inNetwork(host, family, entry);
      const withPort = /^(.*):(\d+)$/.exec(entry);
      const [name, wantedPort] =
        withPort !== null && isIP(entry) === 0 ? [withPort[1] ?? "", withPort[2]] : [entry, port];
      if (wantedPort !== port) return false;
      const plain = name.replace(/^\*?\./, "").replace(/^\[|\]$/g, "");
      return name.startsWith(".") || name.startsWith("*.")
        ? host.endsWith(`.${plain}`)
        : host === plain || (isIP(host) === 0 && host.endsWith(`.${plain}`));
    });
}

function inNetwork(host: string, family: "ipv4" | "ipv6", network: string): boolean {
  const [address = "", bits = ""] = network.split("/");
  try {
    const list = new BlockList();
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? "ipv6" : "ipv4");
    return list.check(host, family);
  } catch {
    return false;
  }
}
