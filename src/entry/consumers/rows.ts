import type { WhenHidden } from "./consumer.ts";

/** One kind of setting that goes by the client's address: a line of docs/entry/client-addresses.md. */
export interface ConsumerRow {
  readonly kind: string;
  /** Annotations of an Ingress, without the prefix. */
  readonly annotations: readonly string[];
  /** Keys of the controller's ConfigMap. */
  readonly keys: readonly string[];
  readonly mechanism: string;
  /** What happens behind a load balancer that hides the client, as a clause. */
  readonly words: string;
  readonly whenHidden: WhenHidden;
}

/**
 * ingress-nginx' settings that depend on the client's address, from its template and its documentation
 * (rootfs/etc/nginx/template/nginx.tmpl, docs/user-guide/nginx-configuration).
 */
export const ALLOW_LIST: ConsumerRow = {
  kind: "allow-list",
  annotations: ["allowlist-source-range", "whitelist-source-range"],
  keys: ["whitelist-source-range", "allowlist-source-range"],
  mechanism: "`allow` and `deny all` by `$remote_addr`",
  words: "everybody gets 403",
  whenHidden: "closed",
};

export const DENY_LIST: ConsumerRow = {
  kind: "deny-list",
  annotations: ["denylist-source-range"],
  keys: ["denylist-source-range"],
  mechanism: "`deny` by `$remote_addr`",
  words: "whom it kept out comes in",
  whenHidden: "open",
};

export const BLOCKED: ConsumerRow = {
  kind: "block-cidrs",
  annotations: [],
  keys: ["block-cidrs"],
  mechanism: "`deny` by `$remote_addr`, for all hosts",
  words: "whom it kept out comes in",
  whenHidden: "open",
};

export const LIMIT: ConsumerRow = {
  kind: "limit",
  annotations: ["limit-connections", "limit-rps", "limit-rpm"],
  keys: [],
  mechanism: "a zone keyed by `limit-conn-zone-variable`, `$binary_remote_addr` unless set",
  words: "all users share one client's limit and get 503 beyond it",
  whenHidden: "closed",
};

export const LIMIT_EXEMPTION: ConsumerRow = {
  kind: "limit-exemption",
  annotations: ["limit-allowlist", "limit-whitelist"],
  keys: [],
  mechanism: "`geo` by `$remote_addr`",
  words: "those it spares are limited with everybody else",
  whenHidden: "closed",
};

export const GLOBAL_LIMIT: ConsumerRow = {
  kind: "global-limit",
  annotations: ["global-rate-limit"],
  keys: [],
  mechanism: "counted by `global-rate-limit-key`, the client's address unless set",
  words: "all users share one client's limit and get 429 beyond it",
  whenHidden: "closed",
};

export const SATISFY_ANY: ConsumerRow = {
  kind: "satisfy-any",
  annotations: ["satisfy"],
  keys: [],
  mechanism: "an allow-list or a login, whichever is met",
  words: "whoever was let in by address has to log in",
  whenHidden: "closed",
};

export const UPSTREAM_HASH: ConsumerRow = {
  kind: "upstream-hash",
  annotations: ["upstream-hash-by"],
  keys: ["upstream-hash-by"],
  mechanism: "a hash of `$remote_addr` or `$binary_remote_addr` chooses the pod",
  words: "every request goes to one pod",
  whenHidden: "skew",
};

export const GEOIP: ConsumerRow = {
  kind: "geoip",
  annotations: [],
  keys: ["use-geoip2", "use-geoip"],
  mechanism: "a database looks `$remote_addr` up",
  words: "a private address has no country, so every client's is unknown",
  whenHidden: "depends",
};

export const MODSECURITY: ConsumerRow = {
  kind: "modsecurity",
  annotations: ["enable-modsecurity", "enable-owasp-core-rules", "modsecurity-snippet"],
  keys: ["enable-modsecurity", "enable-owasp-modsecurity-crs", "modsecurity-snippet"],
  mechanism: "rules that go by `REMOTE_ADDR`",
  words: "rules that go by the address see one client with everybody's requests",
  whenHidden: "depends",
};

export const SNIPPET: ConsumerRow = {
  kind: "snippet",
  annotations: ["configuration-snippet", "server-snippet", "stream-snippet", "auth-snippet"],
  keys: [
    "main-snippet",
    "http-snippet",
    "server-snippet",
    "location-snippet",
    "stream-snippet",
    "global-auth-snippet",
  ],
  mechanism: "nginx directives with the address in them",
  words: "what it does by the address it does for all clients alike",
  whenHidden: "depends",
};

export const LOG: ConsumerRow = {
  kind: "log",
  annotations: [],
  keys: ["log-format-upstream", "log-format-stream"],
  mechanism: "`$remote_addr` in the line",
  words: "logs name the balancer, and what bans clients by them bans everybody",
  whenHidden: "closed",
};

export const TRUST: ConsumerRow = {
  kind: "trust",
  annotations: [],
  keys: ["use-forwarded-headers", "enable-real-ip", "proxy-real-ip-cidr"],
  mechanism: "`real_ip_header` is believed from the peers of `set_real_ip_from`, everybody unless set",
  words: "where the balancer's address is trusted, every client is, and may claim any address",
  whenHidden: "open",
};

export const TOLD: ConsumerRow = {
  kind: "told",
  annotations: ["auth-url"],
  keys: ["global-auth-url", "compute-full-forwarded-for", "forwarded-for-header"],
  mechanism: "`X-Real-IP` and `X-Forwarded-For` to the service",
  words: "the service is told the balancer's address for the client's",
  whenHidden: "application",
};

/** Entries of the ConfigMaps of --tcp-services-configmap and --udp-services-configmap. */
export const STREAM: ConsumerRow = {
  kind: "stream",
  annotations: [],
  keys: [],
  mechanism: "a PROXY header to the backend (`namespace/service:port::PROXY`)",
  words: "the service is told the balancer's address for the client's",
  whenHidden: "application",
};

export const ROWS: readonly ConsumerRow[] = [
  ALLOW_LIST,
  DENY_LIST,
  BLOCKED,
  LIMIT,
  LIMIT_EXEMPTION,
  GLOBAL_LIMIT,
  SATISFY_ANY,
  UPSTREAM_HASH,
  GEOIP,
  MODSECURITY,
  SNIPPET,
  LOG,
  TRUST,
  TOLD,
  STREAM,
];

/** Settings that look as if they went by the client's address, and do not. */
export const UNAFFECTED: readonly { readonly setting: string; readonly why: string }[] = [
  { setting: "affinity", why: "goes by a cookie; ingress-nginx has no affinity by address" },
  { setting: "nginx-status-ipv4-whitelist", why: "admits the controller's own pod" },
  { setting: "nginx-status-ipv6-whitelist", why: "admits the controller's own pod" },
  { setting: "limit-rate", why: "slows every response, whoever it is for" },
  { setting: "limit-rate-after", why: "slows every response, whoever it is for" },
];
