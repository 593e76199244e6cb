import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { replatform } from "../support/cli.ts";

/** `network repair` on files: what people wrote is kept, and what they have is not overwritten. */

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "replatform-repair-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function repair(text: string, ...args: readonly string[]) {
  const file = join(directory, "policies.yaml");
  await writeFile(file, text);
  const result = await replatform(["network", "repair", file, ...args]);
  expect(result.code, result.stderr).toBe(0);
  // Below its head, which names the file it was read from.
  const bodies = result.stdout.split(/^---\n/m).map((document) => document.replace(/^(?:# .*\n)+\n/, ""));
  return { ...result, body: bodies.join("---\n") };
}

const COMMENTED = `# owned by team shop
apiVersion: networking.k8s.io/v1 # v1 since 1.7
kind: NetworkPolicy
metadata: {name: dns, namespace: shop}
spec:
  policyTypes: ["Egress"]

  podSelector: {}
  egress:
  # names
  - to:
    - ipBlock:
        cidr: '169.254.25.10/32' # the cache
    ports:
    - {protocol: UDP, port: 53}
    - {protocol: TCP, port: 53}
  # the rest
  - to:
    - podSelector: {}
`;
const PEER = `    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: kube-system
      podSelector:
        matchLabels:
          k8s-app: kube-dns
`;

it("adds its lines and keeps all others", async () => {
  const { body, stdout } = await repair(COMMENTED);
  expect(body).toBe(COMMENTED.replace("    ports:\n", `${PEER}    ports:\n`));
  expect(stdout).toMatch(
    /^# NetworkPolicy shop\/dns \(.*policies\.yaml:2\)\n# why: .*\n# proof: Gained is UDP 53/,
  );
});

it("takes the cache out in the final form, its comment with it", async () => {
  const { body, stderr } = await repair(COMMENTED, "--form", "final");
  const cache = `    - ipBlock:\n        cidr: '169.254.25.10/32' # the cache\n`;
  expect(body).toBe(COMMENTED.replace(cache, PEER));
  expect(stderr).toContain("apply the final form when");
});

const EXAMPLE = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: allow-dns-access
spec:
  podSelector: {}
  egress:
    - ports:
        - protocol: UDP
          port: 53
        - protocol: TCP
          port: 53
      to:
        - ipBlock:
            cidr: 169.254.25.10/32
        - podSelector:
            matchLabels:
              k8s-app: kube-dns
  policyTypes:
    - Egress
`;

it("completes the provider's example", async () => {
  const { body } = await repair(EXAMPLE);
  const selector = "              k8s-app: kube-dns\n";
  const completed = `${selector}          namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: kube-system
`;
  expect(body).toBe(EXAMPLE.replace(selector, completed));
});

it("writes anew what stands in a list or shares parts", async () => {
  const item = EXAMPLE.replace(/^/gm, "    ").replace("   ", "  -").trimEnd();
  const { body } = await repair(`apiVersion: v1\nkind: List\nitems:\n${item}\n`);
  expect(body).toContain("kubernetes.io/metadata.name: kube-system");
  expect(body).not.toContain("kind: List");
  const shared = COMMENTED.replace("- {protocol: UDP, port: 53}", "- &udp {protocol: UDP, port: 53}").replace(
    "    - podSelector: {}\n",
    "    - podSelector: {}\n    ports: [*udp]\n",
  );
  const anew = await repair(shared);
  expect(anew.body).toContain("kubernetes.io/metadata.name: kube-system");
  expect(anew.body).not.toContain("*udp");
});

it("writes one file per policy, and over none that is there", async () => {
  const out = join(directory, "out");
  await repair(COMMENTED, "--output-dir", out);
  expect(await readdir(out)).toEqual(["shop.dns.yaml"]);
  expect(await readFile(join(out, "shop.dns.yaml"), "utf8")).toContain("# the cache");
  await writeFile(join(out, "shop.dns.yaml"), "mine\n");
  const file = join(directory, "policies.yaml");
  const again = await replatform(["network", "repair", file, "--output-dir", out]);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("--force overwrites it")]);
  expect(await readFile(join(out, "shop.dns.yaml"), "utf8")).toBe("mine\n");
  await repair(COMMENTED, "--output-dir", out, "--force");
  expect(await readFile(join(out, "shop.dns.yaml"), "utf8")).toContain("# proof:");
});

it("keeps file names inside the directory, whatever a policy is called", async () => {
  const out = join(directory, "names");
  await repair(COMMENTED.replace("name: dns", "name: ../../dns"), "--output-dir", out);
  expect(await readdir(out)).toEqual(["shop.%2E%2E%2F..%2Fdns.yaml"]);
});

it("says who owns a policy, and that nothing is to do", async () => {
  const { stdout } = await repair(
    COMMENTED.replace("namespace: shop}", "namespace: shop, labels: {argocd.argoproj.io/instance: shop}}"),
  );
  expect(stdout).toContain("# owner: Argo CD, Application shop: make the change in its Git repository");
  const { stdout: none, stderr } = await repair(
    EXAMPLE.replace("  name:", "  namespace: kube-system\n  name:"),
  );
  expect([none, stderr]).toEqual(["", expect.stringContaining("no NetworkPolicy needs repair")]);
});
