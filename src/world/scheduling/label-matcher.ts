import { entriesOf, type Json, objectsOf } from "../json.ts";
import { type Labels, matchesExpression, selects } from "../selector.ts";

/**
 * The same answer as `selects`, prepared once for a selector that is asked about many pods. Unlike it, an
 * operator the API does not know selects nothing: the API server would not have taken the object.
 */
export function labelMatcher(selector: Json | undefined): (labels: Labels) => boolean {
  if (selector === undefined || selector === null) return () => false;
  if (typeof selector !== "object" || Array.isArray(selector))
    return (labels) => selects(selector, labels) === true;
  const wanted = entriesOf((selector as { readonly matchLabels?: Json }).matchLabels);
  const expressions = objectsOf((selector as { readonly matchExpressions?: Json }).matchExpressions);
  return (labels) =>
    wanted.every(([key, value]) => labels[key] === value) &&
    expressions.every((expression) => matchesExpression(expression, labels) === true);
}
