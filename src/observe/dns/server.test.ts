import { expect, test } from "vitest";
import { namedServer, parseServer, serverText } from "./server.ts";

test.each([
  ["192.0.2.53", "192.0.2.53"],
  ["192.0.2.53:5353", "192.0.2.53:5353"],
  ["192.0.2.53:53", "192.0.2.53"],
  ["2001:db8::53", "2001:db8::53"],
  ["[2001:db8::53]", "2001:db8::53"],
  ["[2001:db8::53]:5353", "[2001:db8::53]:5353"],
])("%s is the server %s", async (text, shown) => {
  expect(serverText(await namedServer(text))).toBe(shown);
});

test("a name is a server too", () => {
  expect(parseServer("ns1.shop.example:5353")).toEqual({ host: "ns1.shop.example", port: 5353 });
});

test.each([
  "",
  "192.0.2.53:0",
  "192.0.2.53:99999",
  "[192.0.2.53]:53",
  "a b",
  "ns1:dns",
  "[::1",
  "1.2.3.4:5:6",
])("%j is no server, and the message says how to write one", async (text) => {
  await expect(namedServer(text)).rejects.toThrow(/is no server: write an address or a name/);
});
