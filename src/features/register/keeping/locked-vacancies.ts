import { type EntityManager, In } from 'typeorm';
import { MovedMeanwhile } from '../../../platform/database/again.js';
import { UserProblem } from '../../../platform/errors.js';
import type { Actor } from '../../identity/actor.js';
import { Offering } from '../../offering/offering.entity.js';
import { School } from '../../place/school.entity.js';
import { schoolsInWords, statusOf } from '../../place/school-life.rules.js';
import type { Provider } from '../../provider/provider.entity.js';
import { lockProviders } from '../../provider/provider-lock.service.js';
import { Vacancy } from '../../vacancy/vacancy.entity.js';
import type { confirmingRoles } from '../../vacancy/vacancy.rules.js';
import { belongingOf, mayRead, noSuch, refuseMerged, requireWriting } from '../entry/entry-access.js';

/** An offering whose vacancies are about to be written. Its provider is locked until the transaction ends. */
export interface LockedOffering {
  readonly offering: Offering;
  readonly provider: Provider;
  /** The school with the provider's URN. Null if there is none. */
  readonly school: School | null;
}

/** A vacancy that is about to be changed. It is locked, and so is its provider. */
export interface LockedVacancy extends LockedOffering {
  readonly vacancy: Vacancy;
}

/**
 * Locks the providers of offerings. Returns the offerings by id, without those that do not exist or that the actor cannot see. The
 * number of statements does not depend on how many there are.
 */
export async function lockOfferings(
  db: EntityManager,
  actor: Actor,
  ids: readonly string[],
): Promise<Map<string, LockedOffering>> {
  const before = await db.findBy(Offering, { id: In(ids) });
  const providers = await lockProviders(db, [...new Set(before.map(({ providerId }) => providerId))]);
  const urns = [...providers.values()].flatMap(({ urn }) => urn ?? []);
  const schools = urns.length === 0 ? [] : await db.findBy(School, { urn: In(urns) });
  const schoolOf = new Map(schools.map((school) => [school.urn, school]));
  const held = new Map<string, LockedOffering>();
  for (const offering of await db.findBy(Offering, { id: In(ids) })) {
    const provider = providers.get(offering.providerId);
    if (!provider) {
      throw new MovedMeanwhile('The offering was moved to another provider while this change waited.');
    }
    if (provider.state !== 'LISTED' && !mayRead(actor, belongingOf(provider))) continue;
    held.set(offering.id, { offering, provider, school: schoolOf.get(provider.urn ?? '') ?? null });
  }
  return held;
}

/** Locks vacancies, and their providers first. Returns them by id, like `lockOfferings`. */
export async function lockVacancies(
  db: EntityManager,
  actor: Actor,
  ids: readonly string[],
): Promise<Map<string, LockedVacancy>> {
  const before = await db.findBy(Vacancy, { id: In(ids) });
  const offerings = await lockOfferings(db, actor, [...new Set(before.map(({ offeringId }) => offeringId))]);
  const vacancies = await db.find(Vacancy, {
    where: { id: In(ids) },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  return new Map(
    vacancies.flatMap((vacancy) => {
      const held = offerings.get(vacancy.offeringId);
      return held ? [[vacancy.id, { ...held, vacancy }]] : [];
    }),
  );
}

/** Locks a vacancy that the actor may change. @throws NotFound if there is none that they can see; Forbidden, UserProblem. */
export async function lockVacancy(db: EntityManager, actor: Actor, id: string): Promise<LockedVacancy> {
  const held = (await lockVacancies(db, actor, [id])).get(id);
  if (!held) throw noSuch('vacancy');
  requireVacancyWriting(actor, held);
  return held;
}

/**
 * Checks that the actor may write vacancies of an offering.
 * @throws Forbidden; UserProblem if the provider was merged or, for an editor, if one of the entries is withdrawn.
 */
export function requireVacancyWriting(actor: Actor, { offering, provider }: LockedOffering): void {
  refuseMerged(provider);
  requireWriting(actor, provider, offering);
}

/** As what the actor confirms vacancies of an offering, whose vacancies they may write. */
export function confirmingRole(actor: Actor, { provider }: LockedOffering): (typeof confirmingRoles)[number] {
  return actor.may('register.write', belongingOf(provider)) ? 'COUNCIL' : 'PROVIDER';
}

/** @throws UserProblem if the school of a vacancy has closed: no one can confirm its places. */
export function refuseIfClosed({ school }: LockedOffering): void {
  if (school === null || statusOf(school) !== 'CLOSED') return;
  const message =
    `GIAS says that ${schoolsInWords([school])} has closed, so its vacancies cannot be confirmed. ` +
    'If the provider goes on under another URN, ask the council to change the URN first.';
  throw UserProblem.of(null, 'NOT_IN_THIS_STATE', message);
}
