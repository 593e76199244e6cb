import type { Construct } from "./family.ts";

/** What the random worlds of each family have to show; patterns look at the JSON of a whole world. */

function key(name: string, rest: Partial<Construct> = {}): Construct {
  return { name, pattern: new RegExp(`"${name}":`), without: dropping(name), ...rest };
}

/** A world without a key, wherever it stands. */
function dropping(...names: readonly string[]) {
  return (name: string, value: unknown): unknown => (names.includes(name) ? undefined : value);
}

/** A world in which one value of a key is another. */
function replacing(name: string, from: unknown, to: unknown) {
  return (at: string, value: unknown): unknown => (at === name && value === from ? to : value);
}

const CLUSTER: readonly Construct[] = [
  { name: "pod on the host's network", pattern: /"hostNetwork":true/ },
  { name: "pod with two addresses", pattern: /"ips":\["10[^"]*","fd/ },
  { name: "pod without an address", pattern: /"ips":\[\]/ },
  { name: "IPv6 pod", pattern: /"ips":\["fd/ },
  { name: "pod with a named port", pattern: /"ports":\[\{"name":"(?:http|dns)"/ },
  {
    name: "pod in a namespace that was not read",
    pattern: /"ips":[^{}]*"namespace":"c"|"namespace":"c","labels":\{[^}]*\},"ips"/,
  },
  { name: "node without a pod", pattern: /"node-free"/ },
  {
    name: "host and pod address in one block",
    pattern: /"hostNetwork":true.*"ipBlock"|"hostNetwork":true.*"(?:nets|networks)"/,
  },
];

const PLAIN: readonly Construct[] = [
  key("ipBlock", { without: replacing("cidr", "10.0.0.0/24", "10.0.0.1/32") }),
  key("except"),
  key("endPort"),
  { name: "SCTP", pattern: /"protocol":"SCTP"/, without: replacing("protocol", "SCTP", "UDP") },
  { name: "named port", pattern: /"port":"(?:http|dns)"/, without: replacing("port", "http", "none") },
  { name: "ports of one protocol", pattern: /"ports":\[[^\]]*\{"protocol":"(?:TCP|UDP|SCTP)"\}/ },
  key("namespaceSelector"),
  {
    name: "IPv6 block",
    pattern: /"cidr":"(?:::|fd)/,
    without: replacing("cidr", "fd00::/112", "fd00::/128"),
  },
];

export const V1: readonly Construct[] = [
  ...CLUSTER,
  ...PLAIN,
  key("policyTypes"),
  key("podSelector", { without: replacing("operator", "In", "NotIn") }),
  key("matchExpressions"),
  { name: "no rules", pattern: /"(?:in|e)gress":\[\]/ },
  { name: "empty rule", pattern: /"(?:in|e)gress":\[[^[]*\{\}/ },
  {
    name: "namespace by name",
    pattern: /"kubernetes\.io\/metadata\.name"/,
    without: replacing("kubernetes.io/metadata.name", "a", "b"),
  },
  { name: "hosts as pods", pattern: /"as-pod"/ },
  { name: "blocks that name no pods", pattern: /"ipBlockMatchesPods":false/ },
  { name: "malformed block", pattern: /"cidr":"10\.0\.0\.0\/33"|"10\.1\.0\.0\/24"/, open: true },
  { name: "malformed port", pattern: /"endPort":79\b|"endPort":90/, open: true },
  { name: "unknown operator", pattern: /"Near"/, open: true },
  {
    name: "host without an address",
    pattern: /"ips":\[\],"hostNetwork":true|"hostNetwork":true[^{}]*"ips":\[\]/,
    open: true,
  },
];

export const CALICO: readonly Construct[] = [
  ...CLUSTER,
  { name: "policy of the API", pattern: /"projectcalico\.org\/v3","kind":"(?:Global)?NetworkPolicy"/ },
  { name: "policy of the CRD", pattern: /"crd\.projectcalico\.org\/v1","kind":"(?:Global)?NetworkPolicy"/ },
  { name: "GlobalNetworkPolicy", pattern: /"GlobalNetworkPolicy"/ },
  { name: "NetworkPolicy among them", pattern: /"networking\.k8s\.io\/v1"/ },
  { name: "Allow", pattern: /"action":"Allow"/, without: replacing("action", "Allow", "Log") },
  { name: "Deny", pattern: /"action":"Deny"/, without: replacing("action", "Deny", "Log") },
  { name: "Pass", pattern: /"action":"Pass"/, without: replacing("action", "Pass", "Log") },
  { name: "Log", pattern: /"action":"Log"/, without: replacing("action", "Log", "Deny") },
  { name: "tier", pattern: /"tier":"(?:first|last)"/, without: dropping("tier") },
  { name: "default action Pass", pattern: /"defaultAction":"Pass"/, without: dropping("defaultAction") },
  key("order"),
  key("types"),
  key("selector"),
  key("notSelector"),
  key("namespaceSelector"),
  { name: "global()", pattern: /"global\(\)"/ },
  key("serviceAccounts"),
  key("serviceAccountSelector"),
  key("nets"),
  key("notNets"),
  key("notPorts"),
  key("notProtocol"),
  { name: "protocol by number", pattern: /"protocol":(?:6|17)\b/, without: replacing("protocol", 6, 17) },
  { name: "port range", pattern: /"\d+:\d+"/ },
  { name: "named port", pattern: /\["(?:http|dns)"/ },
  { name: "SCTP", pattern: /"protocol":"SCTP"/, without: replacing("protocol", "SCTP", "UDP") },
  { name: "doNotTrack", pattern: /"doNotTrack"/, without: dropping("doNotTrack") },
  { name: "near end", pattern: /"(?:source|destination)":\{"(?:selector|notSelector|namespaceSelector)/ },
  { name: "NetworkSet", pattern: /"NetworkSet"/, open: true },
  { name: "GlobalNetworkSet", pattern: /"GlobalNetworkSet"/, open: true },
  { name: "HTTP", pattern: /"http":\{/, open: true },
  { name: "services", pattern: /"services":/, open: true },
];

export const CILIUM: readonly Construct[] = [
  ...CLUSTER,
  ...PLAIN.filter(({ name }) => name !== "namespaceSelector" && name !== "IPv6 block"),
  { name: "clusterwide", pattern: /"CiliumClusterwideNetworkPolicy"/ },
  key("specs"),
  key("ingressDeny"),
  key("egressDeny"),
  key("enableDefaultDeny"),
  key("fromEndpoints"),
  key("toEndpoints"),
  { name: "namespace labels", pattern: /"io\.cilium\.k8s\.namespace\.labels|k8s:io\.cilium/ },
  { name: "namespace of a pod", pattern: /io\.kubernetes\.pod\.namespace/ },
  key("fromEntities"),
  key("toEntities"),
  { name: "world", pattern: /"world"/ },
  { name: "cluster", pattern: /"cluster"/ },
  key("fromCIDR"),
  key("toCIDR"),
  key("fromCIDRSet"),
  key("toCIDRSet"),
  key("icmps"),
  { name: "port 0", pattern: /"port":"0"/, without: replacing("port", "0", "79") },
  { name: "ANY protocol", pattern: /"protocol":"ANY"/, without: replacing("protocol", "ANY", "UDP") },
  { name: "L7 rules", pattern: /"rules":/, open: true },
  { name: "TLS names", pattern: /"serverNames"/, open: true },
  { name: "authentication", pattern: /"authentication"/, open: true },
  { name: "DNS names", pattern: /"toFQDNs"/, open: true },
  { name: "host", pattern: /"host"/ },
  { name: "remote-node", pattern: /"remote-node"/ },
  { name: "kube-apiserver", pattern: /"kube-apiserver"/, without: dropping("endpoints") },
  key("toServices"),
  key("k8sServiceSelector"),
  {
    name: "Service with a selector",
    pattern: /"toServices".*"selector":\{"(?:app|tier)"/,
    without: (at, value) => (at === "serviceName" && value === "s" ? "t" : value),
  },
  { name: "agent before 1.17", pattern: /"toServices".*:v1\.15\./ },
  { name: "agent of unknown version", pattern: /"toServices".*"cilium@sha256/, open: true },
  { name: "Service that was not read", pattern: /"elsewhere"/, open: true },
  key("fromNodes"),
  { name: "toNodes", pattern: /"toNodes"/, open: true },
  key("enable-node-selector-labels"),
  { name: "enforcement always", pattern: /"enable-policy":"always"/, without: dropping("enable-policy") },
  {
    name: "CIDRs match nodes",
    pattern: /"policy-cidr-match-mode":"nodes"/,
    without: dropping("policy-cidr-match-mode"),
  },
];

export const ADMIN: readonly Construct[] = [
  ...CLUSTER,
  { name: "AdminNetworkPolicy", pattern: /"AdminNetworkPolicy"/ },
  { name: "BaselineAdminNetworkPolicy", pattern: /"BaselineAdminNetworkPolicy"/ },
  { name: "ClusterNetworkPolicy", pattern: /"ClusterNetworkPolicy"/ },
  { name: "NetworkPolicy between them", pattern: /"networking\.k8s\.io\/v1"/ },
  { name: "Allow", pattern: /"action":"Allow"/, without: replacing("action", "Allow", "Deny") },
  { name: "Accept", pattern: /"action":"Accept"/, without: replacing("action", "Accept", "Deny") },
  { name: "Deny", pattern: /"action":"Deny"/, without: replacing("action", "Deny", "Pass") },
  { name: "Pass", pattern: /"action":"Pass"/, without: replacing("action", "Pass", "Deny") },
  {
    name: "priority",
    pattern: /"priority":/,
    without: (at, value) => (at === "priority" ? 1000 - Number(value) : value),
  },
  { name: "admin tier", pattern: /"tier":"Admin"/, without: replacing("tier", "Admin", "Baseline") },
  key("namespaces", { without: replacing("operator", "Exists", "DoesNotExist") }),
  key("pods", { without: replacing("operator", "In", "NotIn") }),
  { name: "nodes", pattern: /"nodes":\{/ },
  {
    name: "networks",
    pattern: /"networks":\[/,
    without: (at, value) => (at === "networks" ? ["192.0.2.0/24"] : value),
  },
  key("portNumber", { without: (at, value) => (at === "portNumber" ? { port: 79 } : value) }),
  key("portRange", { without: (at, value) => (at === "portRange" ? { start: 1, end: 1 } : value) }),
  key("namedPort", { without: (at, value) => (at === "namedPort" ? "none" : value) }),
  key("destinationPort"),
  key("destinationNamedPort", { without: (at, value) => (at === "destinationNamedPort" ? "none" : value) }),
  { name: "SCTP", pattern: /"sctp":|"protocol":"SCTP"/, without: replacing("protocol", "SCTP", "UDP") },
  { name: "domain names", pattern: /"domainNames"/, open: true },
];
