/**
 * What can be wrong with a request, for programs. All parts of the hub share these codes, so a client can treat an error the same
 * way wherever it comes from. Add a code for a new kind of fault, not for a new feature: `field` says which value is at fault, and
 * the message says what to do. `docs/errors.md` shows this table.
 */
export const userErrorCodes = {
  INVALID: 'The value breaks a rule. The message says which one.',
  NOT_FOUND:
    'Nothing has this id, number or name, or you do not have permission to see it. Check the value for typing mistakes.',
  AMBIGUOUS:
    'Several things have this name. The message lists them or says where they are. Be more precise about which one you mean.',
  NO_POSITION: 'The place is known, but its position is not. Give the place in another way.',
  UNKNOWN_CODE: 'The code is not in its list. Choose one that the message or the list names.',
  EXPIRED_CODE: 'The code is in its list, but cannot be used on that day. Choose one that is valid.',
  INVALID_CURSOR:
    'The cursor does not belong to this list in this order, or the list has been rebuilt since. Start again from the first page.',
  CONFLICT:
    'The record has changed since it was read. Read it again, then decide whether your change still applies.',
  TAKEN: 'It already exists, or another record has this value, and only one is allowed.',
  NOT_IN_THIS_STATE: 'The record is in a state that does not allow this. The message says which state.',
  BLOCKED: 'Something else must be changed first. The message says what.',
  REASON_NEEDED: 'Give a reason. It will be shown to the people concerned.',
  PERSONAL_DATA: 'The value seems to say something about a person, which must not be stored or shown here.',
  FORBIDDEN: 'You do not have permission to create or change this one of several inputs.',
  BANDS_ONLY: 'You can see bands but not exact numbers, so you can only filter by the edges of bands.',
  TOO_MANY: 'The limit has been reached. End or remove one first.',
  NOT_ENOUGH: 'Less is left than you asked for. The message says how much.',
  KEY_REUSED: 'The idempotency key belongs to another request. Use a new key for each request.',
} as const;

/** One of the codes. */
export type UserErrorCode = keyof typeof userErrorCodes;

/** The codes as a table in Markdown. */
export function userErrorTable(): string {
  const rows = Object.entries(userErrorCodes).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
  return ['| code | what it means |', '|---|---|', ...rows].join('\n');
}
