import { expect, test } from "vitest";
import { describeWithParts, requirePart } from "../../support/parts.ts";

describeWithParts("a suite", ["chromium", "etcd"], () => {
  test("needs both", () => {
    expect.unreachable();
  });
});

test("needs one", (context) => {
  requirePart(context, "etcd");
  expect.unreachable();
});
