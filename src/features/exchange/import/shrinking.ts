import { ImportProblem } from './import-problem.js';

/** A file that would remove a larger share is refused: part of it may be missing. */
const MOST_REMOVED = 0.05;

/** What an import would remove. */
interface Shrinking {
  /** Words for a sentence: "postcodes". */
  readonly what: string;
  readonly removed: number;
  /** How many there were before in what the file covers. */
  readonly stored: number;
  readonly allowShrink: boolean;
}

/** @throws ImportProblem if more than 1 in 20 would be removed, unless that is allowed. */
export function refuseShrinking({ what, removed, stored, allowShrink }: Shrinking): void {
  if (allowShrink || removed <= stored * MOST_REMOVED) return;
  throw new ImportProblem(
    `The file would remove ${removed} of the ${stored} ${what} that are stored for what it covers. That is more than 1 in 20, ` +
      'as if part of the file were missing, so nothing was changed. Download it again, or allow this with --allow-shrink.',
  );
}
