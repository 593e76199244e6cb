import { objectsOf, stringOf } from "../../world/json.ts";
import type { Workload } from "../../world/workload.ts";
import type { World } from "../../world/world.ts";
import { imageName } from "../software-version.ts";
import type { ClassRules } from "./ingress-nginx.ts";
import { flagsIn, startWords } from "./start-words.ts";

const CLASS = "contour";

/**
 * Contour goes by the class's name, the annotation first, and takes classless Ingresses where it is given no class
 * (internal/ingressclass/ingressclass.go). The flag is that of `contour serve`, a Deployment beside Envoy.
 */
export function contourClasses({ workloads }: World, envoy: Workload): ClassRules {
  const given = serveFlags(workloads, envoy.ref.namespace)?.["--ingress-class-name"];
  return {
    controllerValue: undefined,
    classNames: given?.split(",").map((name) => name.trim()) ?? [CLASS],
    classObjects: "name",
    annotationFirst: true,
    takesClassless: given === undefined,
    followsDefaultClass: false,
    takesNameWithoutObject: true,
  };
}

function serveFlags(
  workloads: readonly Workload[],
  namespace: string | undefined,
): Readonly<Record<string, string>> | undefined {
  for (const { ref, template } of workloads) {
    if (ref.namespace !== namespace) continue;
    const container = objectsOf(template.spec.containers).find((one) => {
      const words = startWords(one, namespace ?? "default");
      return /(?:^|\/)contour$/.test(imageName(stringOf(one.image) ?? "")) && words.includes("serve");
    });
    if (container !== undefined) return flagsIn(startWords(container, namespace ?? "default"));
  }
  return undefined;
}
