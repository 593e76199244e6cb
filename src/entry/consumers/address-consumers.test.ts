import { describe, expect, it } from "vitest";
import { annotated, consumerLine, consumersOf, testController } from "./testing.ts";

type Settings = Readonly<Record<string, string>>;

const ofIngress = (annotations: Settings, settings: Settings = {}) =>
  consumersOf(annotated(annotations), testController({ settings }))
    .filter(({ resource }) => resource.ref.kind === "Ingress")
    .map(consumerLine);
const ofSettings = (settings: Settings) => consumersOf("", testController({ settings })).map(consumerLine);

describe("annotations of an Ingress", () => {
  it.each<[Settings, string[]]>([
    [{ "whitelist-source-range": "192.0.2.0/24" }, ["whitelist-source-range: allow-list closed"]],
    [{ "allowlist-source-range": "192.0.2.0/24" }, ["allowlist-source-range: allow-list closed"]],
    [{ "denylist-source-range": "192.0.2.0/24" }, ["denylist-source-range: deny-list open"]],
    [
      { "limit-rps": "10", "limit-rpm": "5", "limit-connections": "20", "limit-whitelist": "192.0.2.1" },
      [
        "limit-connections: limit closed",
        "limit-rps: limit closed",
        "limit-rpm: limit closed",
        "limit-whitelist: limit-exemption closed",
      ],
    ],
    [{ "limit-allowlist": "192.0.2.1" }, []],
    [{ "limit-rps": "0" }, []],
    [{ "global-rate-limit": "100" }, ["global-rate-limit: global-limit closed"]],
    [{ "global-rate-limit": "100", "global-rate-limit-key": "$server_name" }, []],
    [
      { satisfy: "any", "whitelist-source-range": "192.0.2.0/24", "auth-type": "basic" },
      ["satisfy: satisfy-any closed"],
    ],
    [
      { satisfy: "any", "whitelist-source-range": "192.0.2.0/24" },
      ["whitelist-source-range: allow-list closed"],
    ],
    [{ satisfy: "any" }, []],
    [{ "upstream-hash-by": "$binary_remote_addr" }, ["upstream-hash-by: upstream-hash skew"]],
    [{ "upstream-hash-by": "$request_uri" }, []],
    [{ "enable-modsecurity": "true" }, ["enable-modsecurity: modsecurity depends"]],
    [{ "enable-modsecurity": "false" }, []],
    [
      { "modsecurity-snippet": 'SecRule REMOTE_ADDR "@ipMatch 192.0.2.1" "deny"' },
      ["modsecurity-snippet: modsecurity depends"],
    ],
    [{ "modsecurity-snippet": "SecRuleEngine On" }, []],
    [{ "server-snippet": "deny 192.0.2.66;" }, ["server-snippet: snippet open"]],
    [{ "auth-url": "https://login.example.com/auth" }, ["auth-url: told application"]],
    [{ affinity: "cookie" }, []],
    [
      { canary: "true", "limit-rps": "1", "upstream-hash-by": "$remote_addr" },
      ["upstream-hash-by: upstream-hash skew"],
    ],
    [{ "whitelist-source-range": "0.0.0.0/0" }, []],
  ])("%j", (annotations, expected) => {
    expect(ofIngress(annotations)).toEqual(expected);
  });

  it("are those of the controller's prefix", () => {
    const controller = testController({ flags: { "--annotations-prefix": "nginx.example.com" } });
    const own = annotated({ "limit-rps": "1" }, "nginx.example.com/");
    expect(consumersOf(own, controller)).toHaveLength(1);
    expect(consumersOf(annotated({ "limit-rps": "1" }), controller)).toEqual([]);
  });

  it("count limits by what the controller keys them by", () => {
    expect(ofIngress({ "limit-rps": "1" }, { "limit-conn-zone-variable": "$server_name" })).toEqual([]);
  });

  it("know the general allow-list that satisfy is about", () => {
    expect(
      ofIngress({ satisfy: "any", "auth-type": "basic" }, { "whitelist-source-range": "192.0.2.0/24" }),
    ).toEqual(["satisfy: satisfy-any closed"]);
  });

  it("read snippets where they are allowed", () => {
    const annotations = { "server-snippet": "deny 192.0.2.66;" };
    expect(ofIngress(annotations, { "allow-snippet-annotations": "false" })).toEqual([]);
    const newer = testController({ version: [1, 9, 0] });
    expect(consumersOf(annotated(annotations), newer)).toEqual([]);
    const told = testController({ version: [1, 9, 0], settings: { "allow-snippet-annotations": "true" } });
    expect(consumersOf(annotated(annotations), told)).toHaveLength(1);
  });

  it("cite the annotation, and list its members", () => {
    const [found] = consumersOf(annotated({ "whitelist-source-range": "192.0.2.0/24, 192.0.2.1,nonsense" }));
    expect(found?.paths).toEqual([
      ["metadata", "annotations", "nginx.ingress.kubernetes.io/whitelist-source-range"],
    ]);
    expect(found?.list?.members.map(({ text, block }) => `${text} ${block?.bits}`)).toEqual([
      "192.0.2.0/24 24",
      "192.0.2.1 32",
      "nonsense undefined",
    ]);
  });
});

describe("the ConfigMap", () => {
  it.each<[Settings, string[]]>([
    [{ "whitelist-source-range": "192.0.2.0/24" }, ["whitelist-source-range: allow-list closed"]],
    [{ "denylist-source-range": "192.0.2.0/24" }, ["denylist-source-range: deny-list open"]],
    [{ "block-cidrs": "192.0.2.0/24" }, ["block-cidrs: block-cidrs open"]],
    [{ "use-geoip2": "true" }, ["use-geoip2: geoip depends"]],
    [{ "use-geoip2": "false" }, []],
    [{ "enable-owasp-modsecurity-crs": "true" }, ["enable-owasp-modsecurity-crs: modsecurity depends"]],
    [{ "http-snippet": "geo $x { default 0; }" }, ["http-snippet: snippet depends"]],
    [{ "main-snippet": "stream { deny 192.0.2.1; }" }, ["main-snippet: snippet open"]],
    [
      { "stream-snippet": "limit_conn_zone $binary_remote_addr zone=a:1m;" },
      ["stream-snippet: snippet closed"],
    ],
    [{ "location-snippet": "deny 192.0.2.1;" }, ["location-snippet: snippet open"]],
    [{ "log-format-upstream": '{"client": "$remote_addr"}' }, ["log-format-upstream: log closed"]],
    [{ "log-format-upstream": "$realip_remote_addr" }, ["log-format-upstream: log closed peer"]],
    [{ "log-format-upstream": "$host" }, []],
    [{ "use-forwarded-headers": "true" }, ["use-forwarded-headers: trust open"]],
    [{ "use-forwarded-headers": "false" }, []],
    [{ "enable-real-ip": "true" }, ["enable-real-ip: trust open"]],
    [{ "compute-full-forwarded-for": "true" }, ["compute-full-forwarded-for: told application"]],
    [{ "forwarded-for-header": "X-Client" }, ["forwarded-for-header: told application"]],
    [{ "nginx-status-ipv4-whitelist": "127.0.0.1", "proxy-body-size": "8m", "limit-rate": "1" }, []],
  ])("%j", (settings, expected) => {
    expect(ofSettings(settings)).toEqual(expected);
  });
});

it("finds a stream's backend only where it is given a PROXY header", () => {
  const map = (value: string) => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "tcp-services", namespace: "ingress-nginx" },
    data: { "2222": value },
  });
  const stream = (value: string) => {
    const resource = { ...testController().workload.template.resource, object: map(value) };
    return testController({
      streams: [
        {
          protocol: "TCP",
          port: 2222,
          namespace: "shop",
          service: "sftp",
          servicePort: "22",
          decodesProxy: false,
          from: { resource, path: ["data", "2222"], note: "" },
        },
      ],
    });
  };
  expect(consumersOf("", stream("shop/sftp:22"))).toEqual([]);
  expect(consumersOf("", stream("shop/sftp:22:PROXY"))).toEqual([]);
  expect(consumersOf("", stream("shop/sftp:22::PROXY")).map(consumerLine)).toEqual([
    "port 2222: stream application",
  ]);
});

describe("controllers whose settings are not followed", () => {
  it.each([
    [
      "traefik",
      "{apiVersion: traefik.io/v1alpha1, kind: Middleware, metadata: {name: x, namespace: a}, spec: {ipAllowList: {sourceRange: [192.0.2.1]}}}",
      "ipAllowList: other closed unfollowed",
    ],
    [
      "traefik",
      "{apiVersion: traefik.containo.us/v1alpha1, kind: Middleware, metadata: {name: x, namespace: a}, spec: {ipWhiteList: {sourceRange: [192.0.2.1]}}}",
      "ipWhiteList: other closed unfollowed",
    ],
    [
      "contour",
      "{apiVersion: projectcontour.io/v1, kind: HTTPProxy, metadata: {name: x, namespace: a}, spec: {routes: [{ipDenyPolicy: [{cidr: 192.0.2.1, source: Peer}]}]}}",
      "ipDenyPolicy: other open unfollowed",
    ],
    [
      "istio",
      "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: x, namespace: a}, spec: {rules: [{from: [{source: {remoteIpBlocks: [192.0.2.1]}}]}]}}",
      "remoteIpBlocks: other depends unfollowed",
    ],
    [
      "envoy-gateway",
      "{apiVersion: gateway.envoyproxy.io/v1alpha1, kind: SecurityPolicy, metadata: {name: x, namespace: a}, spec: {authorization: {rules: [{principal: {clientCIDRs: [192.0.2.0/24]}}]}}}",
      "clientCIDRs: other depends unfollowed",
    ],
    [
      "nginx-inc",
      "{apiVersion: k8s.nginx.org/v1, kind: Policy, metadata: {name: x, namespace: a}, spec: {accessControl: {allow: [192.0.2.1]}}}",
      "accessControl: other depends unfollowed",
    ],
    [
      "kong",
      "{apiVersion: configuration.konghq.com/v1, kind: KongPlugin, metadata: {name: x, namespace: a}, plugin: ip-restriction, config: {allow: [192.0.2.1]}}",
      "ip-restriction: other closed unfollowed",
    ],
    [
      "haproxy",
      annotated({ "allow-list": "192.0.2.1" }, "haproxy.org/"),
      "allow-list: other closed unfollowed",
    ],
    [
      "haproxy",
      annotated({ "denylist-source-range": "192.0.2.1" }, "haproxy-ingress.github.io/"),
      "denylist-source-range: other open unfollowed",
    ],
  ] as const)("%s", (kind, yaml, expected) => {
    expect(consumersOf(yaml, testController({ kind })).map(consumerLine)).toEqual([expected]);
    expect(consumersOf(yaml, testController({ kind: "other" }))).toEqual([]);
  });
});
