import { LONGEST_KEY, onceByKey } from '../../platform/database/idempotency.js';
import { keyText } from './text.rules.js';

/** Creates what a request asks for only once, however often it is sent with the same key. */
export const makeOnce = onceByKey(keyText(LONGEST_KEY));
