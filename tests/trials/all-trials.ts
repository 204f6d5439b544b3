import { rollingTrial } from './rolling.trial.js';
import { socketsTrial } from './sockets.trial.js';
import type { Trial } from './trial.js';

/** Every trial, one line each. */
export const trials: readonly Trial[] = [rollingTrial, socketsTrial];
