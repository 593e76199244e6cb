import type { SoftwareVersion } from "../../src/entry/controller.ts";
import { type Listener, nginxListener } from "../../src/entry/listener.ts";
import { HOPS } from "./places.ts";

/** A listener under test: settings of a ConfigMap, and what they mean. */
export interface Subject {
  /** What to call it in a table: "PROXY, trusts hops". */
  readonly name: string;
  readonly listener: Listener;
  readonly tls: boolean;
}

type Settings = Readonly<Record<string, string>>;

const PROXY = { "use-proxy-protocol": "true" };
const FORWARDED = { "use-forwarded-headers": "true" };
const OLD: SoftwareVersion = [1, 12, 8];
const NEW: SoftwareVersion = [1, 13, 0];

const FAMILIES: readonly (readonly [name: string, settings: Settings, version: SoftwareVersion])[] = [
  ["PROXY", PROXY, OLD],
  ["forwarded", FORWARDED, OLD],
  ["real-ip", { "enable-real-ip": "true" }, OLD],
  ["both <1.13", { ...PROXY, ...FORWARDED }, OLD],
  ["both >=1.13", { ...PROXY, ...FORWARDED }, NEW],
];

const TRUST: readonly (readonly [name: string, settings: Settings])[] = [
  ["trusts all", {}],
  ["trusts hops", { "proxy-real-ip-cidr": HOPS.join(",") }],
  ["trusts others", { "proxy-real-ip-cidr": "192.0.2.0/24" }],
];

const FULL = { "compute-full-forwarded-for": "true" };
const OWN_HEADER = { "forwarded-for-header": "CF-Connecting-IP", "proxy-real-ip-cidr": HOPS.join(",") };

/** Every kind of listener: plain, and each family by whom it trusts; with and without the whole header; with TLS. */
export function subjects(): readonly Subject[] {
  const kinds: readonly (readonly [name: string, settings: Settings, version: SoftwareVersion])[] = [
    ["plain", {}, OLD],
    ...FAMILIES.flatMap(([family, settings, version]) =>
      TRUST.map(([trust, more]) => [`${family}, ${trust}`, { ...settings, ...more }, version] as const),
    ),
  ];
  const make = (name: string, settings: Settings, version: SoftwareVersion, tls = false): Subject => ({
    name,
    listener: nginxListener(settings, version),
    tls,
  });
  return [
    ...kinds.map(([name, settings, version]) => make(name, settings, version)),
    ...kinds.map(([name, settings, version]) => make(`${name}, full`, { ...settings, ...FULL }, version)),
    ...kinds.map(([name, settings, version]) => make(name, settings, version, true)),
    make("forwarded, own header", { ...FORWARDED, ...OWN_HEADER }, OLD),
    make("both >=1.13, own header", { ...PROXY, ...FORWARDED, ...OWN_HEADER }, NEW),
  ];
}
