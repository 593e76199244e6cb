import type { Controller, SoftwareVersion } from "../../entry/controller.ts";
import { CLASS_ANNOTATION, isDefaultClass, type Serving, servingOf } from "../../entry/serving.ts";
import type { Resource } from "../../world/resource.ts";
import type { IngressChallenge } from "./challenges.ts";
import type { Duties } from "./renewals.ts";

/**
 * Who serves the Ingress that answers a challenge. cert-manager makes it anew, so an IngressClass that is the default one
 * counts where no class is named (admission writes it in).
 */
export function solverServing(challenge: IngressChallenge, duties: Duties): Serving {
  const { world, controllers } = duties;
  let known = KNOWN.get(duties);
  if (known === undefined) {
    known = new Map();
    KNOWN.set(duties, known);
  }
  const key = `${challenge.certificate.namespace}|${JSON.stringify(challenge.target)}`;
  const earlier = known.get(key);
  if (earlier !== undefined) return earlier;
  const ingress = solverIngress(challenge, duties);
  const serving = ingress === undefined ? NOT_THERE : servingOf(ingress, controllers, world);
  known.set(key, serving);
  return serving;
}

/** Challenges of one class in one namespace have one answer. */
const KNOWN = new WeakMap<Duties, Map<string, Serving>>();

const NOT_THERE: Serving = {
  controllers: [],
  maybe: [],
  how: undefined,
  className: undefined,
  evidence: [],
  why: "the Ingress it names is not there",
};

function solverIngress(
  { issuer, certificate, target }: IngressChallenge,
  duties: Duties,
): Resource | undefined {
  const { namespace } = certificate;
  const { objects } = duties.world;
  const made = (metadata: object, spec: object): Resource => ({
    ...issuer.resource,
    ref: { apiVersion: "networking.k8s.io/v1", kind: "Ingress", namespace, name: "cm-acme-http-solver" },
    object: {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { name: "cm-acme-http-solver", namespace, ...metadata },
      spec: { ...spec },
    },
  });
  switch (target.by) {
    case "ingress":
      return objects.get("Ingress.networking.k8s.io", namespace, target.name);
    case "class":
      return writesField(duties.certManager?.version)
        ? made({}, { ingressClassName: target.name })
        : made({ annotations: { [CLASS_ANNOTATION]: target.name } }, {});
    case "ingressClassName":
      return made({}, { ingressClassName: target.name });
    default: {
      const preset = objects.list("IngressClass.networking.k8s.io").find(isDefaultClass);
      return made({}, preset === undefined ? {} : { ingressClassName: preset.ref.name });
    }
  }
}

/** 1.5.4, 1.6.0 and 1.6.1 wrote the class into the field instead of the annotation (cert-manager#4537). */
function writesField(version: SoftwareVersion | undefined): boolean {
  const text = version?.join(".");
  return text === "1.5.4" || text === "1.6.0" || text === "1.6.1";
}

/** Every controller that serves or may serve these challenges, with whether it surely does. */
export function servingControllers(serving: Serving): readonly { controller: Controller; sure: boolean }[] {
  return [
    ...serving.controllers.map((controller) => ({ controller, sure: true })),
    ...serving.maybe.map((controller) => ({ controller, sure: false })),
  ];
}
