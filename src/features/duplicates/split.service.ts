import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import {
  type ConstraintProblems,
  type RegisterWriter,
  requireVersion,
  updateRecord,
} from '../../platform/database/register-writer.js';
import { NotFound, type Problem, refuse, UserProblem } from '../../platform/errors.js';
import { parseInput } from '../../platform/parse.js';
import type { Actor } from '../identity/actor.js';
import { neededReason } from '../identity/attribution.rules.js';
import { Provider, type RegisterState } from '../provider/provider.entity.js';
import { ProviderMerge } from '../provider/provider-merge.entity.js';
import { belongingOf } from '../register/entry/entry-access.js';
import type { ListingService } from '../register/listing/listing.service.js';
import { holdTwo } from './held-providers.js';
import { mergeRepository, type Part } from './merge.repository.js';
import { alsoRule, namedKinds, type PartKind, partTables, takeable } from './merge.rules.js';
import { counted, type Merged, mayKnow, type VersionedEntry, valuesOf } from './merge.service.js';

/** Undoes merges. */
export class SplitService {
  constructor(
    private readonly writer: RegisterWriter,
    private readonly listings: Pick<ListingService, 'problems' | 'settled'>,
    private readonly decodeId: (prefix: string, id: string) => string | null,
  ) {}

  /**
   * Restores an entry to its state before the merge. Records that moved and still belong to the remaining entry go back as they
   * are now, with the change requests about them. Records that are newer than the merge stay, unless `also` names them. A value
   * that was taken over and changed since stays too. If this ends the listing of the remaining entry, it ends in the same
   * transaction.
   * @throws UserProblem if something prevents the split; Forbidden without `register.decide` for both.
   */
  async split(
    actor: Actor,
    entry: VersionedEntry,
    givenReason: string,
    also: z.input<typeof alsoRule> = {},
  ): Promise<Merged> {
    const reason = parseInput(neededReason, givenReason, ['reason']);
    const named = this.decoded(parseInput(alsoRule, also, ['also']));
    return this.writer.write(
      explained,
      async (db) => {
        const known = entry.id === null ? null : await db.findOneBy(ProviderMerge, { id: entry.id });
        const names = [entry, { field: entry.field, id: known?.intoId ?? entry.id }] as const;
        const [from, into] = known ? await holdTwo(db, actor, names) : await notMerged(db, actor, entry);
        actor.require('register.decide', belongingOf(from));
        actor.require('register.decide', belongingOf(into));
        // Read again: while this waited, someone may have split the entry and merged it into another one.
        const merge = await db.findOneBy(ProviderMerge, { id: from.id, intoId: into.id });
        if (!merge) throw notNow(from);
        requireVersion(from, entry.version, `“${from.name}”`);
        if (into.isMerged) {
          const message = `“${into.name}”, which this entry was merged into, has itself been merged since: split that one first.`;
          throw UserProblem.of([entry.field], 'BLOCKED', message);
        }
        const parts = await partsToGo(db, merge, named);
        requireFitting(actor, named, parts);
        const split = await undo(db, actor, merge, { from, into, parts });
        // Checked now that it has its own records again: expired evidence prevents a listing by any other step too.
        if (split.other.state === 'LISTED') refuse(await this.listings.problems(db, 'PROVIDER', from.id));
        return { ...split, provider: await this.listings.settled(db, split.provider) };
      },
      actor.because(`Split from another entry: ${reason}`),
    );
  }

  /** @throws UserProblem for ids that are not of the right kind. */
  private decoded(also: z.output<typeof alsoRule>): NamedPart[] {
    const named = Object.entries(namedKinds).flatMap(([field, kind]) =>
      (also[field as keyof typeof namedKinds] ?? []).map((id, at) => ({
        kind,
        id: this.decodeId(partTables[kind].prefix, id),
        path: ['also', field, String(at)],
      })),
    );
    refuse(named.flatMap(({ id, path }) => (id === null ? [noSuchPart(path)] : [])));
    return named as NamedPart[];
  }
}

/** A record to move as well, and the input field that named it. */
interface NamedPart {
  readonly kind: PartKind;
  readonly id: string;
  readonly path: string[];
}

/** Returns the records to move: those that came and are still there, those named, and requests about its sites and offerings. */
async function partsToGo(
  db: EntityManager,
  { id, intoId, moved }: ProviderMerge,
  named: readonly NamedPart[],
): Promise<Part[]> {
  const ids = [...Object.values(moved).flat(), ...named.map(({ id }) => id)];
  const requests = await mergeRepository.requestsFor(db, intoId, ids);
  return mergeRepository.parts(db, intoId, id, [...ids, ...requests]);
}

/** @throws UserProblem for named records that the remaining entry does not have, and those that the restored one already has. */
function requireFitting(actor: Actor, named: readonly NamedPart[], parts: readonly Part[]): void {
  const isThere = ({ kind, id }: NamedPart) =>
    parts.some((part) => part.kind === kind && part.id === id && mayKnow(actor, part));
  const missing = named.flatMap((one) => (isThere(one) ? [] : [noSuchPart(one.path)]));
  const twice = parts
    .filter(({ stays }) => stays)
    .map((part): Problem => {
      const field = named.find(({ id }) => id === part.id)?.path ?? ['id'];
      const name = mayKnow(actor, part) ? `“${part.name}”` : 'A record of another local authority';
      const message = `${name} cannot move to the restored entry, which has one of its own: change or remove one of the two first.`;
      return { field, code: 'BLOCKED', message };
    });
  refuse([...missing, ...twice]);
}

function noSuchPart(field: string[]): Problem {
  return { field, code: 'NOT_FOUND', message: 'The remaining entry has no such record with this id.' };
}

async function undo(
  db: EntityManager,
  actor: Actor,
  { taken, stateBefore }: ProviderMerge,
  {
    from,
    into,
    parts,
  }: { readonly from: Provider; readonly into: Provider; readonly parts: readonly Part[] },
): Promise<Merged> {
  await requireSeparable(db, parts);
  await mergeRepository.keepSuspension(db, from.id);
  await db.delete(ProviderMerge, { id: from.id });
  await mergeRepository.move(db, into.id, from.id, parts);
  await mergeRepository.forgetTaken(db, into.id, taken);
  // Only values that have not changed since go back. Numbers are removed here before they are set there.
  const kept = Object.fromEntries(
    Object.entries(taken).filter(([column, { from: value }]) => into[propertyOf(column)] === value),
  );
  const values = valuesOf(kept, 'all', ({ into: own }) => own);
  const provider =
    Object.keys(values).length === 0 ? into : await updateRecord(db, Provider, into.id, into.version, values);
  const own = valuesOf(taken, 'identifiers', ({ from: value }) => value);
  const restored = { ...own, state: stateBefore as RegisterState };
  const other = await updateRecord(db, Provider, from.id, from.version, restored, { partsChange: true });
  return { provider, other, moved: counted(actor, parts), left: [] };
}

/** @throws UserProblem if an offering and one of its sites would end up with different providers. */
async function requireSeparable(db: EntityManager, parts: readonly Part[]): Promise<void> {
  const idsOf = (kind: Part['kind']) => parts.filter((part) => part.kind === kind).map(({ id }) => id);
  const links = await mergeRepository.partedLinks(db, idsOf('SITE'), idsOf('OFFERING'));
  refuse(
    links.map(({ offering, site }): Problem => {
      const message = `“${offering}” runs at “${site}”, and only one of them would move back: remove the site from the offering first.`;
      return { field: ['id'], code: 'BLOCKED', message };
    }),
  );
}

const inTheWay = (what: string): Problem => ({
  field: ['id'],
  code: 'BLOCKED',
  message: `Another entry now has the ${what} that would go back to this one: change that entry first.`,
});
/** The database constraints, as problems for the user who splits. */
const explained: ConstraintProblems = {
  provider_urn_key: inTheWay('URN'),
  provider_ukprn: inTheWay('UKPRN'),
  provider_company: inTheWay('company number'),
  provider_charity: inTheWay('charity number'),
  provider_name_postcode: inTheWay('setting type, name and postcode'),
  provider_identity: {
    field: ['id'],
    code: 'BLOCKED',
    message: 'The remaining entry would have no number or postcode of its own: give it one first.',
  },
};

function propertyOf(column: string): (typeof takeable)[keyof typeof takeable]['property'] {
  return Object.values(takeable).find((one) => one.column === column)!.property;
}

/** @throws always: NotFound, or UserProblem if the entry was not merged. */
async function notMerged(db: EntityManager, actor: Actor, { id }: VersionedEntry): Promise<never> {
  const entry = id === null ? null : await db.findOneBy(Provider, { id });
  if (!entry || !actor.may('register.decide', belongingOf(entry))) {
    throw new NotFound('There is no provider with this id.');
  }
  throw notNow(entry);
}

function notNow({ name }: Provider) {
  return UserProblem.of(['id'], 'NOT_IN_THIS_STATE', `“${name}” is not merged into another entry.`);
}
