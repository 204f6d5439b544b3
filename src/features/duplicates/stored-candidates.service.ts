import type pg from 'pg';
import { inWords, type Strength, strengthOf } from './duplicate.rules.js';
import { findStoredCandidates } from './stored-candidates.repository.js';

/** Two entries that may be duplicates, in words. */
export interface StoredCandidate {
  readonly urn: string | null;
  readonly name: string;
  readonly strength: Strength;
  /** The reasons as one text of several sentences. */
  readonly reasons: string;
  readonly otherId: string;
  readonly otherUrn: string | null;
  readonly otherName: string;
  readonly otherState: string;
}

/** Finds possible duplicates of these entries. Checks no permissions: it is for programs that see the whole database. */
export async function candidatesOfStored(
  db: pg.ClientBase,
  ids: readonly string[],
): Promise<StoredCandidate[]> {
  if (ids.length === 0) return [];
  const found = await findStoredCandidates(db, ids);
  return found.map(({ score, reasons, ...row }) => ({
    ...row,
    strength: strengthOf(score),
    reasons: inWords(reasons)
      .map(({ sentence }) => sentence)
      .join(' '),
  }));
}
