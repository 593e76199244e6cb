import type { Path } from "../world/json.ts";
import type { Resource } from "../world/resource.ts";
import type { Workload } from "../world/workload.ts";

/** Ingress controllers that are recognised. Only of ingress-nginx are the settings followed too. */
export type ControllerKind =
  | "ingress-nginx"
  | "nginx-inc"
  | "traefik"
  | "haproxy"
  | "contour"
  | "istio"
  | "envoy-gateway"
  | "kong"
  | "other";

/** Something read that shows why we say so. */
export interface Shown {
  readonly resource: Resource;
  readonly path: Path;
  /** In a few words: "label name=ingress-nginx, as Kubespray's addon sets it". */
  readonly note: string;
}

/** Who installs and changes something; `unknown` where nothing read tells. */
export interface Operator {
  readonly who: "provider" | "customer" | "unknown";
  /** How it was installed, as far as that shows. */
  readonly by: "kubespray" | "helm" | "git" | "manifest" | "provider" | "unknown";
  readonly evidence: readonly Shown[];
}

/** A semantic version, without build and pre-release parts. */
export type SoftwareVersion = readonly [major: number, minor: number, patch: number];

/** A controller that runs in the cluster, with what decides which Ingresses it serves and how it listens. */
export interface Controller {
  /** The workload whose pods listen: for Contour and Envoy Gateway, Envoy. */
  readonly workload: Workload;
  readonly kind: ControllerKind;
  /** What it was recognised by. */
  readonly shownBy: Shown;
  readonly operator: Operator;
  /** From its image's tag or label; undefined where none tells. */
  readonly version: SoftwareVersion | undefined;
  /** `spec.controller` of the IngressClasses it serves ("k8s.io/ingress-nginx"). */
  readonly controllerValue: string | undefined;
  /** The class names it takes by annotation or name, IngressClass or not: --ingress-class ("nginx"). */
  readonly classNames: readonly string[];
  /**
   * By what it knows an IngressClass for its own: the object's `spec.controller`, its name, both, or either; `none` for
   * those too old for IngressClasses, which do not see `spec.ingressClassName` at all.
   */
  readonly classObjects: "value" | "name" | "both" | "either" | "none";
  /** Whether the annotation counts before `spec.ingressClassName` where an Ingress has both. */
  readonly annotationFirst: boolean;
  /** Whether it serves Ingresses that name no class (--watch-ingress-without-class, or being old enough); undefined where its version would tell. */
  readonly takesClassless: boolean | undefined;
  /** Whether it serves those too where its own IngressClass is marked as the default one, and leaves them where another is. */
  readonly followsDefaultClass: boolean;
  /** Whether it takes `spec.ingressClassName: x` by the name x alone, without an IngressClass object: ingress-nginx before 1.0. */
  readonly takesNameWithoutObject: boolean | undefined;
  /** The only namespaces it watches; undefined: all, or (with `namespacesKnown` false) some that cannot be told. */
  readonly namespaces: readonly string[] | undefined;
  readonly namespacesKnown: boolean;
  /** Its settings: the data of its ConfigMap; undefined where it names one that was not read. */
  readonly settings: Readonly<Record<string, string>> | undefined;
  readonly settingsFrom: Resource | undefined;
  /** Arguments it was started with, by name with its dashes: `--configmap` to "ingress-nginx/settings", "true" where there is no value. */
  readonly flags: Readonly<Record<string, string>>;
  /** Container ports it listens at; 0 where that cannot be told. */
  readonly http: number;
  readonly https: number;
  /** Plain ports it hands on (tcp-services, udp-services). */
  readonly streams: readonly Stream[];
}

/** A port of tcp-services or udp-services: `"2222": shop/sftp:22:PROXY`. */
export interface Stream {
  readonly protocol: "TCP" | "UDP";
  readonly port: number;
  readonly namespace: string;
  readonly service: string;
  /** Number or name of the Service's port. */
  readonly servicePort: string;
  /** `:PROXY` behind it: the listener expects the header. */
  readonly decodesProxy: boolean;
  readonly from: Shown;
}
