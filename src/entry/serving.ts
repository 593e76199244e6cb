import { coverageOf } from "../world/coverage.ts";
import { at, stringOf } from "../world/json.ts";
import { type Resource, refLabel } from "../world/resource.ts";
import type { World } from "../world/world.ts";
import type { Controller, Shown } from "./controller.ts";

/** How an Ingress comes to its controller. */
export type ServedBy = "class" | "annotation" | "name" | "default-class" | "classless";

export interface Serving {
  /** Those that serve it; none: nobody does, or nobody surely does. */
  readonly controllers: readonly Controller[];
  /** Those that may: something that decides it was not read. */
  readonly maybe: readonly Controller[];
  readonly how: ServedBy | undefined;
  readonly className: string | undefined;
  readonly evidence: readonly Shown[];
  /** In words, where no controller surely serves it. */
  readonly why: string | undefined;
}

export const CLASS_ANNOTATION = "kubernetes.io/ingress.class";
export const DEFAULT_CLASS_ANNOTATION = "ingressclass.kubernetes.io/is-default-class";
const CLASSES = "IngressClass.networking.k8s.io";

type Read = Pick<World, "objects" | "coverage">;

/**
 * Who serves an Ingress. `spec.ingressClassName` comes before the annotation for every controller that knows the field;
 * an Ingress with neither is served by those that take any. That a class is the default one is of no avail to an Ingress
 * that is there already: admission fills the field in when an Ingress is created, and never later.
 */
export function servingOf(resource: Resource, controllers: readonly Controller[], read: Read): Serving {
  const className = stringOf(at(resource.object, "spec", "ingressClassName"));
  const annotation = stringOf(at(resource.object, "metadata", "annotations", CLASS_ANNOTATION));
  const sorted =
    className !== undefined
      ? byClass(resource, className, annotation, controllers, read)
      : annotation !== undefined
        ? byAnnotation(resource, annotation, controllers)
        : classless(resource, controllers, read);
  return inNamespace(resource, sorted);
}

function byClass(
  resource: Resource,
  className: string,
  annotation: string | undefined,
  controllers: readonly Controller[],
  { objects, coverage }: Read,
): Serving {
  const field: Shown = { resource, path: ["spec", "ingressClassName"], note: `class ${className}` };
  const object = objects.get(CLASSES, undefined, className);
  const evidence = [field];
  if (object !== undefined) {
    const value = stringOf(at(object.object, "spec", "controller"));
    evidence.push({
      resource: object,
      path: ["spec", "controller"],
      note: `class of controller ${value ?? ""}`,
    });
    const verdicts = controllers.map((one) => takesObject(one, className, value, annotation));
    const why = `IngressClass ${className} is for controller ${value ?? "(none)"}, which no controller here answers to`;
    return sortedOut(controllers, verdicts, { how: "class", className, evidence, why });
  }
  const read = coverageOf(coverage, CLASSES).status === "read";
  const verdicts = controllers.map((one) => {
    if (one.takesNameWithoutObject === true) return one.classNames.includes(annotation ?? className);
    if (one.takesNameWithoutObject === undefined)
      return one.classNames.includes(className) ? undefined : false;
    return read ? false : undefined;
  });
  const why = read
    ? `it names class ${className}, and there is no IngressClass of that name`
    : `it names class ${className}, and IngressClasses were not read`;
  return sortedOut(controllers, verdicts, { how: "name", className, evidence, why });
}

/** Before 1.0 the annotation came first, and the name alone counted (internal/ingress/annotations/class/main.go). */
function takesObject(
  controller: Controller,
  className: string,
  value: string | undefined,
  annotation: string | undefined,
): boolean | undefined {
  const byName = controller.classNames.includes(className);
  if (controller.takesNameWithoutObject === true)
    return controller.classNames.includes(annotation ?? className);
  if (controller.controllerValue === undefined) return byName;
  if (controller.flags["--ingress-class-by-name"] === "true" && byName) return true;
  return value === controller.controllerValue;
}

function byAnnotation(resource: Resource, annotation: string, controllers: readonly Controller[]): Serving {
  const evidence: Shown[] = [
    { resource, path: ["metadata", "annotations", CLASS_ANNOTATION], note: `class ${annotation}` },
  ];
  const verdicts = controllers.map((one) =>
    annotation === "" ? one.takesClassless : one.classNames.includes(annotation),
  );
  const why = `its annotation ${CLASS_ANNOTATION} names class ${annotation}, which no controller here takes`;
  return sortedOut(controllers, verdicts, { how: "annotation", className: annotation, evidence, why });
}

function classless(resource: Resource, controllers: readonly Controller[], { objects }: Read): Serving {
  const evidence: Shown[] = [{ resource, path: ["spec"], note: "no class" }];
  const preset = objects.list(CLASSES).find(isDefaultClass);
  const later =
    preset === undefined
      ? ""
      : `; ${refLabel(preset.ref)} is the default, which only counts for Ingresses made after it`;
  const why = `it names no class, and no controller here takes such Ingresses${later}`;
  const verdicts = controllers.map((one) => one.takesClassless);
  return sortedOut(controllers, verdicts, { how: "classless", className: undefined, evidence, why });
}

export function isDefaultClass({ object }: Resource): boolean {
  return at(object, "metadata", "annotations", DEFAULT_CLASS_ANNOTATION) === "true";
}

interface Ground {
  readonly how: ServedBy;
  readonly className: string | undefined;
  readonly evidence: readonly Shown[];
  readonly why: string;
}

function sortedOut(
  controllers: readonly Controller[],
  verdicts: readonly (boolean | undefined)[],
  { how, className, evidence, why }: Ground,
): Serving {
  const surely = controllers.filter((_, index) => verdicts[index] === true);
  const maybe = controllers.filter((_, index) => verdicts[index] === undefined);
  const none = surely.length === 0;
  const unsure = none && maybe.length > 0 ? "; whether one of them does cannot be told" : "";
  return {
    controllers: surely,
    maybe,
    how: none ? undefined : how,
    className,
    evidence,
    why: none ? `${why}${unsure}` : undefined,
  };
}

/** Leaves out the controllers that do not look into the Ingress' namespace. */
function inNamespace({ ref }: Resource, serving: Serving): Serving {
  const watches = ({ namespaces, namespacesKnown }: Controller): boolean | undefined =>
    namespacesKnown ? (namespaces?.includes(ref.namespace ?? "default") ?? true) : undefined;
  const { controllers, maybe } = serving;
  if ([...controllers, ...maybe].every((one) => watches(one) === true)) return serving;
  const surely = controllers.filter((one) => watches(one) === true);
  const may = [...controllers, ...maybe].filter((one) => !surely.includes(one) && watches(one) !== false);
  const none = surely.length === 0;
  return {
    ...serving,
    controllers: surely,
    maybe: may,
    how: none ? undefined : serving.how,
    why: none
      ? (serving.why ?? `no controller of its class looks into namespace ${ref.namespace}`)
      : undefined,
  };
}
