import { hostileTrial } from './hostile.trial.js';
import { poolTrial } from './pool.trial.js';
import { restartsTrial } from './restarts.trial.js';
import { socketsTrial } from './sockets.trial.js';
import type { Trial } from './trial.js';

/** Every trial, one line each. */
export const trials: readonly Trial[] = [hostileTrial, poolTrial, restartsTrial, socketsTrial];
