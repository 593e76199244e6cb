import { isObject, type JsonObject } from "../../world/json.ts";
import type { Origin } from "../../world/resource.ts";
import { isList, itemKind, withListKind } from "../objects/take-apart.ts";
import type { Intake } from "./intake.ts";

/** More than any real list: they are held until the list says what they are. */
const MOST_WAITING = 300_000;

/**
 * Puts the streamed items of one list to what the list says of them. kubectl prints `kind: List` after the
 * items, whose items name their own kind; a raw PodList comes with its kind first. Only a list written the
 * other way round has its items wait for its end.
 */
export class ListAssembly {
  readonly #intake: Intake;
  readonly #bare: boolean;
  #head: JsonObject | undefined;
  #waiting: { item: JsonObject; origin: Origin }[] = [];
  #items = 0;

  /** `head`: what of the list comes before its items; "bare" for an array, which says nothing. */
  constructor(intake: Intake, head: unknown) {
    this.#intake = intake;
    this.#bare = head === "bare";
    this.#head = isObject(head) && itemKind(head) !== undefined ? head : undefined;
  }

  add(item: unknown, origin: Origin): void {
    this.#items++;
    if (!isObject(item) || (typeof item.kind === "string" && typeof item.apiVersion === "string")) {
      this.#intake.add(item, origin);
    } else if (this.#head !== undefined) {
      this.#intake.add(withListKind(item, this.#head), origin);
    } else if (this.#bare || this.#waiting.length >= MOST_WAITING) {
      this.#intake.add(item, origin);
    } else {
      this.#waiting.push({ item, origin });
    }
  }

  /** `list` is the whole list with its items left out; undefined where there is no more to it than items. */
  end(list: unknown, origin: Origin): void {
    const typed = isObject(list) && isList(list) ? list : undefined;
    for (const { item, origin: own } of this.#waiting) {
      this.#intake.add(typed === undefined ? item : withListKind(item, typed), own);
    }
    // An empty typed list says that there are none; an object that merely has items is an object.
    if (this.#items === 0 || (isObject(list) && typed === undefined)) this.#intake.add(list ?? [], origin);
    this.#waiting = [];
  }
}
