import { load } from "js-yaml";
import { expect, it } from "vitest";
import type { JsonObject } from "../json.ts";
import { podRequests } from "./requests.ts";

const requests = (yaml: string) => podRequests(load(yaml) as JsonObject);
const asks = (cpu: string) => `{ resources: { requests: { cpu: "${cpu}" } } }`;

it.each([
  ["containers together", `containers: [${asks("1")}, ${asks("500m")}]`, 1.5],
  [
    "a hungrier init container",
    `{ containers: [${asks("1")}], initContainers: [${asks("3")}, ${asks("2")}] }`,
    3,
  ],
  ["a modest init container", `{ containers: [${asks("1")}], initContainers: [${asks("200m")}] }`, 1],
  [
    "an init container that goes on running",
    `{ containers: [${asks("1")}], initContainers: [{ restartPolicy: Always, resources: { requests: { cpu: "2" } } }] }`,
    3,
  ],
  ["overhead", `{ containers: [${asks("1")}], overhead: { cpu: 250m } }`, 1.25],
  ["a limit without a request", "containers: [{ resources: { limits: { cpu: 2 } } }]", 2],
  [
    "a request below its limit",
    "containers: [{ resources: { limits: { cpu: 2 }, requests: { cpu: 1 } } }]",
    1,
  ],
  ["nothing", "containers: [{}]", undefined],
])("counts %s", (_, yaml, cpu) => {
  expect(requests(yaml).cpu).toBe(cpu);
  expect(requests(yaml).pods).toBe(1);
});
