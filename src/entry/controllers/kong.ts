import { type JsonObject, objectsOf, stringOf } from "../../world/json.ts";
import type { Begun } from "./controllers-of.ts";
import type { Known } from "./other.ts";
import { namedPort } from "./other.ts";
import { flagsIn, isSet, startWords } from "./start-words.ts";

/**
 * Kong's proxy; its controller runs beside it or in a Deployment of its own, and takes a class by the name it is given
 * (CONTROLLER_INGRESS_CLASS, --ingress-class). What a controller elsewhere is given is not followed.
 */
export function kong({ workload }: Begun, container: JsonObject): Known {
  const controller = objectsOf(workload.template.spec.containers).find(
    ({ name, image }) =>
      name === "ingress-controller" || /kubernetes-ingress-controller/.test(stringOf(image) ?? ""),
  );
  const flags = controller === undefined ? {} : flagsIn(startWords(controller, workload.ref.namespace ?? ""));
  const variable = objectsOf(controller?.env).find(({ name }) => name === "CONTROLLER_INGRESS_CLASS");
  const told = Object.keys(flags).filter((name) => name.startsWith("--process-classless-ingress"));
  return {
    controllerValue: "ingress-controllers.konghq.com/kong",
    classNames: [flags["--ingress-class"] ?? stringOf(variable?.value) ?? "kong"],
    classObjects: "name",
    annotationFirst: false,
    takesClassless: told.some((name) => isSet(flags[name])) || (controller === undefined ? undefined : false),
    followsDefaultClass: true,
    takesNameWithoutObject: true,
    http: namedPort(container, ["proxy", "proxy-http"]) ?? 8000,
    https: namedPort(container, ["proxy-tls", "proxy-ssl"]) ?? 8443,
  };
}
