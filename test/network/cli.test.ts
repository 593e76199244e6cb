import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { replatform } from "../support/cli.ts";

const PODS = `apiVersion: v1
kind: Pod
metadata: { namespace: shop, name: web, labels: { app: web } }
spec: { nodeName: worker-1, containers: [{ name: c }] }
status: { podIP: 10.0.0.1 }
---
apiVersion: v1
kind: Pod
metadata: { namespace: shop, name: db, labels: { app: db } }
spec: { nodeName: worker-1, containers: [{ name: c }] }
status: { podIP: 10.0.0.2 }
---
apiVersion: v1
kind: Node
metadata: { name: worker-1 }
status: { addresses: [{ type: InternalIP, address: 192.0.2.1 }] }
`;
const policy = (port: number, more = ""): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { namespace: shop, name: db }
spec:
  podSelector: { matchLabels: { app: db } }
  ingress:
    - from: [{ podSelector: { matchLabels: { app: web } } }]
      ports: [{ port: ${port} }]
${more}`;

describe("network", () => {
  let directory: string;
  let cluster: string;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "replatform-network-"));
    cluster = write("cluster.yaml", `${PODS}---\n${policy(5432)}`);
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  function write(name: string, text: string): string {
    const path = join(directory, name);
    writeFileSync(path, text);
    return path;
  }
  const run = (...args: string[]) => replatform(["network", ...args], { cwd: directory });

  test("list writes one entry a connection as JSON", async () => {
    const { stdout, code } = await run("list", cluster, "-o", "json", "--to", "db");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      { from: "shop/web[Pod]", to: "shop/db[Pod]", ports: { TCP: [[5432, 5432]] } },
    ]);
  });

  test("a name that nobody has is an error, not an empty list", async () => {
    for (const filter of [
      ["--from", "nobody"],
      ["--to", "shop/nobody"],
      ["--namespace", "none"],
    ]) {
      const { stdout, stderr, code } = await run("list", cluster, ...filter);
      expect(stdout).toBe("");
      expect(stderr).toContain(`${filter.join(" ")}: no workload, node or address among the sources`);
      expect(code).toBe(1);
    }
    expect((await run("list", cluster, "--to", "worker-?", "--from", "10.0.0.0/8")).code).toBe(0);
  });

  test("a document that cannot be read may be a policy: nothing of pods is told allowed", async () => {
    const broken = write("broken.yaml", `${PODS}---\n${policy(5432)}---\n${policy(1)} - [\n`);
    const list = await run("list", broken, "-o", "csv", "--from", "web", "--to", "db");
    expect(list.code).toBe(0);
    expect(list.stdout).toMatch(
      /^shop\/web\[Pod\],shop\/db\[Pod\],unknown,All Connections,.*may be a policy/m,
    );
    expect(list.stdout).not.toContain("allowed");
    expect(list.stderr).toMatch(/warning: document .*broken\.yaml:\d+: it could not be read/);
    const repair = await run("repair", broken);
    expect(repair.code).toBe(1);
    expect(repair.stderr).toMatch(/broken\.yaml:\d+ could not be read.*no repair can be proven/);
  });

  test("list writes lines for people, and CSV and DOT for others", async () => {
    const text = await run("list", cluster, "--from", "web");
    expect(text.stdout).toBe(
      [
        "shop/web[Pod] => *[Node] : All Connections",
        "shop/web[Pod] => 0.0.0.0-255.255.255.255 : All Connections",
        "shop/web[Pod] => shop/db[Pod] : TCP 5432",
        "",
      ].join("\n"),
    );
    const csv = await run("list", cluster, "--to", "db", "-o", "csv");
    expect(csv.stdout).toBe(
      "from,to,verdict,connections,reasons\nshop/web[Pod],shop/db[Pod],allowed,TCP 5432,\n",
    );
    const dot = await run("list", cluster, "--to", "db", "-o", "dot");
    expect(dot.stdout).toContain('subgraph "cluster shop"');
    expect(dot.stdout.match(/ -> /g)).toHaveLength(1);
  });

  test("a malformed policy is named with its line, and what it touches is unknown", async () => {
    const path = write(
      "bad.yaml",
      `${PODS}---\n${policy(5432, "    - from: [{ ipBlock: { cidr: 10.0.0.0/33 } }]\n")}`,
    );
    const { stdout, stderr } = await run("list", path, "--to", "db", "-o", "json", "--from", "web");
    expect(stderr).toContain('NetworkPolicy shop/db spec.ingress[1]: cidr "10.0.0.0/33" is none (');
    expect(stderr).toContain("bad.yaml:26); what it touches is unknown");
    const [allowed, unknown] = JSON.parse(stdout);
    expect(allowed.ports).toEqual({ TCP: [[5432, 5432]] });
    expect(unknown).toMatchObject({
      ports: {},
      reasons: ['NetworkPolicy shop/db: cidr "10.0.0.0/33" is none'],
    });
  });

  test("explain cites the rule that decides", async () => {
    const { stdout, code } = await run(
      "explain",
      cluster,
      "--from",
      "shop/web",
      "--to",
      "shop/db",
      "--port",
      "5432",
    );
    expect(code).toBe(0);
    expect(stdout).toContain("shop/web[Pod] => shop/db[Pod] on TCP 5432 in state v1: allowed");
    expect(stdout).toMatch(/spec\.ingress\[0\] \(.*cluster\.yaml:24\): lets through TCP 5432/);
    const json = await run(
      "explain",
      cluster,
      "--from",
      "10.0.0.1",
      "--to",
      "10.0.0.2",
      "--port",
      "80",
      "-o",
      "json",
    );
    expect(JSON.parse(json.stdout)).toMatchObject({ verdict: "denied", from: "shop/web[Pod]" });
  });

  test("explain --dns follows names on old and new nodes, and takes no other end", async () => {
    const shut = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { namespace: shop, name: dns }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Egress]
  egress: [{ to: [{ ipBlock: { cidr: 169.254.25.10/32 } }] }]
`;
    const path = write("names.yaml", `${PODS}---\n${shut}`);
    const ask = ["explain", path, "--from", "shop/web", "--dns", "--cni", "calico"];
    const { stdout, code } = await run(...ask, "--state", "upgrade-rolling");
    expect(code).toBe(0);
    expect(stdout).toContain("shop/web[Pod] => names in state upgrade-rolling: differs");
    expect(stdout).toMatch(/on old nodes \(.*\): 169\.254\.25\.10, the cache on the node: allowed/);
    expect(stdout).toMatch(/on new nodes \(.*\): .*, CoreDNS by its Service: denied/);
    expect(stdout).toMatch(/spec\.egress\[0\] \(.*names\.yaml:24\): lets through UDP 53/);
    const json = JSON.parse((await run(...ask, "-o", "json")).stdout);
    expect(json).toMatchObject({ to: "dns", state: "v1", verdict: "allowed" });
    expect(json.ways[0].hops.map(({ hop }: { hop: string }) => hop)).toEqual([
      "pod-to-cache",
      "cache-to-coredns",
    ]);
    expect((await run(...ask, "--to", "shop/db")).code).toBe(1);
    expect((await run(...ask, "--port", "53")).code).toBe(1);
    expect((await run("explain", path, "--dns", "--from", "192.0.2.9")).code).toBe(1);
  });

  test("diff ends with 2 where something changed, and says what", async () => {
    const after = write("after.yaml", `${PODS}---\n${policy(5433)}`);
    const { stdout, code } = await run("diff", cluster, after, "-o", "json");
    expect(code).toBe(2);
    const line = (port: number) => ({
      from: ["shop/web[Pod]"],
      to: ["shop/db[Pod]"],
      ports: { TCP: [[port, port]] },
      connections: 1,
    });
    expect(JSON.parse(stdout)).toMatchObject({ lost: [line(5432)], gained: [line(5433)], unknown: [] });
    expect((await run("diff", cluster, after, "--fail-on", "never")).code).toBe(0);
    expect((await run("diff", cluster, cluster)).code).toBe(0);
    expect((await run("diff", cluster, "--states", "v1,settled")).stdout).toContain(
      "Connections from v1 to settled",
    );
  });

  test.each([
    [
      ["explain", "cluster.yaml", "--from", "shop/nobody", "--to", "shop/db"],
      "there is no workload or pod shop/nobody",
    ],
    [
      ["explain", "cluster.yaml", "--from", "shop/web", "--to", "shop/db", "--port", "x"],
      "--port x is no port",
    ],
    [["diff", "cluster.yaml"], "compares two sources"],
    [["diff", "cluster.yaml", "--states", "v1,never"], "there is no state never: the move has v1, "],
  ])("%j is refused in words", async (args, message) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
  });
});
