import { dump } from "js-yaml";

/** A controller's workload, as short as a test can say it. */
export interface Written {
  readonly kind?: "DaemonSet" | "Deployment";
  readonly name?: string;
  readonly namespace?: string;
  /** Of the object; those of the pods beside them. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly podLabels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly ports?: Readonly<Record<string, number>>;
  readonly container?: string;
  readonly spec?: object;
}

export const NGINX_IMAGE = "registry.k8s.io/ingress-nginx/controller:v1.5.1";

/** The workload as YAML, `POD_NAMESPACE` in its environment as every manifest of ingress-nginx has it. */
export function workloadYaml(written: Written = {}): string {
  const { name = "ingress-nginx-controller", namespace = "ingress", labels = {}, annotations = {} } = written;
  const field = { name: "POD_NAMESPACE", valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } };
  const env = Object.entries(written.env ?? {}).map(([key, value]) => ({ name: key, value }));
  const ports = Object.entries(written.ports ?? {}).map(([key, containerPort]) => ({
    name: key,
    containerPort,
  }));
  return dump({
    apiVersion: "apps/v1",
    kind: written.kind ?? "Deployment",
    metadata: { name, namespace, labels, annotations },
    spec: {
      template: {
        metadata: { labels: written.podLabels ?? labels },
        spec: {
          containers: [
            {
              name: written.container ?? "controller",
              image: written.image ?? NGINX_IMAGE,
              ...(written.command === undefined ? {} : { command: written.command }),
              args: written.args ?? ["/nginx-ingress-controller"],
              env: [field, ...env],
              ports,
            },
          ],
          ...written.spec,
        },
      },
    },
  });
}

export function configMapYaml(
  namespace: string,
  name: string,
  data: Readonly<Record<string, string>>,
): string {
  return dump({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace }, data });
}
