import { isAlias, isCollection, parseDocument, visit } from "yaml";
import { type Edit, inOrder } from "../network/repair/edits.ts";
import { at, isObject, type Path } from "../world/json.ts";
import type { KubeObject } from "../world/resource.ts";
import { readYamlText } from "./files/yaml-text.ts";
import { sameJson } from "./objects/same-json.ts";

/** An object's own text, and what to do with it. */
export interface TextEdit {
  readonly text: string;
  readonly edits: readonly Edit[];
  /** Where in the text the object stands. */
  readonly within: Path;
  /** What the text has to say afterwards. */
  readonly wanted: KubeObject;
}

/**
 * The text with the edits carried out and everything else as its owner wrote it: comments, order, quotes. Undefined
 * where that cannot be done faithfully (an item of a list, anchors, JSON): the object is then printed anew.
 */
export function editedText({ text, edits, within, wanted }: TextEdit): string | undefined {
  if (within.length > 0) return undefined;
  const document = parseDocument(text, { version: "1.1", uniqueKeys: false, logLevel: "silent" });
  if (document.errors.length > 0 || !isCollection(document.contents)) return undefined;
  let shared = false;
  visit(document, {
    Alias: () => {
      shared = true;
      return visit.BREAK;
    },
  });
  if (shared || isAlias(document.contents)) return undefined;
  for (const edit of inOrder(edits)) {
    if (edit.kind === "append") document.addIn(edit.path, document.createNode(edit.value));
    else if (edit.kind === "set") document.setIn(edit.path, document.createNode(edit.value));
    else document.deleteIn(edit.path);
  }
  if (document.get("apiVersion") !== wanted.apiVersion) document.set("apiVersion", wanted.apiVersion);
  const written = document.toString({
    lineWidth: 0,
    // Lists at the column of their key, where the owner writes them so.
    indentSeq: !/^( *)[^\s#-][^\n]*:[ \t]*(?:#[^\n]*)?\n\1- /m.test(text),
    flowCollectionPadding: !/[{[][^\s\]}]/.test(text),
  });
  const [read, more] = readYamlText(written);
  // What is printed is what was proven, whatever the text's peculiarities.
  return more === undefined && sameJson(inNamespace(read?.value, wanted), wanted) ? written : undefined;
}

/** A text may leave the namespace to whoever applies it: then the object was read with the one it goes to by default. */
function inNamespace(value: unknown, { metadata }: KubeObject): unknown {
  const own = at(value, "metadata");
  if (!isObject(value) || !isObject(own) || own.namespace !== undefined) return value;
  return metadata.namespace === undefined
    ? value
    : { ...value, metadata: { ...own, namespace: metadata.namespace } };
}
