import type { Cloud } from "../cloud.ts";
import type { ModeReader } from "../service-view.ts";
import { awsMode } from "./aws.ts";
import { digitaloceanMode } from "./digitalocean.ts";
import { hetznerMode } from "./hetzner.ts";
import { linodeMode } from "./linode.ts";
import { openstackMode } from "./openstack.ts";
import { ovhIolbMode } from "./ovh-iolb.ts";
import { scalewayMode } from "./scaleway.ts";

function passThrough(whose: string): ModeReader {
  return () => ({
    mode: "pass-through",
    known: true,
    note: `${whose} hands on packets with the client's address as their source`,
  });
}

function notKnown(why: string): ModeReader {
  return () => ({ mode: "tcp", known: false, note: why });
}

/** How each cloud's load balancers hand on a port. */
export const MODES: Readonly<Record<Cloud, ModeReader>> = {
  openstack: openstackMode,
  "ovh-iolb": ovhIolbMode,
  aws: awsMode,
  hetzner: hetznerMode,
  digitalocean: digitaloceanMode,
  scaleway: scalewayMode,
  linode: linodeMode,
  azure: passThrough("Azure's load balancer"),
  gcp: passThrough("Google's network load balancer"),
  metallb: passThrough("MetalLB"),
  other: notKnown("its controller is not one we know"),
  unknown: notKnown("nothing tells which cloud makes the load balancer"),
};
