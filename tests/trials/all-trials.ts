import { awayTrial } from './away.trial.js';
import { diskTrial } from './disk.trial.js';
import { expiryTrial } from './expiry.trial.js';
import { historiesTrial } from './histories.trial.js';
import { holdsTrial } from './holds.trial.js';
import { hostileTrial } from './hostile.trial.js';
import { mailsTrial } from './mails.trial.js';
import { pairsTrial } from './pairs.trial.js';
import { poolTrial } from './pool.trial.js';
import { restartsTrial } from './restarts.trial.js';
import { rollingTrial } from './rolling.trial.js';
import { socketsTrial } from './sockets.trial.js';
import type { Trial } from './trial.js';

/** Every trial, one line each. */
export const trials: readonly Trial[] = [
  awayTrial,
  diskTrial,
  expiryTrial,
  historiesTrial,
  holdsTrial,
  hostileTrial,
  mailsTrial,
  pairsTrial,
  poolTrial,
  restartsTrial,
  rollingTrial,
  socketsTrial,
];
