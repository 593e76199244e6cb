import type { SoftwareVersion } from "./controller.ts";

/** How an ingress-nginx listener for HTTP and HTTPS takes the client's address, from its ConfigMap. */
export interface Listener {
  /** use-proxy-protocol: every connection must begin with a PROXY header. */
  readonly proxyProtocol: boolean;
  /** use-forwarded-headers: the forwarded header of trusted peers counts, and is passed on. */
  readonly forwardedHeaders: boolean;
  /** enable-real-ip: the header of trusted peers sets the address, without being passed on. */
  readonly realIp: boolean;
  /**
   * proxy-real-ip-cidr: peers whose statement of the client is believed. Default: everybody (of IPv4). Entries that
   * are neither address nor block stay, and match nobody: nginx would not load them.
   */
  readonly trusted: readonly string[];
  /** False where `trusted` is the default, nobody having set it. */
  readonly trustedGiven: boolean;
  /** forwarded-for-header. */
  readonly header: string;
  /**
   * compute-full-forwarded-for: the address is appended to what came rather than put in its place. Without effect
   * unless `forwardedHeaders` (nginx.tmpl, `$full_x_forwarded_for`).
   */
  readonly appends: boolean;
  /** Undefined: taken for one before 1.13, as old clusters run (`readsHeaderBehindProxy`). */
  readonly version: SoftwareVersion | undefined;
}

/**
 * The listener that settings (the data of its ConfigMap) give, read as ingress-nginx reads them:
 * internal/ingress/controller/template/configmap.go (ReadConfig), defaults in controller/config/config.go.
 */
export function nginxListener(
  settings: Readonly<Record<string, string>>,
  version: SoftwareVersion | undefined,
): Listener {
  const setting = (key: string) => settingOf(settings, key);
  const trusted = setting("proxy-real-ip-cidr");
  return {
    proxyProtocol: isTrue(setting("use-proxy-protocol")),
    forwardedHeaders: isTrue(setting("use-forwarded-headers")),
    realIp: isTrue(setting("enable-real-ip")),
    trusted: trusted === undefined ? ["0.0.0.0/0"] : listed(trusted),
    trustedGiven: trusted !== undefined,
    header: setting("forwarded-for-header") || "X-Forwarded-For",
    appends: isTrue(setting("compute-full-forwarded-for")),
    version,
  };
}

/** Whether nginx's real_ip is set up at all: with none of the three, nobody's statement counts. */
export function believesStatements(listener: Listener): boolean {
  return listener.proxyProtocol || listener.forwardedHeaders || listener.realIp;
}

/**
 * Whether the forwarded header counts although connections begin with a PROXY header: since 1.13.0, if both are asked
 * for (kubernetes/ingress-nginx#12768). Before, the PROXY header always won.
 */
export function readsHeaderBehindProxy(listener: Listener): boolean {
  const [major, minor] = listener.version ?? [1, 0];
  return listener.proxyProtocol && listener.forwardedHeaders && (major > 1 || (major === 1 && minor >= 13));
}

/** The entries of a comma-separated setting: trimmed, empty ones left out (splitAndTrimSpace). */
export function listed(text: string): readonly string[] {
  return text
    .split(",")
    .filter((entry) => entry !== "")
    .map((entry) => entry.trim());
}

/** Keys are looked up exactly and, failing that, whatever their case (mapstructure's decodeStructFromMap). */
function settingOf(settings: Readonly<Record<string, string>>, key: string): string | undefined {
  if (Object.hasOwn(settings, key)) return settings[key];
  const other = Object.keys(settings).find((candidate) => candidate.toLowerCase() === key);
  return other === undefined ? undefined : settings[other];
}

/** What Go's strconv.ParseBool takes for true. Anything else it refuses, and the default (false) stays: "yes", "on". */
export function isTrue(text: string | undefined): boolean {
  return text !== undefined && ["1", "t", "T", "TRUE", "true", "True"].includes(text);
}
