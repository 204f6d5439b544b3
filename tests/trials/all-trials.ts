import { pool } from './pool.trial.js';
import { restarts } from './restarts.trial.js';
import type { Trial } from './trial.js';

/** Every trial, one line each. */
export const trials: readonly Trial[] = [pool, restarts];
