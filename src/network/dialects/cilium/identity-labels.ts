/**
 * Which of a pod's labels make up its identity, and so can be selected by: Cilium leaves out what changes with every
 * pod (pkg/labelsfilter/filter.go, `defaultLabelPrefixCfg`). A policy on pod-template-hash selects nobody.
 */
interface Pattern {
  readonly ignore: boolean;
  readonly expression: RegExp;
}

const BUILT_IN: readonly Pattern[] = [
  include("io\\.kubernetes\\.pod\\.namespace"),
  include("io\\.cilium\\.k8s\\.namespace\\.labels"),
  include("app\\.kubernetes\\.io"),
  include("io\\.cilium\\.k8s\\.policy\\.cluster"),
  ignore("io\\.kubernetes"),
  ignore("kubernetes\\.io"),
  ignore("statefulset\\.kubernetes\\.io/pod-name"),
  ignore("apps\\.kubernetes\\.io/pod-index"),
  ignore("batch\\.kubernetes\\.io/job-completion-index"),
  ignore(".*beta\\.kubernetes\\.io"),
  ignore("k8s\\.io"),
  ignore("pod-template-generation"),
  ignore("pod-template-hash"),
  ignore("controller-revision-hash"),
  ignore("annotation.*"),
  ignore("etcd_node"),
];

function include(pattern: string): Pattern {
  return { ignore: false, expression: new RegExp(pattern) };
}

function ignore(pattern: string): Pattern {
  return { ignore: true, expression: new RegExp(pattern) };
}

/** Expressions that take no longer for a hostile text. */
const SIMPLE = /^[\w./\\$^-]*(?:\.\*)?$/;

/**
 * Whether a label key is kept, with the cluster's own patterns; undefined where one of those is beyond what is read
 * here. Of an including and an ignoring pattern the longer match decides.
 */
export function identityFilter(own: readonly string[]): (key: string) => boolean | undefined {
  const patterns: Pattern[] = [...BUILT_IN];
  let inclusive = false;
  let readable = true;
  for (const text of own) {
    const colon = text.indexOf(":");
    const source = colon < 0 ? "" : text.slice(0, colon);
    const rest = text.slice(colon + 1);
    const ignored = rest.startsWith("!");
    const pattern = ignored ? rest.slice(1) : rest;
    if (!ignored) inclusive = true;
    if (source !== "" && source !== "k8s") continue;
    if (!SIMPLE.test(pattern)) readable = false;
    else patterns.push(ignored ? ignore(pattern) : include(pattern));
  }
  return (key) => {
    if (!readable) return undefined;
    let included = 0;
    let ignored = 0;
    for (const { ignore: isIgnore, expression } of patterns) {
      const match = expression.exec(key);
      if (match === null || match.index !== 0) continue;
      const { length } = match[0];
      if (!isIgnore) included = Math.max(included, length);
      else if (ignored === 0 || length < ignored) ignored = length;
    }
    return (!inclusive && ignored === 0) || included > ignored;
  };
}
