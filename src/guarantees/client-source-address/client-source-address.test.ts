import { describe, expect, it } from "vitest";
import { breachLine, testProfile } from "../testing.ts";
import { clientSourceAddress } from "./client-source-address.ts";
import { CONTROLLER, controller, ingress, judgeMoved, lines, moved } from "./testing.ts";

const WEB = "Ingress shop/web";
const CONFIG = "ConfigMap ingress-nginx/ingress-nginx";
const LISTED = ingress({ "whitelist-source-range": "192.0.2.0/24" });

describe("behind a load balancer in TCP mode", () => {
  it.each([
    [{ "whitelist-source-range": "192.0.2.0/24" }, "fails-closed"],
    [{ "limit-rps": "10" }, "fails-closed"],
    [{ "denylist-source-range": "192.0.2.0/24" }, "fails-open"],
    [{ "server-snippet": "deny 192.0.2.66;" }, "fails-open"],
    [{ "upstream-hash-by": "$binary_remote_addr" }, "all-alike"],
    [{ "enable-modsecurity": "true" }, "all-alike"],
    [{ "configuration-snippet": "if ($remote_addr = 192.0.2.1) { return 403; }" }, "all-alike"],
    [{ "whitelist-source-range": "192.0.2.0/24,10.128.0.0/22" }, "list-holds-balancer"],
    [{ "whitelist-source-range": "10.0.0.0/8" }, "list-holds-balancer"],
    [{ "server-snippet": "allow 10.0.0.0/8; deny all;" }, "list-holds-balancer"],
    [{ "denylist-source-range": "10.128.0.0/22" }, "fails-closed"],
  ])("%j: %s", (annotations, cause) => {
    expect(lines([controller(), ingress(annotations)])).toEqual([`${cause} breaks ${WEB}`]);
  });

  it.each([
    ['{ block-cidrs: "192.0.2.0/24" }', "fails-open breaks"],
    ['{ whitelist-source-range: "192.0.2.0/24" }', "fails-closed breaks"],
    ['{ use-geoip2: "true" }', "all-alike breaks"],
    ["{ log-format-upstream: '$remote_addr' }", "fails-closed breaks"],
    ['{ http-snippet: "geo $x { default 0; }" }', "all-alike breaks"],
  ])("%s: %s", (settings, line) => {
    expect(lines(controller(settings))).toEqual([`${line} ${CONFIG}`]);
  });

  it("does not know what becomes of a list that nginx would not take, and names what is wrong on it", () => {
    const annotations = { "whitelist-source-range": "192.0.2.0/24, 300.1.1.1/99", "limit-rps": "10" };
    expect(lines([controller(), ingress(annotations)])).toEqual([`fails-closed breaks ${WEB}`]);
    const [one] = judgeMoved([controller(), ingress({ "denylist-source-range": "banana" })]);
    expect(one && breachLine(one)).toBe(`fails-closed unknown ${WEB}`);
    expect(one?.message).toContain(
      'whether it fails OPEN or CLOSED cannot be told: its list holds "banana", which is neither an address nor a block',
    );
  });

  it.each([
    ["{ use-proxy-protocol: true }", "has values that are no texts"],
    [
      '{ use-forwarded-headers: "true", proxy-real-ip-cidr: "XXX.XXX.XXX/XX" }',
      'has "XXX.XXX.XXX/XX", which',
    ],
  ])("does not know what a controller sees whose ConfigMap is %s", (settings, words) => {
    const found = judgeMoved(controller(settings)).filter(({ cause }) => cause === "not-followed");
    expect(found.map(breachLine)).toEqual([
      "not-followed unknown DaemonSet ingress-nginx/ingress-nginx-controller",
    ]);
    expect(found[0]?.message).toContain(words);
    expect(found[0]?.remedy).toBe(`Mend ${CONFIG}, then assess again.`);
  });

  it.each([
    [{ affinity: "cookie" }],
    [{ "whitelist-source-range": "0.0.0.0/0" }],
    [{ "upstream-hash-by": "$request_uri" }],
    [{ "server-snippet": "# deny 192.0.2.66;" }],
  ])("%j loses nothing", (annotations) => {
    expect(lines([controller(), ingress(annotations)])).toEqual([]);
  });

  it("tells what is seen, whether it fails open or closed, and what to do", () => {
    const annotations = { "whitelist-source-range": "192.0.2.0/24", "limit-rps": "10" };
    const [closed] = judgeMoved([controller(), ingress(annotations)]);
    expect(closed?.message).toBe(
      "Ingress shop/web goes by the client's address (whitelist-source-range and limit-rps). DaemonSet ingress-nginx/ingress-nginx-controller saw it so far; of users who come by the platform's load balancer it sees the load balancer's address, and it fails CLOSED: everybody gets 403 (whitelist-source-range); all users share one client's limit and get 503 beyond it (limit-rps).",
    );
    expect(closed?.remedy).toContain("PROXY protocol");
    expect(closed?.remedy).toContain("loadBalancerSourceRanges");
    expect(closed?.evidence.map(({ path, value }) => `${path.at(-1)}=${value}`)).toEqual([
      "nginx.ingress.kubernetes.io/whitelist-source-range=192.0.2.0/24",
      "nginx.ingress.kubernetes.io/limit-rps=10",
    ]);
  });

  it("names the members of a list that open it to the world", () => {
    const text = "192.0.2.0/24,10.128.0.0/22,172.16.0.0/12";
    const [open] = judgeMoved([controller(), ingress({ "whitelist-source-range": text })]);
    expect(open?.message).toContain("it fails OPEN to the world, since 10.128.0.0/22 holds that address");
    expect(open?.evidence).toMatchObject([
      { value: text, note: "10.128.0.0/22 holds the address that is seen" },
    ]);
  });

  it("says that it may be either where a block holds nodes, and may hold the balancer", () => {
    const [open] = judgeMoved([controller(), ingress({ "whitelist-source-range": "10.128.0.8/29" })]);
    expect(open && breachLine(open)).toBe(`fails-closed breaks ${WEB}`);
    expect(open?.message).toContain("it fails OPEN or CLOSED");
    expect(open?.message).toContain("everybody is let in, or nobody is");
    // One node by itself is not the balancer.
    const node = ingress({ "whitelist-source-range": "10.128.0.11/32" });
    expect(judgeMoved([controller(), node])[0]?.message).toContain("fails CLOSED: everybody gets 403");
  });

  it("opens a login that the allow-list stands in for", () => {
    const login = { "auth-type": "basic", satisfy: "any", "whitelist-source-range": "10.128.0.0/22" };
    const [open] = judgeMoved([controller(), ingress(login)]);
    expect(open?.message).toContain("everybody is let in without logging in");
    const outside = { ...login, "whitelist-source-range": "192.0.2.0/24" };
    expect(judgeMoved([controller(), ingress(outside)])[0]?.message).toContain("has to log in");
  });

  it("spares everybody where a limit spares the nodes' network", () => {
    const spares = ingress({ "limit-rps": "1", "limit-whitelist": "10.128.0.0/22" });
    expect(lines([controller(), spares])).toEqual([
      `fails-closed breaks ${WEB}`,
      `list-holds-balancer breaks ${WEB}`,
    ]);
  });
});

describe("states", () => {
  it("lose nothing until users come by the balancer", () => {
    expect(lines([controller(), LISTED], { users: "old" })).toEqual([]);
    const { before, context } = moved([controller(), LISTED]);
    expect(clientSourceAddress.judge(before, before, context)).toEqual([]);
  });

  it("lose those who come by the balancer while others still come by the nodes", () => {
    expect(lines([controller(), LISTED], { users: "both" })).toEqual([`fails-closed breaks ${WEB}`]);
  });

  it("keep the client with PROXY protocol", () => {
    expect(lines([controller(), LISTED], { mode: "proxy-protocol" })).toEqual([]);
    const spares = ingress({ "whitelist-source-range": "10.128.0.0/22" });
    expect(lines([controller(), spares], { mode: "proxy-protocol" })).toEqual([]);
  });

  it("do not give $realip_remote_addr the client back with PROXY protocol", () => {
    const peer = ingress({ "configuration-snippet": "if ($realip_remote_addr = 192.0.2.1) { return 403; }" });
    expect(lines([controller(), peer], { mode: "proxy-protocol" })).toEqual([`all-alike breaks ${WEB}`]);
    expect(judgeMoved([controller(), peer], { mode: "proxy-protocol" })[0]?.remedy).toContain("$remote_addr");
  });

  it("lose nothing of $proxy_protocol_addr, which nothing filled", () => {
    const header = ingress({
      "configuration-snippet": "if ($proxy_protocol_addr = 192.0.2.1) { return 403; }",
    });
    expect(lines([controller(), header])).toEqual([]);
  });
});

describe("forwarded headers", () => {
  it("that anybody may forge today are an advice", () => {
    expect(lines(controller('{ use-forwarded-headers: "true" }'))).toEqual([
      `forgeable-address advice ${CONFIG}`,
    ]);
    const everybody = '{ enable-real-ip: "true", proxy-real-ip-cidr: "0.0.0.0/0" }';
    expect(lines(controller(everybody))).toEqual([`forgeable-address advice ${CONFIG}`]);
  });

  it("of a trusted balancer become forgeable by whoever comes by it", () => {
    const trusted = controller('{ use-forwarded-headers: "true", proxy-real-ip-cidr: "10.128.0.0/22" }');
    expect(lines(trusted)).toEqual([`forgeable-address breaks ${CONFIG}`]);
    expect(judgeMoved(trusted).find(({ cause }) => cause === "forgeable-address")?.message).toContain(
      "fails OPEN",
    );
  });

  it("that the platform starts to believe of everybody become forgeable", () => {
    const options = {
      settings: { "use-forwarded-headers": "true" },
      plan: { maintainer: "provider", mode: "forwarded-headers", proxyRanges: ["192.0.2.0/28"] },
    } as const;
    expect(lines(controller("{}"), options)).toContain(`forgeable-address breaks ${CONFIG}`);
  });

  it("of proxies outside that are trusted alone are not forgeable", () => {
    expect(
      lines(controller('{ use-forwarded-headers: "true", proxy-real-ip-cidr: "192.0.2.0/24" }')),
    ).toEqual([]);
  });
});

describe("what cannot be followed is unknown", () => {
  it("a controller's own real_ip in a snippet", () => {
    const own = controller('{ http-snippet: "set_real_ip_from 10.0.0.0/8; real_ip_header X-Real-IP;" }');
    expect(lines([own, LISTED])).toEqual([`fails-closed unknown ${WEB}`]);
    expect(judgeMoved([own, LISTED])[0]?.message).toContain("http-snippet decides itself");
  });

  it("a ConfigMap that was not read", () => {
    const [daemonSet = ""] = controller().split("\n---\n");
    const { before, now, context } = moved([daemonSet, LISTED]);
    const unread = { entries: [], assumedComplete: false };
    const found = clientSourceAddress.judge(
      { ...before, coverage: unread },
      { ...now, coverage: unread },
      context,
    );
    expect(found.map(breachLine)).toContain(
      "not-followed unknown DaemonSet ingress-nginx/ingress-nginx-controller",
    );
    expect(found.map(({ verdict }) => verdict)).not.toContain("breaks");
  });
});

describe("applications", () => {
  it("are one advice for a controller, and no verdict", () => {
    const told = ingress({ "auth-url": "https://login.example.com/auth" });
    const breaches = judgeMoved([
      controller('{ compute-full-forwarded-for: "true" }'),
      told,
      ingress({}, "other"),
    ]);
    expect(breaches.map(breachLine)).toEqual([
      "application-told advice DaemonSet ingress-nginx/ingress-nginx-controller",
    ]);
    expect(breaches[0]?.evidence).toHaveLength(2);
  });

  it("are told the client with PROXY protocol", () => {
    expect(judgeMoved(controller(), { mode: "proxy-protocol" })).toEqual([]);
  });
});

describe("a Service's own load balancer", () => {
  const balanced = (more: string) =>
    controller()
      .replace(/, hostPort: \d+/g, "")
      .concat(`
---
apiVersion: v1
kind: Service
metadata: { name: ingress, namespace: ingress-nginx${more.startsWith("annotations") ? `, ${more}` : ""} }
spec: { type: LoadBalancer, selector: { app.kubernetes.io/name: ingress-nginx }, ports: [{ name: http, port: 80, targetPort: 80 }] }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: openstack-cloud-controller-manager, namespace: kube-system }
spec: { template: { metadata: { labels: { a: b } }, spec: { containers: [{ name: c, image: "registry.k8s.io/provider-os/openstack-cloud-controller-manager:v1.25.0" }] } } }
`);

  it("that hides clients today is an advice, and loses nothing by the move", () => {
    const { before, context } = moved([balanced(""), LISTED]);
    const now = { ...before, traffic: { ...before.traffic, users: "new" as const } };
    expect(clientSourceAddress.judge(before, now, context).map(breachLine)).toEqual([
      "already-hidden advice DaemonSet ingress-nginx/ingress-nginx-controller",
    ]);
  });
});

describe("a new cluster that is entered by a Gateway", () => {
  const annotations = { "limit-rps": "1", "auth-url": "https://x", "proxy-body-size": "8m" };
  const gateway = testProfile({ target: { ...testProfile().target, ingress: "gateway-api" } });
  const copied = { change: { copy: "beside" }, context: { route: "new-cluster" } } as const;
  const found = (options: object) =>
    judgeMoved([controller(), ingress(annotations)], options).filter(
      ({ cause }) => cause === "no-gateway-counterpart",
    );

  it("has no counterpart for some annotations", () => {
    const [breach, ...rest] = found({ profile: gateway, ...copied });
    expect(rest).toEqual([]);
    expect(breach && breachLine(breach)).toBe(`no-gateway-counterpart advice ${WEB}`);
    expect(breach?.message).toContain("limit-rps and auth-url");
  });

  it("is none of the profile's or the route's otherwise", () => {
    expect(found({ ...copied })).toEqual([]);
    expect(found({ profile: gateway })).toEqual([]);
  });
});

it("finds nothing where no controller is", () => {
  expect(judgeMoved(LISTED)).toEqual([]);
  expect(CONTROLLER.name).toBe("ingress-nginx-controller");
});
