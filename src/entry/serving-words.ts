import { at, stringOf } from "../world/json.ts";
import { type Resource, refLabel } from "../world/resource.ts";
import type { Controller, Shown } from "./controller.ts";
import { type Asked, CLASS_ANNOTATION, DEFAULT_CLASS_ANNOTATION } from "./serving.ts";

/** The places that decide who serves an Ingress. */
export function evidenceOf(resource: Resource, asked: Asked): readonly Shown[] {
  const { className, annotation, object, defaultClass, toBeMade } = asked;
  const evidence: Shown[] = [];
  if (className !== undefined && !toBeMade) {
    evidence.push({ resource, path: ["spec", "ingressClassName"], note: `class ${className}` });
  }
  if (annotation !== undefined) {
    evidence.push({
      resource,
      path: ["metadata", "annotations", CLASS_ANNOTATION],
      note: `class ${annotation}`,
    });
  }
  if (evidence.length === 0) evidence.push({ resource, path: ["spec"], note: "names no class" });
  if (object !== undefined) {
    const value = stringOf(at(object.object, "spec", "controller")) ?? "";
    evidence.push({ resource: object, path: ["spec", "controller"], note: `class of controller ${value}` });
  }
  if (defaultClass !== undefined && className === undefined && annotation === undefined) {
    const path = ["metadata", "annotations", DEFAULT_CLASS_ANNOTATION];
    evidence.push({ resource: defaultClass, path, note: "the default, for Ingresses made after it" });
  }
  return evidence;
}

/** Why nobody surely serves it, in a clause that begins with what it names. */
export function whyNot(
  asked: Asked,
  namespace: string,
  elsewhere: boolean,
  maybe: readonly Controller[],
): string {
  const { className, annotation, object, classesRead, defaultClass } = asked;
  const unsure = maybe.length > 0 ? "; whether one of them does cannot be told" : "";
  const scope = elsewhere ? `, or none that looks into namespace ${namespace}` : "";
  if (object !== undefined) {
    const value = stringOf(at(object.object, "spec", "controller")) ?? "(none)";
    return `IngressClass ${object.ref.name} is for controller ${value}, which no controller here answers to${scope}${unsure}`;
  }
  if (className !== undefined) {
    return classesRead
      ? `it names class ${className}, and there is no IngressClass of that name${unsure}`
      : `it names class ${className}, and IngressClasses were not read${unsure}`;
  }
  if (annotation !== undefined) {
    return `its annotation ${CLASS_ANNOTATION} names class ${JSON.stringify(annotation)}, which no controller here takes${scope}${unsure}`;
  }
  const later =
    defaultClass === undefined
      ? ""
      : `; ${refLabel(defaultClass.ref)} is the default, which only counts for Ingresses made after it`;
  return `it names no class, and no controller here takes such Ingresses${scope}${later}${unsure}`;
}
