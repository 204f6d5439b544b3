import type { Atlas } from './atlas.js';
import { areaOfOutcode, countryElsewhere, isAreaOfGreatBritain } from './postcode-areas.js';

const MOST_SHOWN = 8;

/** What is so about an outcode that the hub does not know, and what to do, in sentences. */
export function unknownOutcode(outcode: string, atlas: Pick<Atlas, 'outcodesBeginning'>): string {
  const area = areaOfOutcode(outcode);
  const country = countryElsewhere(area);
  if (country) {
    return `Postcodes that begin with ${area} are in ${country}, outside Great Britain. Search from a place in Great Britain.`;
  }
  if (!isAreaOfGreatBritain(area)) {
    return `No postcode in Great Britain begins with ${outcode}. Check it for a typing mistake.`;
  }
  const longer = atlas.outcodesBeginning(outcode);
  if (longer.length > 0) {
    return `${outcode} is not the whole first part of a postcode. Those that begin with it are ${listed(longer)}. Give one of them, or a full postcode.`;
  }
  const others = nearestTo(outcode, atlas.outcodesBeginning(area).filter(isIn(area)));
  return others.length === 0
    ? `${outcode} is not known, nor is any other postcode that begins with ${area}. Search from another place.`
    : `${outcode} is not known. The nearest known first parts of postcodes are ${listed(others)}. Check it for a typing mistake, or search from one of these.`;
}

const isIn = (area: string) => (outcode: string) => areaOfOutcode(outcode) === area;

function listed(outcodes: readonly string[]): string {
  const shown = outcodes.slice(0, MOST_SHOWN);
  const rest = outcodes.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length === 1 ? shown[0]! : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** The three with the nearest numbers, in the order of their numbers. */
function nearestTo(outcode: string, inOrder: readonly string[]): string[] {
  const number = (one: string) => Number(/\d+/.exec(one)?.[0] ?? 0);
  const far = (one: string) => Math.abs(number(one) - number(outcode));
  const nearest = new Set([...inOrder].sort((one, other) => far(one) - far(other)).slice(0, 3));
  return inOrder.filter((one) => nearest.has(one));
}
