import { describe, expect, it } from "vitest";
import removalsJson from "../../data/api-removals.json" with { type: "json" };
import type { Profile } from "../../platforms/profile.ts";
import type {
  KubeObject,
  Manifest,
  ManifestSource,
  Resource,
  UnboundManifest,
} from "../../world/resource.ts";
import { ObjectStore } from "../../world/store.ts";
import type { World } from "../../world/world.ts";
import { loadRemovals } from "../api-removals.ts";
import type { Breach } from "../guarantee.ts";
import { breachLine, manifests, resourceOf, testContext, testProfile, testWorld } from "../testing.ts";
import { apiVersions } from "./api-versions.ts";

const removals = loadRemovals(removalsJson);

const HPA = `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop, uid: u1 }
`;

function object(yaml: string): KubeObject {
  const [first] = manifests(yaml);
  if (first === undefined) throw new Error("no object");
  return first;
}

function says(source: ManifestSource, apiVersion: string, kind = "HorizontalPodAutoscaler"): Manifest {
  return { source, apiVersion, kind, origin: { kind: "snapshot", source: "test" } };
}

const LAST_APPLIED: ManifestSource = { kind: "last-applied" };
const by = (manager: string, operation = "Update"): ManifestSource => ({
  kind: "managed-fields",
  manager,
  operation,
});
const helm = (release: string, status = "deployed", revision = 4): ManifestSource => ({
  kind: "helm",
  release,
  namespace: "shop",
  chart: `${release}-1.2.0`,
  revision,
  status,
  storedIn: {
    apiVersion: "v1",
    kind: "Secret",
    namespace: "shop",
    name: `sh.helm.release.v1.${release}.v${revision}`,
  },
});

function at(
  minor: number | undefined,
  resources: readonly Resource[],
  unbound: readonly UnboundManifest[] = [],
): World {
  const world = testWorld([]);
  return { ...world, objects: ObjectStore.of(resources), manifests: unbound, api: { ...world.api, minor } };
}

interface Judging {
  readonly from?: number | undefined;
  readonly to?: number;
  readonly target?: number;
  readonly unbound?: readonly UnboundManifest[];
  readonly profile?: Profile;
}

function judge(resources: readonly Resource[], options: Judging = {}): readonly Breach[] {
  const { to = 26, target = to, unbound = [], profile = testProfile() } = options;
  const from = "from" in options ? options.from : 25;
  const before = at(from, resources, unbound);
  const now = { ...before, api: { ...before.api, minor: to } };
  return apiVersions.judge(before, now, testContext({ removals, target, profile }));
}

const lines = (breaches: readonly Breach[]) => breaches.map(breachLine).sort();
const live = (...said: Manifest[]) => resourceOf(object(HPA), { manifests: said });

describe("a removed API version breaks", () => {
  it("what was last applied with it", () => {
    const [breach, ...rest] = judge([live(says(LAST_APPLIED, "autoscaling/v2beta2"))]);
    expect(rest).toEqual([]);
    expect(breach && breachLine(breach)).toBe(
      "removed-in-last-applied breaks HorizontalPodAutoscaler shop/web",
    );
    expect(breach?.message).toBe(
      'HorizontalPodAutoscaler shop/web was last applied as autoscaling/v2beta2, which Kubernetes 1.26 no longer serves: the object stays, but the next time kubectl apply brings the same manifest, it is refused ("no matches for kind HorizontalPodAutoscaler").',
    );
    expect(breach?.remedy).toBe(
      "In the manifest of HorizontalPodAutoscaler shop/web, change it to autoscaling/v2, which 1.25 serves already, and apply it once.",
    );
    expect(breach?.evidence[0]?.path).toEqual([
      "metadata",
      "annotations",
      "kubectl.kubernetes.io/last-applied-configuration",
    ]);
  });

  it("a manifest given as a file, and names who applies it", () => {
    const owner = { kind: "argo-cd", name: "Application argocd/shop" } as const;
    const file = resourceOf(object(HPA.replace("v2", "v2beta2").replace(", uid: u1", "")), { owner });
    const [breach] = judge([file]);
    expect(breach && breachLine(breach)).toBe("removed-in-manifest breaks HorizontalPodAutoscaler shop/web");
    expect(breach?.message).toContain("Argo CD (Application argocd/shop) is refused");
    expect(breach?.remedy).toContain("In the repository behind Application argocd/shop");
    expect(breach?.evidence[0]?.path).toEqual(["apiVersion"]);
  });

  it("a manifest given beside the live object", () => {
    expect(lines(judge([live(says({ kind: "file" }, "autoscaling/v2beta2"))]))).toEqual([
      "removed-in-manifest breaks HorizontalPodAutoscaler shop/web",
    ]);
  });

  it("what a Helm release holds", () => {
    const [breach, ...rest] = judge([live(says(helm("shop"), "autoscaling/v2beta2"))]);
    expect(rest).toEqual([]);
    expect(breach && breachLine(breach)).toBe(
      "removed-in-helm-release breaks HorizontalPodAutoscaler shop/web",
    );
    expect(breach?.message).toContain(
      "Helm release shop in namespace shop (revision 4, chart shop-1.2.0) holds HorizontalPodAutoscaler shop/web as autoscaling/v2beta2",
    );
    expect(breach?.remedy).toContain("helm mapkubeapis shop --namespace shop");
    expect(breach?.evidence).toMatchObject([
      { ref: { kind: "Secret", name: "sh.helm.release.v1.shop.v4" }, path: ["data", "release"] },
    ]);
  });

  it("what a Helm release holds and nobody read", () => {
    const unbound = { ...says(helm("shop"), "autoscaling/v2beta2"), ref: live().ref };
    expect(lines(judge([], { unbound: [unbound] }))).toEqual([
      "removed-in-helm-release breaks HorizontalPodAutoscaler shop/web",
    ]);
  });

  it("an applier whose last server-side apply used it", () => {
    expect(lines(judge([live(says(by("kustomize-controller", "Apply"), "autoscaling/v2beta2"))]))).toEqual([
      "removed-by-manager breaks HorizontalPodAutoscaler shop/web",
    ]);
  });

  it("what was written with it before a source told the version", () => {
    expect(lines(judge([live(says(LAST_APPLIED, "autoscaling/v2beta2"))], { from: undefined }))).toEqual([
      "removed-in-last-applied breaks HorizontalPodAutoscaler shop/web",
    ]);
  });

  it.each([
    ["batch/v1beta1", "CronJob", 24, 25],
    ["policy/v1beta1", "PodDisruptionBudget", 24, 25],
    ["autoscaling/v2beta1", "HorizontalPodAutoscaler", 24, 25],
    ["networking.k8s.io/v1beta1", "Ingress", 21, 25],
    ["flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchema", 25, 26],
    ["storage.k8s.io/v1beta1", "CSIStorageCapacity", 25, 27],
    ["flowcontrol.apiserver.k8s.io/v1beta2", "PriorityLevelConfiguration", 25, 29],
  ])("%s %s between 1.%i and 1.%i", (apiVersion, kind, from, to) => {
    const file = { apiVersion, kind, metadata: { name: "x" } } as KubeObject;
    expect(lines(judge([resourceOf(file)], { from, to }))).toEqual([`removed-in-manifest breaks ${kind} x`]);
    expect(lines(judge([resourceOf(file)], { from, to: from, target: to }))).toEqual([]);
  });

  it("one object by its weightiest evidence, all of it named", () => {
    const said = [
      says(by("kubectl-client-side-apply"), "autoscaling/v2beta2"),
      says(LAST_APPLIED, "autoscaling/v2beta2"),
      says({ kind: "file" }, "autoscaling/v2beta2"),
    ];
    const [breach, ...rest] = judge([live(...said)]);
    expect(rest).toEqual([]);
    expect(breach?.cause).toBe("removed-in-manifest");
    expect(breach?.evidence).toHaveLength(2);
  });

  it("what Helm says is not said again by its echoes", () => {
    const said = [
      says(LAST_APPLIED, "autoscaling/v2beta2"),
      says(helm("shop"), "autoscaling/v2beta2"),
      says(by("helm"), "autoscaling/v2beta2"),
    ];
    expect(lines(judge([live(...said)]))).toEqual([
      "removed-in-helm-release breaks HorizontalPodAutoscaler shop/web",
    ]);
  });
});

describe("a replacement that is not served yet", () => {
  it.each([
    [26, "flowcontrol.apiserver.k8s.io/v1beta3", "1.26", "flowcontrol.apiserver.k8s.io/v1beta2"],
    [29, "flowcontrol.apiserver.k8s.io/v1", "1.29", "flowcontrol.apiserver.k8s.io/v1beta2"],
  ])("target 1.%i: says when, and what serves until then", (target, best, from, until) => {
    const file = {
      apiVersion: "flowcontrol.apiserver.k8s.io/v1beta1",
      kind: "FlowSchema",
      metadata: { name: "x" },
    };
    const [breach] = judge([resourceOf(file as KubeObject)], { to: target });
    expect(breach?.remedy).toContain(`change it to ${best} when the cluster has reached ${from}`);
    expect(breach?.remedy).toContain(`until then use ${until}, served from 1.23 to 1.28`);
  });
});

describe("a field manager that writes with a removed version", () => {
  it("is a question where nothing shows that it stopped", () => {
    const [breach] = judge([live(says(by("keda"), "autoscaling/v2beta2"))]);
    expect(breach && breachLine(breach)).toBe("removed-by-manager unknown HorizontalPodAutoscaler shop/web");
    expect(breach?.message).toContain("keda wrote HorizontalPodAutoscaler shop/web as autoscaling/v2beta2");
    expect(breach?.evidence[0]?.note).toBe("field manager keda (Update)");
  });

  it.each<[string, readonly Manifest[]]>([
    ["is Kubernetes itself", [says(by("kube-controller-manager"), "autoscaling/v2beta2")]],
    ["is the API server", [says(by("api-priority-and-fairness-config-consumer-v1"), "autoscaling/v2beta2")]],
    ["touched it once", [says(by("kubectl-edit"), "autoscaling/v2beta2")]],
    [
      "writes it otherwise by now",
      [says(by("keda"), "autoscaling/v2beta2"), says(by("keda"), "autoscaling/v2")],
    ],
    [
      "applies a newer manifest by now",
      [says(by("kubectl-client-side-apply"), "autoscaling/v2beta2"), says(LAST_APPLIED, "autoscaling/v2")],
    ],
    [
      "installs a newer chart by now",
      [says(by("helm"), "autoscaling/v2beta2"), says(helm("shop"), "autoscaling/v2")],
    ],
  ])("is none where it %s", (_, said) => {
    expect(lines(judge([live(...said)]))).toEqual([]);
  });
});

describe("a kind without a successor", () => {
  const psp = object(
    "{apiVersion: policy/v1beta1, kind: PodSecurityPolicy, metadata: {name: restricted, uid: u}}",
  );

  it("takes its objects with it, at the minor that drops it", () => {
    const [breach, ...rest] = judge([resourceOf(psp)], { from: 24, to: 25 });
    expect(rest).toEqual([]);
    expect(breach && breachLine(breach)).toBe("kind-removed breaks PodSecurityPolicy restricted");
    expect(breach?.message).toContain("Kubernetes 1.25 knows no PodSecurityPolicy any more");
    expect(breach?.remedy).toContain("pod-security.kubernetes.io/enforce");
    expect(judge([resourceOf(psp)], { from: 23, to: 24 })).toEqual([]);
  });

  it("has nothing to be changed to in a manifest", () => {
    const { uid: _, ...metadata } = psp.metadata;
    const [breach] = judge([resourceOf({ ...psp, metadata })], { from: 24, to: 25 });
    expect(breach?.cause).toBe("removed-in-manifest");
    expect(breach?.remedy).toContain("take it out: no API version replaces it (use Pod Security Admission)");
  });
});

describe("a manifest inside another object", () => {
  const said = "{apiVersion: autoscaling/v2beta2, kind: HorizontalPodAutoscaler, metadata: {name: web}}";

  it("in a custom resource is a question, with its place", () => {
    const yaml = `{apiVersion: kubernetes.crossplane.io/v1alpha1, kind: Object, metadata: {name: x, uid: u}, spec: {forProvider: {manifest: ${said}}}}`;
    const [breach] = judge([resourceOf(object(yaml))]);
    expect(breach && breachLine(breach)).toBe("removed-in-embedded unknown Object x");
    expect(breach?.evidence[0]?.path).toEqual(["spec", "forProvider", "manifest", "apiVersion"]);
  });

  it("in a ConfigMap's text is a question", () => {
    const data = {
      "hpa.yaml":
        "kind: ConfigMap\n---\nkind: HorizontalPodAutoscaler\napiVersion: 'autoscaling/v2beta2' # old\nmetadata:\n  name: web\n",
    };
    const map = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x", uid: "u" }, data };
    const [breach] = judge([resourceOf(map)]);
    expect(breach && breachLine(breach)).toBe("removed-in-embedded unknown ConfigMap x");
    expect(breach?.message).toContain("HorizontalPodAutoscaler web");
  });

  it.each([
    [
      "a reference",
      "{apiVersion: x.io/v1, kind: A, metadata: {name: x, uid: u}, spec: {ref: {apiVersion: autoscaling/v2beta2, kind: HorizontalPodAutoscaler, name: web}}}",
    ],
    [
      "an Application",
      "{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: x, uid: u}, spec: {source: {repoURL: 'https://git.example.com/shop'}}}",
    ],
    [
      "another version's settings",
      "{apiVersion: v1, kind: ConfigMap, metadata: {name: x, uid: u}, data: {a: 'apiVersion: 1\\nkind: HorizontalPodAutoscaler'}}",
    ],
    [
      "two documents",
      '{apiVersion: v1, kind: ConfigMap, metadata: {name: x, uid: u}, data: {a: "apiVersion: autoscaling/v2beta2\\n---\\nkind: HorizontalPodAutoscaler"}}',
    ],
  ])("is not seen in %s", (_, yaml) => {
    expect(judge([resourceOf(object(yaml))])).toEqual([]);
  });
});

describe("nothing is lost", () => {
  it.each<[string, readonly Resource[]]>([
    [
      "by a live object that was merely listed under the old version",
      [resourceOf(object(HPA.replace("v2", "v2beta2")))],
    ],
    ["by an object in a served version", [live(says(LAST_APPLIED, "autoscaling/v2"))]],
    [
      "by a namesake in another kind",
      [resourceOf({ apiVersion: "autoscaling/v2beta2", kind: "Other", metadata: { name: "x" } })],
    ],
    [
      "by a type that only travels in requests",
      [resourceOf({ apiVersion: "policy/v1beta1", kind: "Eviction", metadata: { name: "x" } })],
    ],
    [
      "by the API server's own files",
      [resourceOf({ apiVersion: "audit.k8s.io/v1beta1", kind: "Policy", metadata: { name: "x" } })],
    ],
  ])("%s", (_, resources) => {
    expect(judge(resources, { from: 20, to: 26 })).toEqual([]);
  });

  it("while the version is still served", () => {
    expect(
      judge([live(says(LAST_APPLIED, "autoscaling/v2beta2"))], { from: 25, to: 25, target: 26 }),
    ).toEqual([]);
  });

  it("where the version of the state is not known", () => {
    const before = at(undefined, [live(says(LAST_APPLIED, "autoscaling/v2beta2"))]);
    expect(apiVersions.judge(before, before, testContext({ removals }))).toEqual([]);
  });

  it("by what the platform applies itself", () => {
    const profile = testProfile({
      source: {
        ...testProfile().source,
        owned: [{ kind: "HorizontalPodAutoscaler.autoscaling", namespace: "shop", name: "*" }],
      },
    });
    expect(judge([live(says(LAST_APPLIED, "autoscaling/v2beta2"))], { profile })).toEqual([]);
  });
});

describe("what the cluster does not serve today either is advice", () => {
  it.each<[string, readonly Resource[], string]>([
    [
      "a last apply",
      [live(says(LAST_APPLIED, "autoscaling/v2beta1"))],
      "removed-in-last-applied advice HorizontalPodAutoscaler shop/web",
    ],
    [
      "a release",
      [live(says(helm("shop"), "autoscaling/v2beta1"))],
      "removed-in-helm-release advice HorizontalPodAutoscaler shop/web",
    ],
  ])("%s", (_, resources, line) => {
    const [breach, ...rest] = judge(resources);
    expect(rest).toEqual([]);
    expect(breach && breachLine(breach)).toBe(line);
    expect(breach?.message).toContain("It fails today already, so the move does not take it away.");
  });

  it("but not a field manager's old entry", () => {
    expect(judge([live(says(by("keda"), "autoscaling/v2beta1"))])).toEqual([]);
  });
});

describe("a version that goes after the target", () => {
  const file = {
    apiVersion: "flowcontrol.apiserver.k8s.io/v1beta2",
    kind: "FlowSchema",
    metadata: { name: "x" },
  };

  it("is advice at the end of the move", () => {
    const [breach] = judge([resourceOf(file as KubeObject)]);
    expect(breach && breachLine(breach)).toBe("deprecated-soon advice FlowSchema x");
    expect(breach?.message).toContain("Kubernetes 1.26 serves that, 1.29 no longer does");
  });

  it("is not told on the way there", () => {
    expect(judge([resourceOf(file as KubeObject)], { to: 26, target: 28 })).toEqual([]);
  });
});
