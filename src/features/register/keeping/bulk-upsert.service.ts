import type { EntityManager } from 'typeorm';
import type { Attribution } from '../../../platform/database/changes/attribution.js';
import { explain, type RegisterWriter } from '../../../platform/database/register-writer.js';
import { Forbidden, invalid, type Problem, problemsOf, refuse } from '../../../platform/errors.js';
import type { Warning } from '../../../platform/warning.js';
import type { Actor } from '../../identity/actor.js';
import { by } from '../../identity/attribution.rules.js';
import { lockProviders } from '../../provider/provider-lock.service.js';
import { type Entry, type EntryKind, nameOf, type Values } from '../entry/entry-kinds.js';
import { bulkUpsertRepository } from './bulk-upsert.repository.js';
import { rowsOf, touchedBy, type UpsertRow } from './bulk-upsert-rows.js';
import type { EntryService, Why } from './entry.service.js';

/** Most entries of one bulk upsert; beyond that, an import. */
export const MOST_INPUTS = 100;

/** What a failure of one input means to the others. */
export const failureModes = ['REJECT_ALL', 'SKIP_FAILED'] as const;
export type FailureMode = (typeof failureModes)[number];

/** What became of one input. */
export const upsertOutcomes = ['CREATED', 'UPDATED', 'REQUESTED', 'UNCHANGED', 'FAILED', 'NOT_DONE'] as const;
export type UpsertOutcome = (typeof upsertOutcomes)[number];

/** The result of one input, in the order of the inputs. */
export interface UpsertResult<E extends Entry> {
  readonly externalReference: string | null;
  /** Whether it led through an entry that was merged. */
  readonly isMerged: boolean;
  readonly outcome: UpsertOutcome;
  readonly entry: E | null;
  readonly userErrors: readonly Problem[];
}

/** Makes or changes many entries by their owners' own keys. */
export class BulkUpsertService {
  constructor(
    private readonly writer: RegisterWriter,
    private readonly entries: EntryService,
  ) {}

  /**
   * Makes entries that are not there yet, and changes those that are as `EntryService.update` does, in one transaction. An entry
   * is known by the `externalReference` that its sender's organisation gave it, among those of its provider. One that was merged
   * is the one that stands for it, and the sender is warned. REJECT_ALL: one failure, and nothing is written.
   * @throws UserProblem when there are too many; Forbidden for who may change nothing at all.
   */
  async upsert<E extends Entry>(
    actor: Actor,
    kind: EntryKind<E>,
    inputs: readonly Values[],
    mode: FailureMode,
    why: Why = {},
  ): Promise<readonly UpsertResult<E>[]> {
    if (!actor.may('register.write')) actor.require('entry.write');
    if (inputs.length > MOST_INPUTS) {
      const message = `Send at most ${MOST_INPUTS} at a time, not ${inputs.length}; an import takes more.`;
      refuse([invalid(['inputs'], message)]);
    }
    const attribution = by(actor, why.reason);
    let results: UpsertResult<E>[] = [];
    const work = async (db: EntityManager) => {
      results = []; // of this try
      await lockProviders(db, await bulkUpsertRepository.waitForTurn(db, touchedBy(kind, inputs)));
      for (const [at, row] of (await rowsOf(db, actor, kind, inputs)).entries()) {
        // A transaction within the transaction is a savepoint: what fails leaves the others alone.
        const one = db.transaction((inner) => this.one(inner, actor, kind, row, attribution));
        results.push(
          await one.catch((error: unknown) => failed<E>(explain(kind.constraints, error), row, at)),
        );
      }
      if (mode === 'REJECT_ALL' && results.some(({ outcome }) => outcome === 'FAILED')) throw new Rejected();
    };
    try {
      await this.writer.write({}, work, attribution);
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      return results.map((result) =>
        result.outcome === 'FAILED' ? result : { ...result, outcome: 'NOT_DONE', entry: null },
      );
    }
    for (const { externalReference, entry, isMerged } of results) {
      if (isMerged && entry) actor.warn(mergedWarning(externalReference, entry));
    }
    return results;
  }

  private async one<E extends Entry>(
    db: EntityManager,
    actor: Actor,
    kind: EntryKind<E>,
    { input, reference, isKeyed, entryId, isMerged, isSpokenFor, problem }: UpsertRow,
    why: Pick<Attribution, 'reason'>,
  ): Promise<UpsertResult<E>> {
    if (!isKeyed) {
      kind.checked(input); // says what is wrong with what was given
      refuse([referenceNeeded]);
    }
    if (problem) refuse([problem]);
    const common = { externalReference: reference, isMerged, userErrors: [] };
    if (entryId === null) {
      const entry = await this.entries.add(db, actor, kind, kind.checked(input));
      return { ...common, outcome: 'CREATED', entry };
    }
    const known = (await db.findOneOrFail(kind.entity as new () => Entry, {
      where: { id: entryId } as never,
      lock: { mode: 'pessimistic_write' },
    })) as E;
    const { providerId: _, externalReference: __, ...changes } = input;
    const wanted = isSpokenFor ? {} : kind.checkedChanges(changes);
    const { entry, request } = await this.entries.change(
      db,
      actor,
      kind,
      known.id,
      known.version,
      wanted,
      why,
    );
    const outcome = request ? 'REQUESTED' : entry.version > known.version ? 'UPDATED' : 'UNCHANGED';
    return { ...common, outcome, entry };
  }
}

/** Undoes the transaction; never leaves this file. */
class Rejected extends Error {}

const referenceNeeded: Problem = invalid(
  ['input', 'externalReference'],
  'Give your own key for it: a bulk upsert finds the entry again by this.',
);

function mergedWarning(reference: string | null, entry: Entry): Warning {
  const message =
    `What you call “${reference}” was merged into another entry: “${nameOf(entry)}” stands for it. ` +
    'Take one of the two out of what you send.';
  return { code: 'MERGED_ENTRY', message };
}

/** Fields are named below `inputs` and the position of the input. @throws what is nothing about this input. */
function failed<E extends Entry>(
  error: unknown,
  { reference, isMerged }: UpsertRow,
  at: number,
): UpsertResult<E> {
  const problems =
    error instanceof Forbidden
      ? [{ field: null, code: 'FORBIDDEN', message: error.message }]
      : problemsOf(error);
  const userErrors = problems.map(({ field, ...problem }) => ({
    ...problem,
    field: ['inputs', String(at), ...(field ?? []).filter((part, i) => i > 0 || part !== 'input')],
  }));
  return { externalReference: reference, isMerged, outcome: 'FAILED', entry: null, userErrors };
}
