import { describe, expect, test } from "vitest";
import { isAggregated, readAggregated } from "./aggregated-discovery.ts";
import type { ApiResource } from "./api-resource.ts";
import { kindsToRead } from "./kinds-to-read.ts";
import { isLeftOut, LEFT_OUT } from "./left-out.ts";
import { readCoreVersions, readGroups, readResources } from "./legacy-discovery.ts";
import { unservedNeeds } from "./unserved-needs.ts";
import { compareVersions } from "./version-order.ts";

function resource(apiVersion: string, kind: string, more: Partial<ApiResource> = {}): ApiResource {
  const [first = "", second] = apiVersion.split("/");
  const [group, version] = second === undefined ? ["", first] : [first, second];
  return {
    group,
    version,
    kind,
    plural: `${kind.toLowerCase()}s`,
    namespaced: true,
    verbs: ["get", "list"],
    ...more,
  };
}

const read = (resources: ApiResource[], wanted: string[] = [], only = false) =>
  kindsToRead(resources, new Set(wanted), only).map(({ id, versions }) => `${id} ${versions.join(",")}`);

describe("aggregated discovery", () => {
  // The shape of apidiscovery.k8s.io/v2 (Kubernetes 1.30 and later; v2beta1 from 1.27 is the same).
  const responseKind = (kind: string) => ({ group: "", version: "", kind });
  const body = {
    kind: "APIGroupDiscoveryList",
    apiVersion: "apidiscovery.k8s.io/v2",
    metadata: {},
    items: [
      {
        metadata: { name: "apps", creationTimestamp: null },
        versions: [
          {
            version: "v1",
            freshness: "Current",
            resources: [
              {
                resource: "deployments",
                responseKind: responseKind("Deployment"),
                scope: "Namespaced",
                singularResource: "deployment",
                verbs: ["get", "list"],
                subresources: [{ subresource: "scale", responseKind: responseKind("Scale"), verbs: ["get"] }],
              },
            ],
          },
        ],
      },
      { metadata: { name: "metrics.example.com" }, versions: [{ version: "v1beta1", freshness: "Stale" }] },
      {
        metadata: { creationTimestamp: null },
        versions: [
          {
            version: "v1",
            resources: [
              { resource: "nodes", responseKind: responseKind("Node"), scope: "Cluster", verbs: ["list"] },
            ],
          },
        ],
      },
    ],
  };

  test("names resources, without subresources, and APIs that do not answer", () => {
    expect(readAggregated(body)).toEqual({
      resources: [
        resource("apps/v1", "Deployment"),
        resource("v1", "Node", { namespaced: false, verbs: ["list"] }),
      ],
      broken: [
        {
          group: "metrics.example.com",
          version: "v1beta1",
          reason: expect.stringContaining("does not answer"),
        },
      ],
    });
  });

  test("is told from an older server's answer by its content type", () => {
    expect(isAggregated("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList")).toBe(true);
    expect(isAggregated("application/json")).toBe(false);
  });
});

test("discovery of older servers names versions and resources, without subresources", () => {
  expect(readCoreVersions({ versions: ["v1"] })).toEqual([{ group: "", version: "v1" }]);
  const groups = [{ name: "apps", versions: [{ groupVersion: "apps/v1", version: "v1" }] }];
  expect(readGroups({ groups })).toEqual([{ group: "apps", version: "v1" }]);
  const resources = [
    { name: "deployments", kind: "Deployment", namespaced: true, verbs: ["get", "list"] },
    { name: "deployments/scale", kind: "Scale", namespaced: true, verbs: ["get"] },
  ];
  expect(readResources({ group: "apps", version: "v1" }, { resources })).toEqual([
    resource("apps/v1", "Deployment"),
  ]);
});

test.each([
  [
    ["v1beta1", "v1", "v2alpha1", "v2"],
    ["v2", "v1", "v1beta1", "v2alpha1"],
  ],
  [
    ["v1", "v10", "v9"],
    ["v10", "v9", "v1"],
  ],
  [
    ["v2beta1", "v2beta2", "v1"],
    ["v1", "v2beta2", "v2beta1"],
  ],
  [
    ["foo", "v1alpha1", "bar"],
    ["v1alpha1", "bar", "foo"],
  ],
])("%j are preferred as %j", (versions, expected) => {
  expect(versions.sort(compareVersions)).toEqual(expected);
});

describe("what is read", () => {
  test("is each kind once, in its best version, others kept for when that fails", () => {
    expect(
      read([
        resource("autoscaling/v1", "HorizontalPodAutoscaler"),
        resource("autoscaling/v2", "HorizontalPodAutoscaler"),
        resource("autoscaling/v2beta2", "HorizontalPodAutoscaler"),
        resource("batch/v1", "Job"),
        resource("batch/v1beta1", "CronJob"),
      ]),
    ).toEqual(["CronJob.batch v1beta1", "HorizontalPodAutoscaler.autoscaling v2,v1,v2beta2", "Job.batch v1"]);
  });

  test("is not what another group shows as well", () => {
    expect(
      read([
        resource("extensions/v1beta1", "Ingress"),
        resource("networking.k8s.io/v1", "Ingress"),
        resource("projectcalico.org/v3", "IPPool"),
        resource("crd.projectcalico.org/v1", "IPPool"),
      ]),
    ).toEqual(["IPPool.crd.projectcalico.org v1", "Ingress.networking.k8s.io v1"]);
    expect(read([resource("extensions/v1beta1", "Ingress")])).toEqual(["Ingress.extensions v1beta1"]);
  });

  test("starts with the longest lists", () => {
    const kinds = [resource("v1", "Binding"), resource("v1", "Secret"), resource("v1", "Pod")];
    expect(read(kinds)).toEqual(["Pod v1", "Secret v1", "Binding v1"]);
  });

  test("can be listed, and holds evidence, unless it is asked for by name", () => {
    const kinds = [
      resource("v1", "Event"),
      resource("events.k8s.io/v1", "Event"),
      resource("metrics.k8s.io/v1beta1", "PodMetrics", { plural: "pods" }),
      resource("v1", "Binding", { verbs: ["create"] }),
      resource("v1", "Service"),
    ];
    expect(read(kinds)).toEqual(["Service v1"]);
    expect(read(kinds, ["Event"])).toEqual(["Event v1", "Service v1"]);
    expect(read(kinds, ["Event"], true)).toEqual(["Event v1"]);
  });

  test("is left out for a reason, never from the groups guarantees judge by", () => {
    expect(LEFT_OUT.every(({ why }) => why.length > 20)).toBe(true);
    for (const group of ["apps", "policy", "networking.k8s.io", "storage.k8s.io", "crd.projectcalico.org"]) {
      expect(isLeftOut(group, "anything")).toBe(false);
    }
    expect(isLeftOut("", "pods")).toBe(false);
  });

  test("and not served is known to be none, unless its API is broken", () => {
    const kinds = kindsToRead([resource("v1", "Pod")], new Set(), false);
    const broken = [{ group: "broken.example.com", version: "v1", reason: "503" }];
    expect(
      unservedNeeds(["Pod", "A.example.com", "B.broken.example.com", "A.example.com"], kinds, {
        resources: [],
        broken,
      }),
    ).toEqual([
      {
        subject: { kind: "A.example.com" },
        status: "read",
        count: 0,
        reason: "the server serves no such kind",
      },
      { subject: { kind: "B.broken.example.com" }, status: "unreadable", count: 0, reason: "503" },
    ]);
  });
});
