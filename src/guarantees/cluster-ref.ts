import type { ObjectRef } from "../world/resource.ts";

/** Names the cluster itself, for what is no single object's. */
export const CLUSTER: ObjectRef = { apiVersion: "replatform.io/v1alpha1", kind: "Cluster", name: "cluster" };
