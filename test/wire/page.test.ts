import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { inPage, PAGE } from "./page.ts";
import { tables } from "./tables.ts";
import { predictions } from "./truth.ts";

it("docs/entry/wire.md has the model's tables (npm run truth:entry -- --docs)", () => {
  const page = readFileSync(PAGE, "utf8");
  expect(inPage(page, tables(predictions()))).toBe(page);
});

it("over TLS only a balancer that speaks HTTP makes a difference, as the page says", () => {
  const all = predictions();
  const key = ({ combination: { path, forges }, subject }: (typeof all)[0]) =>
    JSON.stringify([subject.name, forges, path.client, path.proxy, path.balancer, path.hiddenBehind]);
  const plain = new Map(all.filter(({ subject }) => !subject.tls).map((told) => [key(told), told.account]));
  const secure = all.filter(({ subject }) => subject.tls);
  expect(secure.length).toBeGreaterThan(500);
  for (const told of secure) {
    if (told.combination.path.balancer?.mode === "http") expect(told.account.result).toBe("bad-request");
    else expect(told.account).toEqual(plain.get(key(told)));
  }
});
