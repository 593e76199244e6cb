import { describe, expect, test } from "vitest";
import { proxyFor } from "./proxy.ts";

const SERVER = new URL("https://api.example.com:6443");
const HTTPS_PROXY = "http://proxy.example.com:3128";

describe("the proxy", () => {
  test.each([
    ["the cluster's own, before the environment's", "http://own:1", { HTTPS_PROXY }, "http://own:1/"],
    ["the environment's", undefined, { HTTPS_PROXY }, "http://proxy.example.com:3128/"],
    [
      "the environment's in lower case, without a scheme",
      undefined,
      { https_proxy: "proxy:8080" },
      "http://proxy:8080/",
    ],
    ["the cluster's own, whatever NO_PROXY says", "http://own:1", { NO_PROXY: "*" }, "http://own:1/"],
    ["none", undefined, {}, undefined],
    ["none where it is empty", "", { HTTPS_PROXY: "" }, undefined],
  ])("is %s", (_name, own, env, expected) => {
    expect(proxyFor(SERVER, own, env)?.href).toBe(expected);
  });

  // The rules of golang.org/x/net/http/httpproxy, which kubectl keeps to.
  test.each([
    ["example.com", SERVER.href, true],
    [".example.com", SERVER.href, true],
    ["*.example.com", SERVER.href, true],
    ["API.example.com", SERVER.href, true],
    ["example.com:6443", SERVER.href, true],
    ["example.com:443", SERVER.href, false],
    ["xample.com", SERVER.href, false],
    [".api.example.com", SERVER.href, false],
    ["*", SERVER.href, true],
    ["other.com, example.com", SERVER.href, true],
    ["10.0.0.0/8", "https://10.1.2.3:6443", true],
    ["10.0.0.0/8", "https://11.1.2.3:6443", false],
    ["10.1.2.3", "https://10.1.2.3:6443", true],
    ["10.0.0.0/99", "https://10.1.2.3:6443", false],
    ["fd00::/8", "https://[fd00::1]:6443", true],
    ["fd00::1", "https://[fd00::1]:6443", true],
    ["", "https://127.0.0.1:6443", true],
    ["", "https://localhost:6443", true],
    ["", "https://[::1]:6443", true],
  ])("with NO_PROXY=%s, %s is exempt: %s", (NO_PROXY, server, exempt) => {
    expect(proxyFor(new URL(server), undefined, { HTTPS_PROXY, NO_PROXY }) === undefined).toBe(exempt);
  });

  test.each([
    ["socks5://proxy:1080", SERVER, /a socks5 proxy; only http and https proxies are supported/],
    ["http://user:secret@", SERVER, /is no URL/],
    ["http://proxy:1", new URL("http://api:8080"), /only supported for servers reached over https/],
  ])("%s is refused with a reason", (own, server, message) => {
    expect(() => proxyFor(server, own, {})).toThrow(message);
    expect(() => proxyFor(server, own, {})).not.toThrow(/secret/);
  });
});
