import { describe, expect, it } from "vitest";
import { forgeries } from "./forge.ts";
import { nginxListener } from "./listener.ts";
import { BALANCER, balancer, CLIENT, FORGED, NODE, PROXY, wayWith } from "./testing.ts";
import { BEHIND_PROXY, predict } from "./wire.ts";

const OLD = [1, 5, 1] as const;
const NEW = [1, 13, 0] as const;
const plain = nginxListener({}, OLD);
const proxyListener = nginxListener({ "use-proxy-protocol": "true" }, OLD);
const both = { "use-proxy-protocol": "true", "use-forwarded-headers": "true" };

function forwarded(cidr?: string, more: Record<string, string> = {}) {
  const settings = { "use-forwarded-headers": "true", ...more };
  return nginxListener(cidr === undefined ? settings : { ...settings, "proxy-real-ip-cidr": cidr }, OLD);
}

describe("what becomes of a connection", () => {
  it("a node address and no settings: the client is seen, and told", () => {
    const seen = { result: "works", remoteAddr: CLIENT, forwardedFor: CLIENT, realIp: CLIENT };
    expect(predict(wayWith(), plain)).toEqual(seen);
  });

  it("a node that hides the source is taken for the client", () => {
    expect(predict(wayWith({ hiddenBehind: NODE }), plain).remoteAddr).toBe(NODE);
  });

  it("a balancer without PROXY is taken for the client", () => {
    expect(predict(wayWith({ balancer: balancer("tcp") }), plain).remoteAddr).toBe(BALANCER);
  });

  it("PROXY switched on at the listener alone resets everybody; at the balancer alone gives 400", () => {
    expect(predict(wayWith(), proxyListener).result).toBe("broken-header");
    expect(predict(wayWith({ balancer: balancer("tcp") }), proxyListener).result).toBe("broken-header");
    expect(predict(wayWith({ balancer: balancer("http") }), proxyListener).result).toBe("broken-header");
    expect(predict(wayWith({ balancer: balancer("proxy-v2") }), plain)).toEqual({
      result: "bad-request",
      remoteAddr: undefined,
      forwardedFor: undefined,
      realIp: undefined,
    });
  });

  it("TLS cannot pass a balancer that speaks HTTP", () => {
    expect(predict(wayWith({ balancer: balancer("http"), tls: true }), plain).result).toBe("bad-request");
    expect(predict(wayWith({ balancer: balancer("tcp"), tls: true }), plain).result).toBe("works");
  });

  it("PROXY counts only from a trusted peer", () => {
    const way = wayWith({ balancer: balancer("proxy-v1") });
    const settings = { "use-proxy-protocol": "true", "proxy-real-ip-cidr": "192.0.2.0/24" };
    expect(predict(way, proxyListener).remoteAddr).toBe(CLIENT);
    expect(predict(way, nginxListener(settings, OLD)).remoteAddr).toBe(BALANCER);
  });

  it("behind a CDN and a PROXY balancer the CDN is seen, until forwarded headers count too (1.13)", () => {
    const way = wayWith({ proxy: { address: PROXY }, balancer: balancer("proxy-v2") });
    const settings = { ...both, "proxy-real-ip-cidr": "10.0.0.0/8,192.0.2.0/24" };
    expect(predict(way, proxyListener).remoteAddr).toBe(PROXY);
    expect(predict(way, nginxListener(settings, OLD)).remoteAddr).toBe(PROXY);
    expect(predict(way, nginxListener(settings, NEW)).remoteAddr).toBe(CLIENT);
  });

  it("both since 1.13, everybody trusted by default: without a forwarded header the balancer is seen", () => {
    const way = wayWith({ balancer: balancer("proxy-v1") });
    expect(predict(way, nginxListener(both, OLD)).remoteAddr).toBe(CLIENT);
    expect(predict(way, nginxListener(both, NEW)).remoteAddr).toBe(BALANCER);
    const narrow = nginxListener({ ...both, "proxy-real-ip-cidr": "10.20.0.0/16" }, NEW);
    expect(predict(way, narrow).remoteAddr).toBe(CLIENT);
  });

  it("reads a forwarded header backwards as far as those it names are trusted", () => {
    const way = wayWith({ proxy: { address: PROXY }, balancer: balancer("http"), forged: FORGED });
    expect(predict(way, forwarded("10.0.0.0/8")).remoteAddr).toBe(PROXY);
    expect(predict(way, forwarded("10.0.0.0/8,192.0.2.10")).remoteAddr).toBe(CLIENT);
    expect(predict(way, forwarded()).remoteAddr).toBe(FORGED);
  });

  it("stops at what is no address, and takes one with a port", () => {
    expect(predict(wayWith({ forged: `${FORGED}, unknown` }), forwarded()).remoteAddr).toBe(CLIENT);
    expect(predict(wayWith({ forged: `unknown, ${FORGED}:4711` }), forwarded()).remoteAddr).toBe(FORGED);
    expect(predict(wayWith({ forged: "[2001:db8::1]:80" }), forwarded()).remoteAddr).toBe("2001:db8::1");
    expect(predict(wayWith({ forged: "300.1.2.3:80" }), forwarded()).remoteAddr).toBe(CLIENT);
    expect(predict(wayWith({ forged: "" }), forwarded()).remoteAddr).toBe(CLIENT);
  });

  it("tells the application the whole header where that is asked for, with the peer at its end", () => {
    const full = { "compute-full-forwarded-for": "true" };
    const way = wayWith({ proxy: { address: PROXY }, balancer: balancer("http"), forged: FORGED });
    const whole = `${FORGED}, ${CLIENT}, ${PROXY}, ${BALANCER}`;
    expect(predict(way, forwarded("10.0.0.0/8", full)).forwardedFor).toBe(whole);
    expect(predict(wayWith(), forwarded(undefined, full)).forwardedFor).toBe(CLIENT);
    expect(predict(way, nginxListener(full, OLD)).forwardedFor).toBe(BALANCER);
    const stated = wayWith({ balancer: balancer("proxy-v1"), forged: FORGED });
    expect(predict(stated, nginxListener({ ...both, ...full }, OLD)).forwardedFor).toBe(
      `${FORGED}, ${CLIENT}`,
    );
  });

  it("reads a CDN's own header, which the CDN writes over whatever came", () => {
    const proxy = { address: PROXY, header: "CF-Connecting-IP" };
    const way = wayWith({ proxy, balancer: balancer("pass-through"), forged: FORGED });
    const cf = { "forwarded-for-header": "CF-Connecting-IP" };
    expect(predict(way, forwarded("192.0.2.0/24", cf)).remoteAddr).toBe(CLIENT);
    expect(predict(way, forwarded("192.0.2.0/24")).remoteAddr).toBe(FORGED);
    expect(predict({ ...way, forged: undefined }, forwarded("192.0.2.0/24")).remoteAddr).toBe(PROXY);
  });
});

describe("who may forge", () => {
  it("nobody, by default or behind a PROXY balancer", () => {
    expect(forgeries(wayWith(), plain)).toEqual([]);
    expect(forgeries(wayWith({ balancer: balancer("proxy-v1") }), proxyListener)).toEqual([]);
  });

  it("everybody by header, where forwarded headers are believed from everywhere or from a TCP balancer", () => {
    expect(forgeries(wayWith(), forwarded())).toEqual(["forwarded-header"]);
    expect(forgeries(wayWith(), forwarded("10.20.0.0/16"))).toEqual([]);
    expect(forgeries(wayWith({ balancer: balancer("tcp") }), forwarded("10.20.0.0/16"))).toEqual([
      "forwarded-header",
    ]);
    expect(forgeries(wayWith({ balancer: balancer("http") }), forwarded("10.20.0.0/16"))).toEqual([]);
  });

  it("everybody who reaches a PROXY listener past its balancer, by a PROXY header", () => {
    expect(forgeries(wayWith(), proxyListener)).toEqual(["proxy-header"]);
    expect(forgeries(wayWith({ proxy: { address: PROXY } }), proxyListener)).toEqual([]);
  });

  it("everybody by the header 1.13 works with, where the balancer is trusted", () => {
    const settings = { ...both, "proxy-real-ip-cidr": "10.20.0.0/16" };
    const way = wayWith({ balancer: balancer("proxy-v1") });
    expect(forgeries(way, nginxListener(settings, OLD))).toEqual([]);
    expect(forgeries(way, nginxListener(settings, NEW))).toEqual(["forwarded-header"]);
    const sent = { ...way, forged: FORGED, forgedIn: BEHIND_PROXY };
    expect(predict(sent, nginxListener(settings, NEW)).remoteAddr).toBe(FORGED);
  });
});
