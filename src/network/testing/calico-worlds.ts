import fc from "fast-check";
import type { KubeObject } from "../../world/resource.ts";
import {
  BLOCKS,
  KEYS,
  labels,
  NAMESPACES,
  policyObject,
  policySpec,
  type SmallWorld,
  smallWorld,
  someNamespace,
  VALUES,
} from "./small-worlds.ts";

/** Random small clusters with Calico's policies, tiers and sets. */

/** A record with at most so many of the fields: each narrows what is matched, and all together match nothing. */
function few<T extends object>(
  fields: { [K in keyof T]: fc.Arbitrary<T[K]> },
  most: number,
): fc.Arbitrary<Partial<T>> {
  const names = Object.keys(fields) as (keyof T)[];
  return fc.subarray(names, { maxLength: most }).chain(
    (kept) =>
      fc.record(Object.fromEntries(kept.map((name) => [name, fields[name]])), {
        noNullPrototype: true,
      }) as unknown as fc.Arbitrary<Partial<T>>,
  );
}

const key = fc.constantFrom(...KEYS);
const value = fc.constantFrom(...VALUES);
const atom = fc.oneof(
  fc.tuple(key, fc.constantFrom("==", "!=", "contains", "starts with", "ends with"), value).map((all) => {
    const [name, operator, wanted] = all;
    return `${name} ${operator} '${wanted}'`;
  }),
  fc
    .tuple(key, fc.constantFrom("in", "not in"), fc.uniqueArray(value, { maxLength: 2 }))
    .map(([name, operator, values]) => `${name} ${operator} {${values.map((one) => `"${one}"`).join(", ")}}`),
  key.map((name) => `has(${name})`),
  key.map((name) => `!has(${name})`),
  fc.constant("all()"),
);
const { text } = fc.letrec<{ text: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 2, depthSize: "small" },
    atom,
    fc.tuple(tie("text"), fc.constantFrom("&&", "||"), tie("text")).map((all) => all.join(" ")),
    tie("text").map((inner) => `(${inner})`),
    tie("text").map((inner) => `!(${inner})`),
  ),
}));
export const selectorText = text;
const ownSelector = fc.oneof(
  { weight: 4, arbitrary: selectorText },
  {
    weight: 1,
    arbitrary: someNamespace.map((name) => `projectcalico.org/namespace == '${name}'`),
  },
);
const namespaceSelector = fc.oneof(
  { weight: 3, arbitrary: selectorText },
  { weight: 1, arbitrary: fc.constant("global()") },
  {
    weight: 2,
    arbitrary: someNamespace.map((name) => `projectcalico.org/name == "${name}"`),
  },
);
const serviceAccounts = few(
  {
    names: fc.uniqueArray(fc.constantFrom("s", "t"), { minLength: 1, maxLength: 2 }),
    selector: selectorText,
  },
  1,
);
const net = fc.constantFrom(...BLOCKS, "10.0.1.1");
const nets = fc.uniqueArray(net, { minLength: 1, maxLength: 2 });
const far = few(
  {
    selector: ownSelector,
    namespaceSelector,
    notSelector: selectorText,
    nets,
    notNets: nets,
    serviceAccounts,
  },
  2,
);
/** The near end: without networks, which the engine leaves open there. */
const near = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: few({ selector: ownSelector, notSelector: selectorText, namespaceSelector: selectorText }, 1),
  },
);
const numeric = fc.constantFrom<string | number>(79, 80, "80", "79:8080", "1:79", 65535);
const ports = fc.oneof(
  fc.record({
    ports: fc.array(fc.oneof(numeric, fc.constantFrom("http", "dns")), { minLength: 1, maxLength: 2 }),
  }),
  fc.record(
    {
      ports: fc.array(numeric, { minLength: 1, maxLength: 2 }),
      notPorts: fc.array(numeric, { minLength: 1, maxLength: 2 }),
    },
    { requiredKeys: ["notPorts"], noNullPrototype: true },
  ),
);
const protocols = fc.oneof(
  fc.constant({}),
  fc.record({ protocol: fc.constantFrom<string | number>("TCP", "UDP", "SCTP", 6, 17, "ICMP", 1) }),
  fc.record({ notProtocol: fc.constantFrom<string | number>("TCP", "UDP", 132, "ICMPv6") }),
);
const action = fc.constantFrom("Allow", "Allow", "Deny", "Deny", "Pass", "Log");

/** What the objects alone do not decide. */
const open = fc.constantFrom<object>(
  {},
  {},
  { http: { methods: ["GET"] } },
  { protocol: "TCP", source: { ports: [80] } },
  { destination: { services: { name: "s", namespace: "a" } } },
  { source: { services: { name: "s", namespace: "a" } } },
  { source: { nets: ["10.0.0.0/16"] } },
  { destination: { notNets: ["10.0.0.0/24"] } },
);

function rule(direction: "ingress" | "egress", withDoubt: boolean) {
  const [nearKey, farKey] = direction === "ingress" ? ["destination", "source"] : ["source", "destination"];
  return fc
    .tuple(
      action,
      far,
      near,
      fc.option(ports, { nil: undefined }),
      protocols,
      withDoubt ? open : fc.constant({}),
    )
    .map(([verdict, farEnd, nearEnd, portFields, protocolFields, more]) => {
      const made: Record<string, unknown> = { action: verdict, ...protocolFields };
      if (Object.keys(farEnd).length > 0) made[farKey] = farEnd;
      if (Object.keys(nearEnd).length > 0) made[nearKey] = nearEnd;
      if (portFields !== undefined) {
        made.protocol = "TCP";
        delete made.notProtocol;
        made.destination = { ...(made.destination as object | undefined), ...portFields };
      }
      for (const [name, value] of Object.entries(more)) {
        made[name] =
          typeof value === "string" ? value : { ...(made[name] as object | undefined), ...(value as object) };
      }
      return made;
    });
}

function specOf(withDoubt: boolean) {
  return fc.record(
    {
      selector: fc.oneof(
        { weight: 2, arbitrary: fc.constant("all()") },
        { weight: 1, arbitrary: ownSelector },
      ),
      tier: fc.constantFrom("default", "first", "last"),
      order: fc.constantFrom(1, 1000, 2000),
      types: fc.uniqueArray(fc.constantFrom("Ingress", "Egress"), { maxLength: 2 }),
      ingress: fc.array(rule("ingress", withDoubt), { minLength: 1, maxLength: 3 }),
      egress: fc.array(rule("egress", withDoubt), { minLength: 1, maxLength: 3 }),
      serviceAccountSelector: fc.oneof(
        { weight: 3, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: selectorText },
      ),
    },
    { requiredKeys: [], noNullPrototype: true },
  );
}
const group = fc.constantFrom("projectcalico.org/v3", "crd.projectcalico.org/v1");

function object(apiVersion: string, kind: string, metadata: object, own: object): KubeObject {
  return JSON.parse(JSON.stringify({ apiVersion, kind, metadata, spec: own })) as KubeObject;
}

/** `p` stands for a name with its tier before it, which two policies of different tiers share. */
const nameStem = fc.constantFrom("m", "z", "p");

function nameOf(stem: string, index: number, { tier = "default" }: { tier?: string | undefined }): string {
  return stem === "p" ? `${tier}.p` : `${stem}${index}`;
}

function policyOf(withDoubt: boolean) {
  const spec = specOf(withDoubt);
  return fc.oneof(
    fc.tuple(group, someNamespace, spec, nameStem).map(
      ([apiVersion, namespace, own, name]) =>
        (index: number) =>
          object(apiVersion, "NetworkPolicy", { namespace, name: nameOf(name, index, own) }, own),
    ),
    fc.tuple(group, spec, fc.option(namespaceSelector, { nil: undefined }), fc.boolean(), nameStem).map(
      ([apiVersion, own, selector, untracked, name]) =>
        (index: number) =>
          object(
            apiVersion,
            "GlobalNetworkPolicy",
            { name: nameOf(name, index, own) },
            {
              ...own,
              namespaceSelector: selector,
              ...(untracked && index === 2 ? { doNotTrack: true } : {}),
            },
          ),
    ),
    fc.tuple(someNamespace, policySpec).map(
      ([namespace, own]) =>
        (index: number) =>
          policyObject(namespace, `n${index}`, own),
    ),
  );
}

const set = fc.oneof(
  fc.tuple(someNamespace, labels, nets).map(
    ([namespace, own, list]) =>
      (index: number) =>
        object(
          "crd.projectcalico.org/v1",
          "NetworkSet",
          { namespace, name: `s${index}`, labels: own },
          { nets: list },
        ),
  ),
  fc.tuple(labels, nets).map(
    ([own, list]) =>
      (index: number) =>
        object(
          "projectcalico.org/v3",
          "GlobalNetworkSet",
          { name: `s${index}`, labels: own },
          { nets: list },
        ),
  ),
);

const tierEnd = fc.constantFrom("Deny", "Pass", undefined);
const tiers = fc
  .tuple(tierEnd, tierEnd, tierEnd, fc.boolean())
  .map(([first, middle, last, equal]) => [
    object(
      "projectcalico.org/v3",
      "Tier",
      { name: "first" },
      { order: equal ? 5 : 10, defaultAction: first },
    ),
    object("projectcalico.org/v3", "Tier", { name: "default" }, { order: 1_000_000, defaultAction: middle }),
    object(
      "projectcalico.org/v3",
      "Tier",
      { name: "last" },
      { order: equal ? 5 : undefined, defaultAction: last },
    ),
  ]);

const accounts = fc
  .array(labels, { minLength: 6, maxLength: 6 })
  .map((all) =>
    all.map((own, index) =>
      object(
        "v1",
        "ServiceAccount",
        { namespace: NAMESPACES[index >> 1], name: index % 2 === 0 ? "s" : "t", labels: own },
        {},
      ),
    ),
  );

/** `withDoubt`: with constructs the engine leaves open, and sets of addresses, which leave near ends open. */
export function calicoWorld(withDoubt: boolean): fc.Arbitrary<SmallWorld> {
  return fc
    .tuple(
      smallWorld,
      fc.array(policyOf(withDoubt), { minLength: 1, maxLength: 4 }),
      fc.array(set, { maxLength: withDoubt ? 2 : 0 }),
      tiers,
      accounts,
      fc.array(fc.constantFrom("s", "t"), { minLength: 4, maxLength: 4 }),
    )
    .map(([base, policies, sets, tierObjects, accountObjects, names]) => ({
      ...base,
      pods: base.pods.map((pod, index) => ({ ...pod, serviceAccount: names[index] ?? "s" })),
      policies: [
        ...once(policies.map((make, index) => make(index))),
        ...sets.map((make, index) => make(index)),
        ...tierObjects,
        ...accountObjects,
      ],
    }));
}

/** An object is there once. */
function once(policies: readonly KubeObject[]): readonly KubeObject[] {
  const named = new Map(
    policies.map((one) => [`${one.kind} ${one.metadata.namespace}/${one.metadata.name}`, one]),
  );
  return [...named.values()];
}
