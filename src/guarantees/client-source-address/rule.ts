import type { AddressConsumer } from "../../entry/consumers/consumer.ts";
import type { Controller } from "../../entry/controller.ts";
import type { World } from "../../world/world.ts";
import type { Breach, Cause, JudgeContext } from "../guarantee.ts";
import type { Ways } from "./loss.ts";

/** One controller, how users come to it before and now, and what goes by their addresses there. */
export interface Site {
  readonly controller: Controller;
  readonly ways: Ways;
  readonly consumers: readonly AddressConsumer[];
}

/** What rules are given to judge by. */
export interface Judged {
  readonly before: World;
  readonly now: World;
  readonly sites: readonly Site[];
  readonly context: JudgeContext;
}

export interface Rule extends Cause {
  find(judged: Judged): readonly Breach[];
}
