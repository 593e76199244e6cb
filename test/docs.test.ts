import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadAll } from "js-yaml";
import { expect, it } from "vitest";
import { assess } from "../src/assess.ts";
import { packageRoot } from "../src/config/package-root.ts";
import { loadProfile } from "../src/config/profiles.ts";
import { docsPage, GUARANTEES } from "../src/guarantees/registry.ts";
import { createCollector } from "../src/observe/collector.ts";
import { type EntryPlan, PLAIN_ENTRY_PLAN } from "../src/platforms/entry-plan.ts";

/** Docs against code: every guarantee and cause has its page, and each page's example gives its finding. */

const read = (page: string) => readFileSync(join(packageRoot(), page), "utf8");
const causes = GUARANTEES.flatMap(({ id, causes: own }) => own.map((cause) => `${id}/${cause.id}`));
const SECTIONS = ["## Raised when", "## Why it matters", "## Example", "## What to do", "## Sources"];

it.each(GUARANTEES.map(({ id }) => id))("%s has a page that names every cause", (id) => {
  const page = read(`docs/guarantees/${id}.md`);
  const guarantee = GUARANTEES.find((entry) => entry.id === id);
  expect(page.startsWith(`# ${id}\n`)).toBe(true);
  for (const cause of guarantee?.causes ?? []) expect(page).toContain(`${id}/${cause.id}`);
});

it.each(causes)("%s has a page with its sections in order", (id) => {
  const page = read(docsPage(id));
  expect(page.startsWith(`# ${id}\n`)).toBe(true);
  const places = SECTIONS.map((section) => page.indexOf(`\n${section}\n`));
  expect(places.every((place) => place > 0)).toBe(true);
  expect([...places].sort((a, b) => a - b)).toEqual(places);
});

it.each(causes)("%s is what its page's example gives", async (id) => {
  const page = read(docsPage(id));
  const example = /## Example\n[\s\S]*?```yaml\n([\s\S]*?)```/.exec(page)?.[1];
  expect(example, "a yaml block in the Example section").toBeDefined();
  const target = /^Target: (1\.\d+)$/m.exec(page)?.[1];
  const route = /^Route: (new-cluster)$/m.test(page) ? ("new-cluster" as const) : undefined;
  const mode = /^Mode: (proxy-protocol|forwarded-headers)$/m.exec(page)?.[1] as EntryPlan["mode"] | undefined;
  const gateway = /^Target ingress: gateway-api$/m.test(page);
  const profile = await loadProfile("elastx-caas-v2");
  const collector = createCollector();
  for (const object of loadAll(`${CLUSTER}\n---\n${example}`)) {
    if (object !== null && object !== undefined)
      collector.add(object, { kind: "snapshot", source: "example" });
  }
  const assessment = await assess(collector.finish(["example"], { assumeComplete: true }), {
    profile: gateway ? { ...profile, target: { ...profile.target, ingress: "gateway-api" } } : profile,
    clusterVersion: "1.25",
    today: "2024-03-05",
    ...(target === undefined ? {} : { target }),
    ...(route === undefined ? {} : { route }),
    ...(mode === undefined ? {} : { entryPlan: { ...PLAIN_ENTRY_PLAN, mode } }),
  });
  expect(assessment.findings.map((finding) => finding.id)).toContain(id);
});

it("has no page for a finding that does not exist", async () => {
  const { readdir } = await import("node:fs/promises");
  const root = join(packageRoot(), "docs/findings");
  for (const folder of await readdir(root, { withFileTypes: true })) {
    if (!folder.isDirectory()) continue;
    for (const page of await readdir(join(root, folder.name))) {
      expect(causes).toContain(`${folder.name}/${page.replace(/\.md$/, "")}`);
    }
  }
  expect(existsSync(join(root, "not-read.md"))).toBe(true);
});

/** The cluster every page's example stands in: one control-plane node, two workers with floating IPs. */
const CLUSTER = [
  node("master-1", "10.128.0.5", "203.0.113.5", "nova-1", 'node-role.kubernetes.io/control-plane: ""'),
  node("worker-1", "10.128.0.11", "203.0.113.11", "nova-1", "example.com/pool: general"),
  node("worker-2", "10.128.0.12", "203.0.113.12", "nova-2", "kubernetes.io/arch: amd64"),
].join("\n---\n");

function node(name: string, internal: string, external: string, zone: string, label: string): string {
  return `
apiVersion: v1
kind: Node
metadata:
  name: ${name}
  uid: ${name}
  labels:
    kubernetes.io/hostname: ${name}
    kubernetes.io/os: linux
    topology.kubernetes.io/zone: ${zone}
    ${label}
status:
  addresses:
    - { type: InternalIP, address: ${internal} }
    - { type: ExternalIP, address: ${external} }
    - { type: Hostname, address: ${name} }
  allocatable: { cpu: "4", memory: 16Gi, pods: "110" }
  nodeInfo: { kubeletVersion: v1.25.6 }
`;
}
