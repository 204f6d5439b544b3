import type { Progress } from '../../../platform/progress.js';

/** How an import reports and is stopped. */
export interface ImportControl {
  readonly signal: AbortSignal;
  /** Called once the total size in bytes of what will be read is known. */
  readonly progress: (totalBytes: number) => Progress;
}
