import {
  type ConstraintProblems,
  insertRecord,
  type RegisterWriter,
  requireVersion,
  updateRecord,
} from '../../platform/database/register-writer.js';
import { invalid, type Problem, refuse, UserProblem } from '../../platform/errors.js';
import { parseInput } from '../../platform/parse.js';
import type { Actor } from '../identity/actor.js';
import { neededReason } from '../identity/attribution.rules.js';
import { Provider } from '../provider/provider.entity.js';
import { providerConstraints } from '../provider/provider.service.js';
import { ProviderMerge } from '../provider/provider-merge.entity.js';
import { belongingOf } from '../register/entry/entry-access.js';
import type { ListingService } from '../register/listing/listing.service.js';
import { holdTwo, type NamedEntry } from './held-providers.js';
import { mergeRepository, type Part } from './merge.repository.js';
import { type PartKind, partKinds, partTables, takeable, takeRule } from './merge.rules.js';

/** An entry, at the version that the caller read. */
export interface VersionedEntry extends NamedEntry {
  readonly version: number;
}

/** What to merge, and how. */
export interface MergeRequest {
  readonly from: VersionedEntry;
  readonly into: VersionedEntry;
  readonly reason: string;
  /** The fields that the remaining entry takes over. */
  readonly take: readonly string[];
}

/** How many records of a kind moved. */
export interface MovedParts {
  readonly kind: PartKind;
  readonly count: number;
}

/** A record that did not move. */
export interface LeftPart {
  readonly kind: PartKind;
  readonly name: string;
  readonly sentence: string;
}

/** The result of a merge or a split. */
export interface Merged {
  /** The remaining entry. */
  readonly provider: Provider;
  /** The entry that was merged or restored. */
  readonly other: Provider;
  readonly moved: readonly MovedParts[];
  readonly left: readonly LeftPart[];
}

type Taken = ProviderMerge['taken'];

/** The largest number of obstacles named at a time. */
const MOST_NAMED = 10;

/** Merges entries for the same provider. */
export class MergeService {
  constructor(
    private readonly writer: RegisterWriter,
    private readonly listings: Pick<ListingService, 'settled'>,
  ) {}

  /**
   * Moves the records of `from` to `into` and withdraws `from`, whose id and keys lead to `into` from then on. If the records
   * end the listing of `into`, it ends in the same transaction. If two users merge the same entries at once, the second one
   * learns that they have already been merged.
   * @throws UserProblem if something prevents the merge; Forbidden without `register.decide` for both.
   */
  async merge(actor: Actor, request: MergeRequest): Promise<Merged> {
    const reason = parseInput(neededReason, request.reason, ['reason']);
    const take = parseInput(takeRule, request.take, ['take']);
    return this.writer.write(
      explained,
      async (db) => {
        const [from, into] = await holdTwo(db, actor, [request.from, request.into]);
        actor.require('register.decide', belongingOf(from));
        actor.require('register.decide', belongingOf(into));
        requireMergeable(from, into, request);
        const taken = takenOver(from, into, take);
        const parts = await mergeRepository.parts(db, from.id, into.id);
        requireNothingRevealed(from, into, parts);
        const moving = parts.filter(({ stays }) => !stays);
        await mergeRepository.move(db, from.id, into.id, moving);
        await insertRecord(db, ProviderMerge, {
          id: from.id,
          intoId: into.id,
          stateBefore: from.state,
          moved: byTable(moving),
          taken,
        });
        // `from` comes first: names and numbers must be unique only among entries that are not merged.
        const given = valuesOf(taken, 'identifiers', () => null);
        const withdrawn = { ...given, state: 'WITHDRAWN' as const };
        const other = await updateRecord(db, Provider, from.id, from.version, withdrawn, {
          partsChange: true,
        });
        const values = valuesOf(taken, 'all', ({ from: value }) => value);
        const changed =
          take.length === 0 ? into : await updateRecord(db, Provider, into.id, into.version, values);
        const provider = await this.listings.settled(db, changed);
        return { provider, other, moved: counted(actor, moving), left: leftOf(actor, parts, into) };
      },
      actor.because(`Merged into another entry: ${reason}`),
    );
  }
}

const explained: ConstraintProblems = Object.fromEntries(
  Object.entries(providerConstraints).map(([constraint, problem]) => [
    constraint,
    { ...problem, field: ['take'] },
  ]),
);

/** @throws UserProblem if one of them has been merged or changed since, or if they cannot be merged. */
function requireMergeable(from: Provider, into: Provider, request: MergeRequest): void {
  for (const [entry, { field }] of [
    [from, request.from],
    [into, request.into],
  ] as const) {
    if (entry.isMerged) {
      const message = `“${entry.name}” has already been merged into another entry: give the id of that entry, or split it first.`;
      throw UserProblem.of([field], 'NOT_IN_THIS_STATE', message);
    }
  }
  requireVersion(from, request.from.version, `“${from.name}”`, 'fromVersion');
  requireVersion(into, request.into.version, `“${into.name}”`, 'intoVersion');
  if (into.state === 'WITHDRAWN') {
    throw UserProblem.of(
      ['into'],
      'NOT_IN_THIS_STATE',
      `“${into.name}” is WITHDRAWN: restore it first, or merge it into the other entry.`,
    );
  }
  if (from.isDemonstration !== into.isDemonstration) {
    throw new UserProblem([
      invalid(
        ['into'],
        'One of these entries is invented, for demonstration, and the other is real. They cannot be merged: choose another entry.',
      ),
    ]);
  }
}

/** @throws UserProblem if records that only the state of `from` hides would be public with `into`. */
function requireNothingRevealed(from: Provider, into: Provider, parts: readonly Part[]): void {
  if (from.state === 'LISTED' || into.state !== 'LISTED') return;
  const revealed = parts.filter(({ state }) => state === 'LISTED').slice(0, MOST_NAMED);
  refuse(
    revealed.map(({ name }): Problem => {
      const message =
        `“${name}” is LISTED and hidden only because “${from.name}” is ${from.state}. Under “${into.name}” it would be public. ` +
        'Suspend or withdraw it first.';
      return { field: ['from'], code: 'NOT_IN_THIS_STATE', message };
    }),
  );
}

/** @throws UserProblem for fields that `from` does not have, and for numbers that `into` already has. */
function takenOver(from: Provider, into: Provider, take: readonly (keyof typeof takeable)[]): Taken {
  const problems: Problem[] = [];
  const taken: Record<string, Taken[string]> = {};
  for (const name of take) {
    const { column, property, word, identifies } = takeable[name];
    const given = from[property];
    const own = into[property];
    const wrong =
      given === null || given === ''
        ? `“${from.name}” has no ${word} to take over: leave this field out of take.`
        : identifies && own !== null
          ? `“${into.name}” has a ${word} of its own, ${own}: leave this field out of take. The other ${word} leads to “${into.name}” anyway.`
          : null;
    if (wrong) problems.push(invalid(['take'], wrong));
    else taken[column] = { from: String(given), into: own };
  }
  refuse(problems);
  return taken;
}

/** Returns the provider's properties for the columns that were taken over. */
export function valuesOf(
  taken: Taken,
  which: 'all' | 'identifiers',
  value: (one: Taken[string]) => string | null,
): Partial<Provider> {
  const fields = Object.values(takeable).filter(
    ({ column, identifies }) => taken[column] && (which === 'all' || identifies),
  );
  return Object.fromEntries(fields.map(({ column, property }) => [property, value(taken[column]!)]));
}

function byTable(parts: readonly Part[]): ProviderMerge['moved'] {
  const kinds = partKinds.map((kind) => [kind, parts.filter((part) => part.kind === kind)] as const);
  return Object.fromEntries(
    kinds
      .filter(([, own]) => own.length > 0)
      .map(([kind, own]) => [partTables[kind].table, own.map(({ id }) => id)]),
  );
}

/** Counts the records that the actor may see, by kind. Leaves out kinds that have none. */
export function counted(actor: Actor, parts: readonly Part[]): MovedParts[] {
  const known = parts.filter((part) => mayKnow(actor, part));
  return partKinds
    .map((kind) => ({ kind, count: known.filter((part) => part.kind === kind).length }))
    .filter(({ count }) => count > 0);
}

function leftOf(actor: Actor, parts: readonly Part[], into: Provider): LeftPart[] {
  return parts
    .filter((part) => mayKnow(actor, part))
    .filter(({ stays }) => stays)
    .map(({ kind, name }) => {
      const sentence = `It stays with the old entry, because “${into.name}” has one of its own.`;
      return { kind, name, sentence };
    });
}

/** Whether the actor may see a record: quality records need `quality.read` in the local authority that keeps them. */
export function mayKnow(actor: Actor, { localAuthorityCode }: Part): boolean {
  return localAuthorityCode === null || actor.may('quality.read', { localAuthorityCode });
}
