/** The bench counts its records; in the hub each has a UUID that says its number, so both sort alike. */
const START = '00000000-0000-7000-8000-';

/** The UUID of a number. */
export function uuidOf(number) {
  return START + number.toString(16).padStart(12, '0');
}

/** The number of such a UUID. */
export function numberOf(uuid) {
  return Number.parseInt(uuid.slice(START.length), 16);
}
