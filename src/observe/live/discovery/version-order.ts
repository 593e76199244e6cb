const VERSION = /^v(\d+)(?:(alpha|beta)(\d+))?$/;
const STABILITY = ["alpha", "beta", undefined];

/**
 * Best first: stable before beta before alpha, higher before lower, anything else last, by name. The order Kubernetes
 * itself prefers versions in, and the one that keeps an object's version served longest.
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-priority
 */
export function compareVersions(a: string, b: string): number {
  const left = VERSION.exec(a);
  const right = VERSION.exec(b);
  if (left === null || right === null) {
    if (left === null && right === null) return a < b ? -1 : a > b ? 1 : 0;
    return left === null ? 1 : -1;
  }
  return (
    STABILITY.indexOf(right[2]) - STABILITY.indexOf(left[2]) ||
    Number(right[1]) - Number(left[1]) ||
    Number(right[3] ?? 0) - Number(left[3] ?? 0)
  );
}
