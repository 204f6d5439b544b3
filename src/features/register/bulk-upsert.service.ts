import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Attribution } from '../../platform/database/changes/attribution.js';
import { explain, type RegisterWriter } from '../../platform/database/register-writer.js';
import { type Problem, problemsOf, refuse } from '../../platform/errors.js';
import type { Actor } from '../identity/actor.js';
import { by } from '../identity/attribution.rules.js';
import { externalReference, localAuthorityCode } from '../provider/provider.rules.js';
import { lockProviders } from '../provider/provider-lock.service.js';
import { bulkUpsertRepository, type Touched } from './bulk-upsert.repository.js';
import type { EntryService, Why } from './entry.service.js';
import type { Entry, EntryKind, Values } from './entry-kinds.js';

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
   * is known by `externalReference` among those of its provider; a provider, among those of its local authority.
   * REJECT_ALL: one failure, and nothing is written.
   * @throws UserProblem when there are too many; Forbidden.
   */
  async upsert<E extends Entry>(
    actor: Actor,
    kind: EntryKind<E>,
    inputs: readonly Values[],
    mode: FailureMode,
    why: Why = {},
  ): Promise<readonly UpsertResult<E>[]> {
    if (inputs.length > MOST_INPUTS) {
      const message = `Send at most ${MOST_INPUTS} at a time, not ${inputs.length}; an import takes more.`;
      refuse([{ field: ['inputs'], code: 'INVALID', message }]);
    }
    const attribution = by(actor, why.reason);
    let results: UpsertResult<E>[] = [];
    const work = async (db: EntityManager) => {
      results = []; // of this try
      await lockProviders(db, await bulkUpsertRepository.waitForTurn(db, touchedBy(kind, inputs)));
      for (const [at, input] of inputs.entries()) {
        // A transaction within the transaction is a savepoint: what fails leaves the others alone.
        const one = db.transaction((inner) => this.one(inner, actor, kind, input, attribution));
        results.push(
          await one.catch((error: unknown) => failed<E>(explain(kind.constraints, error), input, at)),
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
    return results;
  }

  private async one<E extends Entry>(
    db: EntityManager,
    actor: Actor,
    kind: EntryKind<E>,
    input: Values,
    why: Pick<Attribution, 'reason'>,
  ): Promise<UpsertResult<E>> {
    const { reference, owner } = keysOf(kind, input);
    if (reference === null || owner === null) {
      await kind.checked(input); // says what is wrong with what was given
      refuse([referenceNeeded]);
    }
    const known = (await db.findOne(kind.entity as new () => Entry, {
      where: { externalReference: reference, [ownerField(kind)]: owner } as never,
      lock: { mode: 'pessimistic_write' },
    })) as E | null;
    const common = { externalReference: reference, userErrors: [] };
    if (!known) {
      const entry = await this.entries.add(db, actor, kind, await kind.checked(input, db));
      return { ...common, outcome: 'CREATED', entry };
    }
    const { providerId: _, ...changes } = input;
    const wanted = await kind.checkedChanges(changes, db);
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

function touchedBy(kind: EntryKind, inputs: readonly Values[]): Touched {
  const keys = inputs.map((input) => keysOf(kind, input));
  const owners = keys.map(({ owner }) => owner ?? '');
  if (kind.name !== 'PROVIDER') return { owners, providers: [] };
  return { owners, providers: keys.map(({ reference }, at) => [owners[at]!, reference ?? ''] as const) };
}

const ownerField = ({ name }: EntryKind) => (name === 'PROVIDER' ? 'localAuthorityCode' : 'providerId');

/** What an entry is found again by, as its rules make it; null for what breaks them. */
function keysOf(kind: EntryKind, input: Values): { reference: string | null; owner: string | null } {
  const owner = kind.name === 'PROVIDER' ? localAuthorityCode : z.uuid();
  return {
    reference: referenceOf(input),
    owner: owner.safeParse(input[ownerField(kind)]).data ?? null,
  };
}

/** Undoes the transaction; never leaves this file. */
class Rejected extends Error {}

const referenceNeeded: Problem = {
  field: ['input', 'externalReference'],
  code: 'INVALID',
  message: 'Give your own key for it: a bulk upsert finds the entry again by this.',
};

function referenceOf(input: Values): string | null {
  return externalReference.safeParse(input.externalReference).data ?? null;
}

/** Fields are named below `inputs` and the position of the input. @throws what the sender cannot put right. */
function failed<E extends Entry>(error: unknown, input: Values, at: number): UpsertResult<E> {
  const userErrors = problemsOf(error).map(({ field, ...problem }) => ({
    ...problem,
    field: ['inputs', String(at), ...(field ?? []).filter((part, i) => i > 0 || part !== 'input')],
  }));
  return { externalReference: referenceOf(input), outcome: 'FAILED', entry: null, userErrors };
}
