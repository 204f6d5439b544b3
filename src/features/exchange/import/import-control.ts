import type { Progress } from '../../../platform/progress.js';

/** How an import shows its progress and is stopped. */
export interface ImportControl {
  readonly signal: AbortSignal;
  /** Called once, when the total number of bytes to read is known. */
  readonly progress: (totalBytes: number) => Progress;
}
