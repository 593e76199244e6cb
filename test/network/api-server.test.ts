import { afterAll, beforeAll, expect, test } from "vitest";
import { testWorld } from "../../src/guarantees/testing.ts";
import { answersOf } from "../../src/network/testing/answers.ts";
import { UPSTREAM } from "../../src/network/testing/upstream-cases.ts";
import { upstreamObjects } from "../../src/network/testing/upstream-objects.ts";
import type { KubeObject } from "../../src/world/resource.ts";
import { CONTROL_PLANE_PARTS, type ControlPlane, startControlPlane } from "../support/control-plane.ts";
import { describeWithParts } from "../support/parts.ts";

/** Rules whose defaults the server writes out: policyTypes, protocols, empty lists. */
const MORE = [
  { podSelector: {} },
  { podSelector: {}, ingress: [] },
  { podSelector: {}, egress: [] },
  { podSelector: {}, egress: [{}] },
  { podSelector: {}, ingress: [{ from: [], ports: [] }] },
  { podSelector: {}, ingress: [{ ports: [{ port: 80 }, { protocol: "UDP" }] }] },
  {
    podSelector: {},
    egress: [{ to: [{ ipBlock: { cidr: "203.0.113.0/24", except: ["203.0.113.8/29"] } }] }],
  },
  { podSelector: {}, ingress: [{ from: [{ namespaceSelector: {} }] }], policyTypes: ["Ingress"] },
];

describeWithParts("policies of a real API server", CONTROL_PLANE_PARTS, () => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await startControlPlane({ controllers: [] });
  });
  afterAll(() => plane?.stop());

  /** Every policy there is, under names that keep the cases apart. */
  const cases = [
    ...UPSTREAM.map((one) => ({ title: one.title, objects: upstreamObjects(one) })),
    ...MORE.map((spec) => ({
      title: JSON.stringify(spec),
      objects: [
        ...upstreamObjects({ title: "", pods: "x/a x/b y/a", policies: [], expected: {} }),
        policy("x", "more", spec),
      ],
    })),
  ].map((one, at) => ({
    ...one,
    objects: one.objects.map((object) =>
      isPolicy(object) ? renamed(object, `case-${at}-${object.metadata.name}`) : object,
    ),
  }));

  test("mean what they meant in files", { timeout: 120_000 }, async () => {
    for (const name of ["x", "y", "z"]) await plane.kubectl(["create", "namespace", name]);
    const policies = cases.flatMap(({ objects }) => objects.filter(isPolicy));
    const list = { apiVersion: "v1", kind: "List", items: policies };
    await plane.kubectl(["create", "-f", "-"], { input: JSON.stringify(list) });
    const read = JSON.parse(await plane.kubectl(["get", "networkpolicies", "-A", "-o", "json"]));
    const byName = new Map((read.items as KubeObject[]).map((one) => [one.metadata.name, one]));
    expect(byName.size).toBe(policies.length);

    for (const { title, objects } of cases) {
      const served = objects.map((object) =>
        isPolicy(object) ? (byName.get(object.metadata.name) ?? object) : object,
      );
      expect(matrix(served), title).toEqual(matrix(objects));
    }
  });
});

function isPolicy({ kind }: KubeObject): boolean {
  return kind === "NetworkPolicy";
}

function policy(namespace: string, name: string, spec: object): KubeObject {
  const plain = JSON.parse(JSON.stringify(spec));
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { namespace, name },
    spec: plain,
  };
}

function renamed(object: KubeObject, name: string): KubeObject {
  return { ...object, metadata: { ...object.metadata, name } };
}

const PORTS = ["80/TCP", "81/TCP", "80/UDP", "81/SCTP"];
const OUTSIDE = ["203.0.113.1", "203.0.113.9"];

/** Every answer between the pods, and of them and two addresses outside. */
function matrix(objects: readonly KubeObject[]): readonly string[] {
  const { ask } = answersOf(testWorld(objects, { nodes: [] }));
  const pods = objects
    .filter(({ kind }) => kind === "Pod")
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  const lines: string[] = [];
  for (const from of [...pods, ...OUTSIDE]) {
    for (const to of [...pods, ...OUTSIDE]) {
      if (from === to) continue;
      for (const port of PORTS) lines.push(`${from} > ${to} ${port}: ${ask(from, to, port)}`);
    }
  }
  return lines;
}
