import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { findPart, missingParts } from "./parts.ts";

let machine: string;

beforeEach(() => {
  machine = mkdtempSync(join(tmpdir(), "replatform-parts-"));
  vi.stubEnv("KUBEBUILDER_ASSETS", join(machine, "assets"));
  vi.stubEnv("REPLATFORM_CACHE", join(machine, "cache"));
  vi.stubEnv("PATH", join(machine, "bin"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(machine, { recursive: true });
});

function provide(path: string, mode = 0o755): string {
  const full = join(machine, path);
  mkdirSync(join(full, ".."), { recursive: true });
  writeFileSync(full, "", { mode });
  return full;
}

test("KUBEBUILDER_ASSETS comes before the cache, and the cache before the PATH", () => {
  const onPath = provide("bin/etcd");
  expect(findPart("etcd")).toBe(onPath);
  const older = provide("cache/control-plane/1.9.0/etcd");
  expect(findPart("etcd")).toBe(older);
  const newer = provide("cache/control-plane/1.20.2-r1/etcd");
  expect(findPart("etcd")).toBe(newer);
  const asset = provide("assets/etcd");
  expect(findPart("etcd")).toBe(asset);
});

test("a controller manager counts only beside the API server that is used", () => {
  const built = provide("cache/control-plane/1.20.2/kube-controller-manager");
  expect(findPart("kube-controller-manager")).toBeUndefined();
  provide("cache/control-plane/1.20.2/kube-apiserver");
  expect(findPart("kube-controller-manager")).toBe(built);
  provide("assets/kube-apiserver");
  expect(missingParts(["kube-apiserver", "kube-controller-manager"])).toEqual(["kube-controller-manager"]);
});

test("a build under way and a file that nobody may run are no parts", () => {
  provide("cache/control-plane/.build.123/etcd");
  provide("bin/etcd", 0o644);
  mkdirSync(join(machine, "assets/etcd"), { recursive: true });
  expect(findPart("etcd")).toBeUndefined();
});
