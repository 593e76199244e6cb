import type { Profile } from "../../platforms/profile.ts";
import type { Resource } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import type { Controller } from "../controller.ts";
import { controllersOf } from "../controllers/controllers-of.ts";
import { servingOf } from "../serving.ts";
import type { AddressConsumer } from "./consumer.ts";
import { annotationConsumers } from "./nginx-annotations.ts";
import { settingConsumers } from "./nginx-settings.ts";
import { streamConsumers } from "./nginx-streams.ts";
import { haproxyConsumers, kongConsumers, ownKindConsumers } from "./other-controllers.ts";

interface Known {
  readonly profile: Profile;
  readonly consumers: readonly AddressConsumer[];
}

const KNOWN = new WeakMap<World, Known>();

/** The same for a world as it was read, which the road asks for as every state of a guarantee does. */
export function consumersIn(world: World, profile: Profile): readonly AddressConsumer[] {
  const known = KNOWN.get(world);
  if (known?.profile === profile) return known.consumers;
  const consumers = addressConsumers(world, controllersOf(world, profile));
  KNOWN.set(world, { profile, consumers });
  return consumers;
}

/** Everything of a cluster that goes by the client's address, as its controllers are set today. */
export function addressConsumers(
  world: World,
  controllers: readonly Controller[],
): readonly AddressConsumer[] {
  const ingresses = world.objects.list("Ingress.networking.k8s.io");
  return [
    ...controllers.flatMap((controller) => ownConsumers(world, controller)),
    ...ingresses.flatMap((ingress) => {
      // What an Ingress says counts for each controller that serves it, or may.
      const { controllers: surely, maybe } = servingOf(ingress, controllers, world);
      return [...surely, ...maybe].flatMap((controller) => ingressConsumers(ingress, controller));
    }),
  ];
}

function ownConsumers(world: World, controller: Controller): readonly AddressConsumer[] {
  if (controller.kind !== "ingress-nginx") {
    return [...ownKindConsumers(world, controller), ...kongConsumers(world, controller)];
  }
  const { settings, settingsFrom } = controller;
  return [
    ...(settings === undefined || settingsFrom === undefined
      ? []
      : settingConsumers(controller, settingsFrom, settings)),
    ...streamConsumers(controller),
  ];
}

function ingressConsumers(ingress: Resource, controller: Controller): readonly AddressConsumer[] {
  if (controller.kind === "ingress-nginx") {
    return annotationConsumers(ingress, controller, controller.settings ?? {});
  }
  return controller.kind === "haproxy" ? haproxyConsumers(ingress, controller) : [];
}
