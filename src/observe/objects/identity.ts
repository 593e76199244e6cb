import { type GroupKind, groupKind, groupOf } from "../../world/resource.ts";

/** Kinds of Kubernetes' own groups that stand outside namespaces (`kubectl api-resources --namespaced=false`). */
const CLUSTER_SCOPED: ReadonlySet<GroupKind> = new Set([
  "ComponentStatus",
  "Namespace",
  "Node",
  "PersistentVolume",
  "MutatingWebhookConfiguration.admissionregistration.k8s.io",
  "ValidatingWebhookConfiguration.admissionregistration.k8s.io",
  "ValidatingAdmissionPolicy.admissionregistration.k8s.io",
  "ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io",
  "MutatingAdmissionPolicy.admissionregistration.k8s.io",
  "MutatingAdmissionPolicyBinding.admissionregistration.k8s.io",
  "CustomResourceDefinition.apiextensions.k8s.io",
  "APIService.apiregistration.k8s.io",
  "TokenReview.authentication.k8s.io",
  "SelfSubjectAccessReview.authorization.k8s.io",
  "SelfSubjectRulesReview.authorization.k8s.io",
  "SubjectAccessReview.authorization.k8s.io",
  "CertificateSigningRequest.certificates.k8s.io",
  "ClusterTrustBundle.certificates.k8s.io",
  "FlowSchema.flowcontrol.apiserver.k8s.io",
  "PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io",
  "StorageVersion.internal.apiserver.k8s.io",
  "NodeMetrics.metrics.k8s.io",
  "IngressClass.networking.k8s.io",
  "IPAddress.networking.k8s.io",
  "ServiceCIDR.networking.k8s.io",
  "ClusterCIDR.networking.k8s.io",
  "RuntimeClass.node.k8s.io",
  "PodSecurityPolicy.policy",
  "ClusterRole.rbac.authorization.k8s.io",
  "ClusterRoleBinding.rbac.authorization.k8s.io",
  "DeviceClass.resource.k8s.io",
  "ResourceSlice.resource.k8s.io",
  "PriorityClass.scheduling.k8s.io",
  "CSIDriver.storage.k8s.io",
  "CSINode.storage.k8s.io",
  "StorageClass.storage.k8s.io",
  "VolumeAttachment.storage.k8s.io",
  "VolumeAttributesClass.storage.k8s.io",
  "StorageVersionMigration.storagemigration.k8s.io",
]);

/**
 * The groups Kubernetes itself serves: kinds in them that are not listed above live in namespaces. Any other
 * group, also under k8s.io (`gateway.networking.k8s.io`), belongs to a CustomResourceDefinition.
 */
const BUILT_IN_GROUPS: ReadonlySet<string> = new Set([
  "",
  "apps",
  "autoscaling",
  "batch",
  "extensions",
  "policy",
  "authorization.k8s.io",
  "certificates.k8s.io",
  "coordination.k8s.io",
  "discovery.k8s.io",
  "events.k8s.io",
  "metrics.k8s.io",
  "networking.k8s.io",
  "rbac.authorization.k8s.io",
  "resource.k8s.io",
  "scheduling.k8s.io",
  "storage.k8s.io",
]);

/** Whether objects of the kind live in namespaces; undefined for kinds Kubernetes itself does not define. */
export function builtInScope(apiVersion: string, kind: string): "Namespaced" | "Cluster" | undefined {
  if (CLUSTER_SCOPED.has(groupKind(apiVersion, kind))) return "Cluster";
  return BUILT_IN_GROUPS.has(groupOf(apiVersion)) ? "Namespaced" : undefined;
}
