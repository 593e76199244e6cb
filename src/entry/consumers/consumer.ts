import type { Path } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import type { Controller } from "../controller.ts";
import type { AddressList } from "./address-list.ts";

/**
 * What becomes of something that goes by the client's address when it sees another one. `open`: it lets in whom it kept
 * out. `closed`: it keeps out, or counts as one, those it should not. `skew`: it treats all clients alike. `depends`: on
 * what is written there. `application`: a program behind the controller is told another address.
 */
export type WhenHidden = "open" | "closed" | "depends" | "skew" | "application";

/**
 * Which address is looked at. `client`: what the controller takes for the client ($remote_addr). `peer`: whoever opened
 * the connection ($realip_remote_addr), whatever he states. `header`: what a PROXY header states ($proxy_protocol_addr).
 */
export type LooksAt = "client" | "peer" | "header";

/** Something that does what it does by the client's address. */
export interface AddressConsumer {
  /** The row of the table it falls under. */
  readonly kind: string;
  /** The object it stands in, and where. */
  readonly resource: Resource;
  readonly paths: readonly Path[];
  /** As its owner writes it: the annotation without its prefix, the key of the ConfigMap, the field. */
  readonly setting: string;
  /** By which means the address is looked at: "allow and deny all by $remote_addr". */
  readonly mechanism: string;
  /** What happens when the client's address is hidden, as a clause: "everybody gets 403". */
  readonly words: string;
  readonly whenHidden: WhenHidden;
  readonly looksAt: LooksAt;
  /** The addresses it names, where it is a list of such. */
  readonly list: AddressList | undefined;
  /** Whose settings these are, or who serves the Ingress they stand in. */
  readonly controller: Controller;
  /** False where its controller's way to determine the client's address is not followed. */
  readonly followed: boolean;
}
