import { describe, expect, it } from "vitest";
import { listed, nginxListener, readsHeaderBehindProxy } from "./listener.ts";

describe("the listener of ingress-nginx", () => {
  it("without settings expects no PROXY header and believes nobody, while everybody would be trusted", () => {
    expect(nginxListener({}, undefined)).toEqual({
      proxyProtocol: false,
      forwardedHeaders: false,
      realIp: false,
      trusted: ["0.0.0.0/0"],
      trustedGiven: false,
      header: "X-Forwarded-For",
      appends: false,
      version: undefined,
    });
  });

  it("takes its settings from its ConfigMap", () => {
    const settings = {
      "use-proxy-protocol": "true",
      "use-forwarded-headers": "T",
      "enable-real-ip": "1",
      "compute-full-forwarded-for": "True",
      "proxy-real-ip-cidr": "10.0.0.0/8, 192.0.2.7",
      "forwarded-for-header": "CF-Connecting-IP",
    };
    expect(nginxListener(settings, [1, 5, 1])).toEqual({
      proxyProtocol: true,
      forwardedHeaders: true,
      realIp: true,
      trusted: ["10.0.0.0/8", "192.0.2.7"],
      trustedGiven: true,
      header: "CF-Connecting-IP",
      appends: true,
      version: [1, 5, 1],
    });
  });

  it.each(["yes", "on", "tRUE", " true", "y", "2", "", "false", "0"])("does not take %j for true", (text) => {
    expect(nginxListener({ "use-proxy-protocol": text }, undefined).proxyProtocol).toBe(false);
  });

  it("finds a key whose case differs, after the exact one", () => {
    expect(nginxListener({ "Use-Proxy-Protocol": "true" }, undefined).proxyProtocol).toBe(true);
    const both = { "Use-Proxy-Protocol": "true", "use-proxy-protocol": "false" };
    expect(nginxListener(both, undefined).proxyProtocol).toBe(false);
  });

  it("trusts nobody where the list is empty", () => {
    const listener = nginxListener({ "proxy-real-ip-cidr": "" }, undefined);
    expect(listener.trusted).toEqual([]);
    expect(listener.trustedGiven).toBe(true);
  });

  it("falls back to X-Forwarded-For for an empty header name", () => {
    expect(nginxListener({ "forwarded-for-header": "" }, undefined).header).toBe("X-Forwarded-For");
  });

  it.each([
    [[1, 12, 8], false],
    [[1, 13, 0], true],
    [[1, 15, 1], true],
    [[0, 49, 3], false],
    [undefined, false],
  ] as const)("of version %j reads the header behind PROXY: %s", (version, expected) => {
    const both = { "use-proxy-protocol": "true", "use-forwarded-headers": "true" };
    expect(readsHeaderBehindProxy(nginxListener(both, version))).toBe(expected);
    expect(readsHeaderBehindProxy(nginxListener({ "use-proxy-protocol": "true" }, version))).toBe(false);
  });
});

it("splits lists as ingress-nginx does", () => {
  expect(listed("10.0.0.0/8, 192.0.2.7,,::1/128")).toEqual(["10.0.0.0/8", "192.0.2.7", "::1/128"]);
  expect(listed("")).toEqual([]);
});
