import { describe, expect, it } from "vitest";
import { loadProfile } from "../../config/profiles.ts";
import { balancer, chartNginx, entryNodes, kubesprayNginx, site } from "../../entry/testing-clusters.ts";
import { type EntryPlan, PLAIN_ENTRY_PLAN } from "../../platforms/entry-plan.ts";
import type { RouteName } from "../../platforms/profile.ts";
import { prove } from "../../simulate/prove.ts";
import { simulateRoute } from "../../simulate/route.ts";
import { answerOf, dnsViewOf } from "../../world/dns-records.ts";
import type { World } from "../../world/world.ts";
import { testContext, testWorld } from "../testing.ts";
import { ingressReachability } from "./ingress-reachability.ts";

const profile = await loadProfile("elastx-caas-v2");
const CHART = "app.kubernetes.io/name: ingress-nginx, app.kubernetes.io/instance: edge";

interface Options {
  readonly mode?: EntryPlan["mode"];
  readonly maintainer?: EntryPlan["maintainer"];
  readonly route?: RouteName;
  /** host: addresses its name leads to. */
  readonly names?: Readonly<Record<string, readonly string[]>>;
  readonly ttl?: number;
  readonly balancersOnly?: boolean;
  readonly change?: Partial<World>;
}

function findings(yaml: string, options: Options = {}) {
  const { mode = "tcp", maintainer = "provider", route = "in-place", balancersOnly = false } = options;
  const entryPlan: EntryPlan = { ...PLAIN_ENTRY_PLAN, mode, maintainer, balancersOnly };
  const names = Object.entries(options.names ?? {}).map(([name, values]) =>
    answerOf(
      name,
      values.map((value) => ({ name, type: "A", ttl: options.ttl ?? 60, value, origin: "test" })),
      [],
    ),
  );
  const before = testWorld(yaml, {
    nodes: entryNodes(),
    change: { ...(names.length === 0 ? {} : { names: dnsViewOf(names, ["test"]) }), ...options.change },
  });
  const states = simulateRoute(before, profile, { target: 26, route, entryPlan });
  const context = {
    ...testContext({ profile, entryPlan, states: states.map(({ id }) => id) }),
    route,
  };
  return prove(states, [ingressReachability], context).findings;
}

function found(yaml: string, options?: Options): string[] {
  return findings(yaml, options)
    .filter(({ verdict }) => verdict !== "advice")
    .map(
      ({ cause, verdict, state, subject }) =>
        `${cause} ${verdict} from ${state} ${subject.kind} ${subject.name}`,
    );
}

describe("the provider's controller", () => {
  it("loses nobody in TCP mode: the old addresses work until names are moved", () => {
    expect(found(`${kubesprayNginx()}${site("web.example.com")}`)).toEqual([]);
  });

  it("refuses who comes by the old addresses once PROXY protocol is on, while names are moved", () => {
    const [finding, ...others] = findings(`${kubesprayNginx()}${site("web.example.com")}`, {
      mode: "proxy-protocol",
      names: { "web.example.com": ["203.0.113.11", "203.0.113.12"] },
      ttl: 3600,
    });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ cause: "direct-connections-refused", verdict: "breaks" });
    expect(Object.keys(finding?.verdicts ?? {})).toEqual(["traffic-switching"]);
    expect(finding?.message).toContain("up to 3600 s");
  });

  it("says that it does not know how long, where nobody looked", () => {
    const [finding] = findings(`${kubesprayNginx()}${site("web.example.com")}`, { mode: "proxy-protocol" });
    expect(finding?.message).toContain("nobody looked how long");
  });

  it("is behind no balancer of the provider's where a customer says it is his", () => {
    const yaml = `${kubesprayNginx({ namespace: "mine" }).replace("labels: { name: mine }", "labels: {}")}${site("web.example.com")}`;
    expect(found(yaml, { maintainer: "customer" })).toEqual([
      "way-removed breaks from cluster-api-rolling DaemonSet controller",
    ]);
  });

  it("is behind none either where the customer takes it over, or goes on with one of his own", () => {
    const yaml = `${kubesprayNginx()}${site("web.example.com")}`;
    const [finding, ...others] = findings(yaml, { maintainer: "customer" });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ cause: "way-removed", verdict: "breaks", state: "cluster-api-rolling" });
    expect(finding?.remedy).toContain("or move its hosts to another controller that has one");
  });

  it("is left by nobody on new nodes it does not fit on", () => {
    const yaml = `${kubesprayNginx({ spec: "nodeSelector: { pool: inner }" })}${site("web.example.com")}`;
    expect(found(yaml)).toEqual(["way-unclear breaks from upgrade-rolling DaemonSet controller"]);
  });
});

describe("a customer's controller", () => {
  const OWN = `${chartNginx()}${site("web.example.com")}`;

  it("on worker addresses loses everybody with them", () => {
    expect(found(OWN)).toEqual(["way-removed breaks from cluster-api-rolling DaemonSet controller"]);
  });

  it("behind a load balancer of its own loses nobody", () => {
    const yaml = `${chartNginx({ hostPorts: false })}${site("web.example.com")}${balancer("edge", CHART)}`;
    expect(found(yaml)).toEqual([]);
    expect(found(yaml, { names: { "web.example.com": ["198.51.100.80"] } })).toEqual([]);
  });

  it("with both is for DNS to say: it was not looked at, leads there, or leads away", () => {
    const yaml = `${OWN}${balancer("edge", CHART)}`;
    expect(found(yaml)).toEqual(["way-removed unknown from cluster-api-rolling DaemonSet controller"]);
    expect(found(yaml, { maintainer: "customer", balancersOnly: true })).toEqual([]);
    const seen = { names: { "web.example.com": ["203.0.113.11"] }, balancersOnly: true };
    expect(found(yaml, seen)).toEqual(["way-removed breaks from cluster-api-rolling DaemonSet controller"]);
    expect(found(OWN, { balancersOnly: true })).toHaveLength(1);
    expect(found(yaml, { names: { "web.example.com": ["203.0.113.11"] } })).toEqual([
      "way-removed breaks from cluster-api-rolling DaemonSet controller",
    ]);
    expect(found(yaml, { names: { "web.example.com": ["198.51.100.80"] } })).toEqual([]);
    expect(found(yaml, { names: { "web.example.com": ["192.0.2.200"] } })).toEqual([
      "way-removed unknown from cluster-api-rolling DaemonSet controller",
    ]);
  });

  it("in a new cluster is lost when the old one is given back, unless a balancer stands in its place", () => {
    expect(found(OWN, { route: "new-cluster" })).toEqual([
      "way-removed breaks from retired DaemonSet controller",
    ]);
    const balanced = `${OWN}${balancer("edge", CHART)}`;
    expect(found(balanced, { route: "new-cluster" }).filter((line) => line.startsWith("way-"))).toEqual([]);
  });
});

it("does not lose what nobody gets to today", () => {
  const yaml = `${chartNginx({ settings: 'use-proxy-protocol: "true"' })}${site("web.example.com")}`;
  // Visitors come by the nodes and are refused already: the header is expected, and nobody sends one.
  expect(found(yaml)).toEqual([]);
});

it("does not know of a controller whose settings were not read", () => {
  const yaml = `${kubesprayNginx()}${site("web.example.com")}`;
  const without = yaml.replace(
    /---\napiVersion: v1\nkind: ConfigMap\nmetadata: \{ name: ingress-nginx[\s\S]*?data: \{ {2}\}\n/,
    "",
  );
  expect(without).not.toBe(yaml);
  const coverage = {
    assumedComplete: false,
    entries: ["Node", "Service", "Ingress.networking.k8s.io", "DaemonSet.apps", "Deployment.apps"].map(
      (kind) => ({ subject: { kind }, status: "read" as const, count: 1 }),
    ),
  };
  expect(found(without, { change: { coverage } })).toContain(
    "way-unclear unknown from traffic-switching DaemonSet controller",
  );
});

it.each([
  ["use-proxy-protocol: true", "ConfigMap ingress-nginx/ingress-nginx has values that are no texts"],
  [
    'use-proxy-protocol: "true", proxy-real-ip-cidr: 10.0.0.0/99',
    'proxy-real-ip-cidr of ConfigMap ingress-nginx/ingress-nginx has "10.0.0.0/99"',
  ],
])("does not know of a controller whose ConfigMap is { %s }, and names the place", (settings, words) => {
  const yaml = `${kubesprayNginx({ settings })}${site("web.example.com")}`;
  expect(found(yaml)).toContain("way-unclear unknown from traffic-switching DaemonSet controller");
  expect(JSON.stringify(findings(yaml)).replaceAll('\\"', '"')).toContain(words);
});

it("leaves a list alone that nothing reads", () => {
  const settings = 'proxy-real-ip-cidr: "nonsense"';
  expect(found(`${kubesprayNginx({ settings })}${site("web.example.com")}`)).toEqual([]);
});

describe("ports beside the web's", () => {
  const SFTP = `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: sftp, namespace: shop }
spec:
  selector: { matchLabels: { app: sftp } }
  template:
    metadata: { labels: { app: sftp } }
    spec: { containers: [{ name: sftp, image: s, ports: [{ containerPort: 22, hostPort: 22 }] }] }
`;
  it("go with the nodes' floating IPs", () => {
    expect(found(SFTP)).toEqual(["port-removed breaks from cluster-api-rolling Deployment sftp"]);
  });

  it("are told of at the ConfigMap that hands them on", () => {
    const streams = `${kubesprayNginx({ spec: "hostNetwork: true" })}
---
apiVersion: v1
kind: ConfigMap
metadata: { name: tcp-services, namespace: ingress-nginx }
data: { "2222": "shop/sftp:22" }`;
    expect(found(streams)).toEqual(["port-removed breaks from cluster-api-rolling ConfigMap tcp-services"]);
  });

  it("are not known to be used where a balancer leads to the same pods", () => {
    expect(found(`${SFTP}${balancer("shop", "app: sftp")}`)).toEqual([
      "port-removed unknown from cluster-api-rolling Deployment sftp",
    ]);
  });

  it("of every node's agent are an advice", () => {
    const agent = SFTP.replace("kind: Deployment", "kind: DaemonSet").replace(
      "spec: { containers",
      "spec: { hostNetwork: true, containers",
    );
    expect(findings(agent).map(({ cause, verdict }) => `${cause} ${verdict}`)).toEqual([
      "port-removed advice",
    ]);
  });
});

it("does not take a name that leads elsewhere, or nowhere, for one that leads here", () => {
  const yaml = `${chartNginx()}${site("web.example.com")}`;
  const lost = "from cluster-api-rolling DaemonSet controller";
  expect(found(yaml, { names: { "web.example.com": ["192.0.2.200"] } })).toEqual([
    `way-removed unknown ${lost}`,
  ]);
  expect(found(yaml, { names: { "web.example.com": [] } })).toEqual([`way-removed unknown ${lost}`]);
  // Said to be behind a proxy: then it is the proxy whose way ends.
  const proxied = { mode: "forwarded-headers", maintainer: "customer" } as const;
  expect(found(yaml, { ...proxied, names: { "web.example.com": ["192.0.2.200"] } })).toEqual([
    `way-removed breaks ${lost}`,
  ]);
});
