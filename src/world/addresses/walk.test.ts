import { expect, it } from "vitest";
import type { Json } from "../json.ts";
import { formatPath } from "../json.ts";
import type { KubeObject } from "../resource.ts";
import { indexAddresses } from "./known-index.ts";
import { KNOWN } from "./testing.ts";
import { walkStrings } from "./walk.ts";

const pod = (name: string, containers: readonly Json[], volumes: readonly Json[] = []): KubeObject =>
  ({ apiVersion: "v1", kind: "Pod", metadata: { name }, spec: { containers, volumes } }) as never;

function found(objects: readonly KubeObject[]): string[] {
  const index = indexAddresses(KNOWN);
  const plain = new WeakSet<object>();
  return objects.flatMap((object) => {
    const texts: string[] = [];
    walkStrings(
      object,
      index,
      (text, path) => texts.push(`${object.metadata.name} ${formatPath(path)} ${text}`),
      plain,
    );
    return texts;
  });
}

it("finds what stands in a list that pods share in each of them, and what stands beside such a list", () => {
  const naming = [{ name: "app", args: ["10.128.0.11"] }];
  const plain = [{ name: "app", args: ["--verbose"] }];
  const at = "spec.containers[0].args[0] 10.128.0.11";
  expect(
    found([
      pod("a", naming),
      pod("b", naming),
      pod("c", plain),
      pod("d", plain, [{ name: "10.128.0.12" }]),
      pod("e", [...plain, ...naming]),
    ]),
  ).toEqual([
    `a ${at}`,
    `b ${at}`,
    "d spec.volumes[0].name 10.128.0.12",
    "e spec.containers[1].args[0] 10.128.0.11",
  ]);
});
