import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { KUBE_SCHEMA } from "./yaml-schema.ts";

function read(text: string): unknown {
  return load(text, { schema: KUBE_SCHEMA, json: true });
}

// Expected values: goyaml.v2/resolve.go and decode_test.go of sigs.k8s.io/yaml.
describe("YAML as kubectl reads it", () => {
  it.each([
    ["yes", true],
    ["Y", true],
    ["on", true],
    ["No", false],
    ["n", false],
    ["OFF", false],
    ["yEs", "yEs"],
    ["~", null],
    ["", null],
    ["Null", null],
    ["0644", 420],
    ["0o644", 420],
    ["-0644", -420],
    ["08", 8],
    ["0x1F", 31],
    ["0b101", 5],
    ["-0b101", -5],
    ["1_000", 1000],
    ["+12", 12],
    ["1e3", 1000],
    ["6.", 6],
    [".5", 0.5],
    ["190:20:30", "190:20:30"],
    ["2001-01-01", "2001-01-01"],
    ["2001-12-14T21:59:43Z", "2001-12-14T21:59:43Z"],
    ["1.25.6", "1.25.6"],
    ["10.0.0.1", "10.0.0.1"],
    ["1.2e3.4", "1.2e3.4"],
    ["_12", "_12"],
    ["'yes'", "yes"],
    ["!!str 12", "12"],
    ["!!int 12", 12],
    ["!!float 12", 12],
    ["!!bool yes", true],
    ["!!binary aGVsbG8=", "hello"],
    ["!Ref other", "other"],
  ])("%j is %j", (text, value) => {
    expect(read(`k: ${text}`)).toEqual({ k: value });
  });

  it("turns keys into text", () => {
    expect(read("on: 1\n8080: 2\n")).toEqual({ true: 1, 8080: 2 });
  });

  it("merges << and lets the last of equal keys win", () => {
    expect(read("a: &a {x: 1, z: 2}\nb:\n  <<: *a\n  z: 3\n  z: 4\n")).toEqual({
      a: { x: 1, z: 2 },
      b: { x: 1, z: 4 },
    });
  });
});
