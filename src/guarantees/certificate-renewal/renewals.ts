import type { Arrival } from "../../entry/arrival.ts";
import { type CertManager, certManagerOf } from "../../entry/cert-manager.ts";
import type { Controller } from "../../entry/controller.ts";
import { controllersOf } from "../../entry/controllers/controllers-of.ts";
import { type ManagedCertificate, managedCertificates } from "../../world/certificates/certificates.ts";
import { type Issuer, issuersOf } from "../../world/certificates/issuers.ts";
import type { ObjectStore } from "../../world/store.ts";
import type { World } from "../../world/world.ts";
import type { JudgeContext } from "../guarantee.ts";
import { type Challenge, type ChallengeClass, challengeClasses, challengesOf } from "./challenges.ts";

/** What cert-manager has to do in a world, and with what. */
export interface Duties {
  readonly world: World;
  readonly issuers: readonly Issuer[];
  readonly certificates: readonly ManagedCertificate[];
  /** One for each name of a certificate from an ACME issuer. */
  readonly challenges: readonly Challenge[];
  /** Those over HTTP, by what answers them. */
  readonly overHttp: readonly ChallengeClass[];
  readonly controllers: readonly Controller[];
  readonly certManager: CertManager | undefined;
}

/** One state of the move, prepared once for all causes. */
export interface Renewals {
  readonly before: Duties;
  readonly now: Duties;
  readonly context: JudgeContext;
  /** How users come to the controllers: cert-manager goes where names lead. */
  readonly beforeArrivals: readonly Arrival[];
  readonly nowArrivals: readonly Arrival[];
}

/** `arrivals`: how users come to controllers in a world. */
export function prepareRenewals(
  before: World,
  now: World,
  context: JudgeContext,
  arrivals: (world: World) => readonly Arrival[],
): Renewals {
  return {
    before: dutiesIn(before, context),
    now: dutiesIn(now, context),
    context,
    beforeArrivals: arrivals(before),
    nowArrivals: arrivals(now),
  };
}

function dutiesIn(world: World, { profile }: JudgeContext): Duties {
  const read = readObjects(world.objects);
  return {
    ...read,
    world,
    controllers: controllersOf(world, profile),
    certManager: certManagerOf(world, profile),
  };
}

type Read = Pick<Duties, "issuers" | "certificates" | "challenges" | "overHttp">;

/** States share their objects: what stands in them is read once. */
const READ = new WeakMap<ObjectStore, Read>();

function readObjects(objects: ObjectStore): Read {
  const known = READ.get(objects);
  if (known !== undefined) return known;
  const issuers = issuersOf(objects);
  const certificates = managedCertificates(objects);
  const challenges = challengesOf(certificates, issuers);
  const read = { issuers, certificates, challenges, overHttp: challengeClasses(challenges) };
  READ.set(objects, read);
  return read;
}
