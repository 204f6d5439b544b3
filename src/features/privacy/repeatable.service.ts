import { LONGEST_KEY, onceByKey } from '../../platform/database/idempotency.js';
import { keyText } from './text.rules.js';

/** Makes what a request asks for once, however often it is sent with the same key. */
export const makeOnce = onceByKey(keyText(LONGEST_KEY));
