import { away } from './away.trial.js';
import { disk } from './disk.trial.js';
import type { Trial } from './trial.js';

/** Every trial, one line each. */
export const trials: readonly Trial[] = [away, disk];
