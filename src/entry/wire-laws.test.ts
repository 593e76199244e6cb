import fc from "fast-check";
import { expect, it } from "vitest";
import { parseAddress } from "../world/addresses/address.ts";
import { holds } from "./address-lists.ts";
import { forgeries } from "./forge.ts";
import { believesStatements, readsHeaderBehindProxy } from "./listener.ts";
import { BALANCER, CLIENT, FORGED, listeners, NODE, PROXY, ways } from "./testing.ts";
import { predict, type WirePath } from "./wire.ts";

/** What must hold of every way to every listener. That the model is right, test/wire asks the real programs. */

const ON = { "use-proxy-protocol": "true" };
const OFF = { "use-proxy-protocol": "false" };

/** The address the listener's connection comes from. */
function peerOf(path: WirePath): string {
  const hands = path.balancer?.mode === "pass-through" ? undefined : path.balancer?.address;
  return path.hiddenBehind ?? hands ?? path.proxy?.address ?? path.client;
}

/** The address of whoever the last balancer, or the listener itself, is called by. */
function callerOf(path: WirePath): string {
  return path.proxy?.address ?? path.client;
}

const trusts = (trusted: readonly string[], text: string) => {
  const address = parseAddress(text);
  return address !== undefined && holds(trusted, address);
};

it("a PROXY balancer before a PROXY listener that trusts its peer shows who called it, whatever is forged", () => {
  fc.assert(
    fc.property(ways(["proxy-v1", "proxy-v2"]), listeners(ON), (path, listener) => {
      fc.pre(!readsHeaderBehindProxy(listener) && trusts(listener.trusted, peerOf(path)));
      expect(predict(path, listener).remoteAddr).toBe(callerOf(path));
    }),
  );
});

it("a TCP balancer never shows the client without PROXY or a trusted peer that states him", () => {
  fc.assert(
    fc.property(ways(["tcp"]), listeners(OFF), (path, listener) => {
      fc.pre(path.forged !== path.client);
      const stated = path.proxy !== undefined && believesStatements(listener);
      fc.pre(!stated || !trusts(listener.trusted, peerOf(path)));
      const { remoteAddr } = predict(path, listener);
      expect(remoteAddr).not.toBe(CLIENT);
    }),
  );
});

it("forging needs a trusted peer", () => {
  fc.assert(
    fc.property(ways(), listeners(), (path, listener) => {
      fc.pre(!trusts(listener.trusted, peerOf(path)));
      expect(predict(path, listener).remoteAddr ?? peerOf(path)).toBe(peerOf(path));
      expect(forgeries(path, listener)).toEqual([]);
    }),
  );
});

it("forging needs settings that believe somebody", () => {
  fc.assert(
    fc.property(ways(), listeners({ ...OFF, "use-forwarded-headers": "false" }), (path, listener) => {
      fc.pre(!listener.realIp);
      expect(forgeries(path, listener)).toEqual([]);
      expect([undefined, peerOf(path)]).toContain(predict(path, listener).remoteAddr);
    }),
  );
});

it("a PROXY listener works behind PROXY balancers alone, every other behind all but them", () => {
  fc.assert(
    fc.property(ways(), listeners(), (path, listener) => {
      const mode = path.balancer?.mode;
      const sends = mode === "proxy-v1" || mode === "proxy-v2";
      const expected =
        mode === "http" && path.tls
          ? "bad-request"
          : sends === listener.proxyProtocol
            ? "works"
            : sends
              ? "bad-request"
              : "broken-header";
      expect(predict(path, listener).result).toBe(expected);
    }),
  );
});

it("whoever reaches a PROXY listener other than through a PROXY balancer may state any address", () => {
  fc.assert(
    fc.property(ways(["none", "tcp", "pass-through"]), listeners(ON), (path, listener) => {
      fc.pre(path.proxy === undefined && trusts(listener.trusted, peerOf(path)));
      expect(forgeries(path, listener)).toContain("proxy-header");
    }),
  );
});

it("passing packets through is as if nothing stood there", () => {
  fc.assert(
    fc.property(ways(["pass-through"]), listeners(), (path, listener) => {
      expect(predict(path, listener)).toEqual(predict({ ...path, balancer: undefined }, listener));
    }),
  );
});

it("the two versions of PROXY say the same", () => {
  fc.assert(
    fc.property(ways(["proxy-v1"]), listeners(), (path, listener) => {
      const second = { ...path, balancer: { address: BALANCER, mode: "proxy-v2" as const } };
      expect(predict(second, listener)).toEqual(predict(path, listener));
    }),
  );
});

it("nobody is seen but who is on the way or was stated; X-Real-IP is always who is seen", () => {
  const known = [CLIENT, PROXY, BALANCER, NODE, FORGED];
  fc.assert(
    fc.property(ways(), listeners(), (path, listener) => {
      const outcome = predict(path, listener);
      if (outcome.result !== "works") return;
      expect(known).toContain(outcome.remoteAddr);
      expect(outcome.realIp).toBe(outcome.remoteAddr);
    }),
  );
});

it("the application is told who is seen, unless the whole header is asked for", () => {
  fc.assert(
    fc.property(ways(), listeners(), (path, listener) => {
      const { result, forwardedFor, remoteAddr } = predict(path, listener);
      fc.pre(result === "works");
      if (!(listener.appends && listener.forwardedHeaders)) expect(forwardedFor).toBe(remoteAddr);
      else
        expect(forwardedFor?.split(", ").at(-1)).toBe(listener.proxyProtocol ? callerOf(path) : peerOf(path));
    }),
  );
});
