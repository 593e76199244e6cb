/** A few objects of several kinds, and a custom resource in two versions. */
export const CUSTOM_GROUP = "shop.example.com";

const labels = { app: "web" };
const namespace = "shop";

const template = {
  metadata: { labels },
  spec: { containers: [{ name: "web", image: "registry.example.com/web:1" }] },
};

const schema = { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } };

export const SHOP = {
  crds: [
    {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: `widgets.${CUSTOM_GROUP}` },
      spec: {
        group: CUSTOM_GROUP,
        scope: "Namespaced",
        names: { plural: "widgets", singular: "widget", kind: "Widget" },
        versions: [
          { name: "v1beta1", served: true, storage: true, schema },
          { name: "v1", served: true, storage: false, schema },
        ],
      },
    },
  ],
  objects: [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { namespace, name: "db" },
      stringData: { password: "hunter2" },
    },
    { apiVersion: "v1", kind: "ConfigMap", metadata: { namespace, name: "web" }, data: { a: "1" } },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { namespace, name: "web" },
      spec: { selector: { matchLabels: labels }, template },
    },
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { namespace, name: "web" },
      spec: { defaultBackend: { service: { name: "web", port: { number: 80 } } } },
    },
    {
      apiVersion: "policy/v1beta1",
      kind: "PodDisruptionBudget",
      metadata: { namespace, name: "web" },
      spec: { selector: { matchLabels: labels }, maxUnavailable: 0 },
    },
    {
      apiVersion: `${CUSTOM_GROUP}/v1`,
      kind: "Widget",
      metadata: { namespace, name: "one" },
      spec: { size: 3 },
    },
    {
      apiVersion: "v1",
      kind: "Event",
      metadata: { namespace, name: "web.1" },
      involvedObject: { namespace, kind: "Pod", name: "web" },
    },
  ],
};
