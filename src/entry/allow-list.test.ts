import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAddress } from "../world/addresses/address.ts";
import { type AccessRules, accessVerdict, admits } from "./allow-list.ts";
import { nginxListener, readsHeaderBehindProxy } from "./listener.ts";
import { balancer, CLIENT, listeners, NODE, ways, wayWith } from "./testing.ts";
import { predict } from "./wire.ts";

const plain = nginxListener({}, undefined);
const believing = nginxListener({ "use-forwarded-headers": "true" }, undefined);
const rules = (more: Partial<AccessRules>): AccessRules => ({ blocked: [], deny: [], allow: [], ...more });
const office = rules({ allow: ["203.0.113.0/24"] });
const officeAndNodes = rules({ allow: ["203.0.113.0/24", "10.0.0.0/8"] });
const stranger = { client: "198.51.100.9" };

describe("access rules", () => {
  const lets = (some: AccessRules, text: string) => {
    const address = parseAddress(text);
    return address !== undefined && admits(some, address);
  };

  it("let everybody in where there are none", () => {
    expect(lets(rules({}), CLIENT)).toBe(true);
  });

  it("let in whom an allow-list holds, unless the deny-list does too", () => {
    expect(lets(office, CLIENT)).toBe(true);
    expect(lets(office, NODE)).toBe(false);
    expect(lets(rules({ allow: ["203.0.113.0/24"], deny: [CLIENT] }), CLIENT)).toBe(false);
    expect(lets(rules({ deny: [CLIENT] }), NODE)).toBe(true);
  });

  it("block globally, but not where a location has rules of its own", () => {
    expect(lets(rules({ blocked: [CLIENT] }), CLIENT)).toBe(false);
    expect(lets(rules({ blocked: [CLIENT], allow: ["203.0.113.0/24"] }), CLIENT)).toBe(true);
    expect(lets(rules({ blocked: [CLIENT], deny: [NODE] }), CLIENT)).toBe(true);
  });

  it("hold both families, and an IPv4-mapped address as IPv4", () => {
    expect(lets(rules({ allow: ["2001:db8::/32"] }), "2001:db8::5")).toBe(true);
    expect(lets(office, `::ffff:${CLIENT}`)).toBe(true);
    expect(lets(rules({ allow: ["not-an-address"] }), CLIENT)).toBe(false);
  });
});

describe("what becomes of a person", () => {
  it("seen himself, he gets what the rules mean", () => {
    expect(accessVerdict(office, wayWith(), plain)).toBe("passes");
    expect(accessVerdict(office, wayWith(stranger), plain)).toBe("refused");
  });

  it("behind a balancer without PROXY, those who should pass are refused", () => {
    const way = wayWith({ balancer: balancer("tcp") });
    expect(accessVerdict(office, way, plain)).toBe("refused");
  });

  it("and where the list holds the balancer, a stranger gets in", () => {
    const way = wayWith({ balancer: balancer("tcp") });
    expect(accessVerdict(officeAndNodes, way, plain)).toBe("passes");
    expect(accessVerdict(officeAndNodes, { ...way, ...stranger }, plain)).toBe("open");
  });

  it("a stranger gets in with a forged header that is believed", () => {
    expect(accessVerdict(office, wayWith({ ...stranger, forged: CLIENT }), believing)).toBe("open");
  });

  it("nothing is judged where the connection breaks", () => {
    expect(accessVerdict(office, wayWith({ balancer: balancer("proxy-v1") }), plain)).toBeUndefined();
  });
});

it("people get what the rules mean wherever they are seen, and by one another's fate wherever they are not", () => {
  fc.assert(
    fc.property(ways(), listeners(), fc.constantFrom(office, officeAndNodes), (path, listener, some) => {
      const mine = { ...path, forged: undefined };
      const theirs = { ...mine, ...stranger };
      const { remoteAddr } = predict(mine, listener);
      fc.pre(remoteAddr !== undefined && !readsHeaderBehindProxy(listener));
      const verdicts = [accessVerdict(some, mine, listener), accessVerdict(some, theirs, listener)];
      if (remoteAddr === CLIENT) expect(verdicts).toEqual(["passes", "refused"]);
      else
        expect([
          ["passes", "open"],
          ["refused", "refused"],
        ]).toContainEqual(verdicts);
    }),
  );
});
