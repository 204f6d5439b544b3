import type pg from 'pg';
import { inWords, type Strength, strengthOf } from './duplicate.rules.js';
import { findStoredCandidates } from './stored-candidates.repository.js';

/** Two entries that may be the same, in words. */
export interface StoredCandidate {
  readonly urn: string | null;
  readonly name: string;
  readonly strength: Strength;
  /** One text of several sentences. */
  readonly reasons: string;
  readonly otherId: string;
  readonly otherUrn: string | null;
  readonly otherName: string;
  readonly otherState: string;
}

/** Which entries may be the same as those with these ids, asking nobody: for programs that see the whole database. */
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
