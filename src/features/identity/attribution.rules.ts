import type { Author } from '../../platform/database/register-writer.js';
import { parseInput } from '../../platform/parse.js';
import { proseText } from '../privacy/text.rules.js';
import type { Actor } from './actor.js';

/** Why something is done. The record keeps it for ever, and those concerned read it. */
export const reasonText = proseText(500);
/** A reason that must be given. */
export const neededReason = reasonText.min(3);

/**
 * Who makes a change, and why, as the change log keeps it; no reason where none was given.
 * @throws UserProblem for a reason that may not be kept.
 */
export function by(actor: Actor, given?: string | null): Author {
  const reason = given == null ? '' : parseInput(reasonText, given, ['reason']);
  return actor.because(reason);
}
