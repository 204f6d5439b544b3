import type { Author } from '../../platform/database/register-writer.js';
import { parseInput } from '../../platform/parse.js';
import { proseText } from '../privacy/text.rules.js';
import type { Actor } from './actor.js';

/** The reason for a change. The change log keeps it for ever, and the people concerned can read it. */
export const reasonText = proseText(500);
/** A reason that must be given. */
export const neededReason = reasonText.min(3);

/**
 * The author of a change and their reason, if they gave one, for the change log.
 * @throws UserProblem if the reason is not acceptable.
 */
export function by(actor: Actor, given?: string | null): Author {
  const reason = given == null ? '' : parseInput(reasonText, given, ['reason']);
  return actor.because(reason);
}
