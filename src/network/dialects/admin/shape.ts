import type { Shape } from "../shape.ts";

/** The fields of policies of policy.networking.k8s.io, v1alpha1 and v1alpha2; peers and ports are judged one by one. */

const rules = (peers: string): Shape => ({
  list: {
    fields: {
      name: "any",
      action: "any",
      [peers]: { list: "any" },
      ports: { list: "any" },
      protocols: { list: "any" },
    },
  },
});

export const ADMIN_SPEC: Shape = {
  fields: { priority: "any", tier: "any", subject: "any", ingress: rules("from"), egress: rules("to") },
};
