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

/** The largest number of entries in a bulk upsert. For more, use an import. */
export const MOST_INPUTS = 100;

/** What happens to the other inputs if one fails. */
export const failureModes = ['REJECT_ALL', 'SKIP_FAILED'] as const;
export type FailureMode = (typeof failureModes)[number];

/** What the upsert did with one input. */
export const upsertOutcomes = ['CREATED', 'UPDATED', 'REQUESTED', 'UNCHANGED', 'FAILED', 'NOT_DONE'] as const;
export type UpsertOutcome = (typeof upsertOutcomes)[number];

/** The result of one input, in the order of the inputs. */
export interface UpsertResult<E extends Entry> {
  readonly externalReference: string | null;
  /** Whether the reference is that of an entry that was merged into this one. */
  readonly isMerged: boolean;
  readonly outcome: UpsertOutcome;
  readonly entry: E | null;
  readonly userErrors: readonly Problem[];
}

/** Creates or changes many entries by the owners' own references. */
export class BulkUpsertService {
  constructor(
    private readonly writer: RegisterWriter,
    private readonly entries: EntryService,
  ) {}

  /**
   * Creates entries that do not exist yet, and changes the others like `EntryService.update`, in one transaction. An entry is
   * found by the `externalReference` of the sender's organisation, among the entries of its provider. An entry that was merged is
   * replaced by the one it was merged into, with a warning. REJECT_ALL: if one input fails, nothing is written.
   * @throws UserProblem if there are too many inputs; Forbidden if the actor cannot change any entry.
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
      const message = `You sent ${inputs.length} inputs. Send at most ${MOST_INPUTS} at a time, or use an import.`;
      refuse([invalid(['inputs'], message)]);
    }
    const attribution = by(actor, why.reason);
    let results: UpsertResult<E>[] = [];
    const work = async (db: EntityManager) => {
      results = []; // a retry starts again
      await lockProviders(db, await bulkUpsertRepository.waitForTurn(db, touchedBy(kind, inputs)));
      for (const [at, row] of (await rowsOf(db, actor, kind, inputs)).entries()) {
        // A transaction within the transaction is a savepoint: a failure does not affect the other inputs.
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
    await this.entries.tell(
      actor,
      results.flatMap(({ entry, outcome }, at) =>
        entry && outcome !== 'UNCHANGED' ? [{ entry, sent: inputs[at]! }] : [],
      ),
    );
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
      kind.checked(input); // throws if the input is not valid
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

/** Undoes the transaction. An upsert never throws it out of its own file. */
export class Rejected extends Error {}

const referenceNeeded: Problem = invalid(
  ['input', 'externalReference'],
  'Give your own reference for the entry: a bulk upsert finds it again by this.',
);

function mergedWarning(reference: string | null, entry: Entry): Warning {
  const message =
    `The entry that you call “${reference}” was merged into “${nameOf(entry)}”, which was used instead. ` +
    'Remove one of the two from the data that you send.';
  return { code: 'MERGED_ENTRY', message };
}

/** Names fields below `inputs` and the input's position. @throws errors that are not about this input. */
function failed<E extends Entry>(
  error: unknown,
  { reference, isMerged }: UpsertRow,
  at: number,
): UpsertResult<E> {
  const problems: readonly Problem[] =
    error instanceof Forbidden
      ? [{ field: null, code: 'FORBIDDEN', message: error.message }]
      : problemsOf(error);
  const userErrors = problems.map(({ field, ...problem }) => ({
    ...problem,
    field: ['inputs', String(at), ...(field ?? []).filter((part, i) => i > 0 || part !== 'input')],
  }));
  return { externalReference: reference, isMerged, outcome: 'FAILED', entry: null, userErrors };
}
