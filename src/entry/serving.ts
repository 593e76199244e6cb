import { coverageOf } from "../world/coverage.ts";
import { at, stringOf } from "../world/json.ts";
import type { Resource } from "../world/resource.ts";
import type { World } from "../world/world.ts";
import type { Controller, Shown } from "./controller.ts";
import { evidenceOf, whyNot } from "./serving-words.ts";

/** How an Ingress comes to its controller. */
export type ServedBy = "class" | "annotation" | "name" | "default-class" | "classless";

export interface Serving {
  /** Those that serve it; none: nobody does, or nobody surely does. */
  readonly controllers: readonly Controller[];
  /** Those that may: something that decides it was not read. */
  readonly maybe: readonly Controller[];
  readonly how: ServedBy | undefined;
  /** The class it names, or would be given. */
  readonly className: string | undefined;
  readonly evidence: readonly Shown[];
  /** In words, where no controller surely serves it. */
  readonly why: string | undefined;
}

export const CLASS_ANNOTATION = "kubernetes.io/ingress.class";
export const DEFAULT_CLASS_ANNOTATION = "ingressclass.kubernetes.io/is-default-class";
const CLASSES = "IngressClass.networking.k8s.io";

export type Read = Pick<World, "objects" | "coverage">;

/** What of an Ingress and its IngressClass decides who serves it. */
export interface Asked {
  readonly className: string | undefined;
  readonly annotation: string | undefined;
  /** The IngressClass of that name. */
  readonly object: Resource | undefined;
  readonly classesRead: boolean;
  readonly defaultClass: Resource | undefined;
  /** Whether the Ingress is only to be made yet: then admission gives it the default class. */
  readonly toBeMade: boolean;
}

interface Answer {
  readonly serves: boolean | undefined;
  readonly how: ServedBy;
}

/**
 * Who serves an Ingress. That a class is the default one is of no avail to an Ingress that is there already: admission
 * fills `spec.ingressClassName` in when an Ingress is created, and never later. Only some controllers look themselves.
 */
export function servingOf(resource: Resource, controllers: readonly Controller[], read: Read): Serving {
  const asked = ask(resource, read);
  const namespace = resource.ref.namespace ?? "default";
  const answers = controllers.map((controller) => {
    const answer = decide(controller, asked);
    const looks = watches(controller, namespace);
    const serves = looks === false || answer.serves === false ? false : looks && answer.serves;
    return { controller, serves, how: answer.how, looks };
  });
  const surely = answers.filter(({ serves }) => serves === true);
  const maybe = answers.filter(({ serves }) => serves === undefined).map(({ controller }) => controller);
  const [first] = surely;
  return {
    controllers: surely.map(({ controller }) => controller),
    maybe,
    how: first?.how,
    className: asked.className ?? asked.annotation,
    evidence: evidenceOf(resource, asked),
    why:
      first === undefined
        ? whyNot(
            asked,
            namespace,
            answers.some(({ looks }) => looks === false),
            maybe,
          )
        : undefined,
  };
}

function ask({ object, observed }: Resource, { objects, coverage }: Read): Asked {
  const annotation = stringOf(at(object, "metadata", "annotations", CLASS_ANNOTATION));
  const named = stringOf(at(object, "spec", "ingressClassName"));
  const defaultClass = objects.list(CLASSES).find(isDefaultClass);
  const toBeMade = !observed && named === undefined && annotation === undefined;
  const className = named ?? (toBeMade ? defaultClass?.ref.name : undefined);
  return {
    className,
    annotation,
    object: className === undefined ? undefined : objects.get(CLASSES, undefined, className),
    classesRead: coverageOf(coverage, CLASSES).status === "read",
    defaultClass,
    toBeMade: toBeMade && defaultClass !== undefined,
  };
}

function decide(controller: Controller, asked: Asked): Answer {
  const { annotation, toBeMade } = asked;
  const className = controller.classObjects === "none" ? undefined : asked.className;
  if (annotation !== undefined && (className === undefined || controller.annotationFirst)) {
    return { serves: takesAnnotation(controller, annotation), how: "annotation" };
  }
  if (className === undefined) return decideClassless(controller, asked);
  const how = toBeMade ? "default-class" : asked.object === undefined ? "name" : "class";
  return { serves: takesClass(controller, className, asked), how };
}

/** An empty annotation counts as none, except for ingress-nginx since 1.0: there it is a class that is not its own. */
function takesAnnotation(controller: Controller, annotation: string): boolean | undefined {
  if (annotation !== "") return controller.classNames.includes(annotation);
  const strict = controller.kind === "ingress-nginx" && controller.takesNameWithoutObject !== true;
  return strict ? false : controller.takesClassless;
}

function takesClass(controller: Controller, className: string, asked: Asked): boolean | undefined {
  const { object, classesRead } = asked;
  const byName = controller.classNames.includes(className);
  const without = controller.takesNameWithoutObject;
  if (object === undefined) {
    if (without === true) return byName;
    return without === undefined ? (byName ? undefined : false) : classesRead ? false : undefined;
  }
  return ownsClass(controller, object) || (without === true && byName);
}

function ownsClass(
  { classObjects, controllerValue, classNames }: Controller,
  { ref, object }: Resource,
): boolean {
  const byName = classNames.includes(ref.name);
  const byValue = controllerValue !== undefined && at(object, "spec", "controller") === controllerValue;
  switch (classObjects) {
    case "value":
      return byValue;
    case "name":
      return byName;
    case "both":
      return byValue && byName;
    case "either":
      return byValue || byName;
    case "none":
      return false;
  }
}

function decideClassless(controller: Controller, { defaultClass, classesRead }: Asked): Answer {
  if (!controller.followsDefaultClass) return { serves: controller.takesClassless, how: "classless" };
  if (defaultClass === undefined) {
    const serves = controller.takesClassless === true && !classesRead ? undefined : controller.takesClassless;
    return { serves, how: "classless" };
  }
  return { serves: ownsClass(controller, defaultClass), how: "default-class" };
}

function watches({ namespaces, namespacesKnown }: Controller, namespace: string): boolean | undefined {
  return namespacesKnown ? (namespaces?.includes(namespace) ?? true) : undefined;
}

export function isDefaultClass({ object }: Resource): boolean {
  return at(object, "metadata", "annotations", DEFAULT_CLASS_ANNOTATION) === "true";
}
