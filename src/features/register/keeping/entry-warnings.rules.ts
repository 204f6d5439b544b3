import { words } from '../../../platform/text.js';
import type { Warning } from '../../../platform/warning.js';
import type { School } from '../../place/school.entity.js';
import { statusOf } from '../../place/school-life.rules.js';
import type { Provider } from '../../provider/provider.entity.js';

/** Words that the names of most schools have, and that therefore say nothing about which school it is. */
const COMMON_WORDS = new Set(
  'a and the of for at in st saint school schools academy college centre unit referral pupil provision alternative ap pru special free primary secondary junior infant high education trust church england ce rc short stay'.split(
    ' ',
  ),
);

/** Whether two names can be those of the same school: they share a word that few schools have, or all their words. */
export function areAlike(one: string, other: string): boolean {
  const telling = (name: string) => words(name).filter((word) => !COMMON_WORDS.has(word));
  const [ours, theirs] = [telling(one), telling(other)];
  if (ours.length === 0 || theirs.length === 0) return words(one).join(' ') === words(other).join(' ');
  return ours.some((word) => theirs.includes(word));
}

/** What GIAS says against a provider, as warnings to the person who entered it. */
export function schoolWarnings(
  { name, urn, registration }: Pick<Provider, 'name' | 'urn' | 'registration'>,
  school: School,
): Warning[] {
  const found: Warning[] = [];
  if (!areAlike(name, school.name)) {
    const message = `In GIAS, the URN ${urn} is that of ${school.name}. Check that it is the URN of ${name}.`;
    found.push({ code: 'ANOTHER_SCHOOL', message });
  }
  if (registration === 'UNREGISTERED') {
    const message = `${name} is entered as unregistered, but GIAS has its URN ${urn} as ${school.name}. Check the registration and the URN.`;
    found.push({ code: 'REGISTERED_IN_GIAS', message });
  }
  if (statusOf(school) === 'CLOSED') {
    const message = `In GIAS, ${school.name} (URN ${urn}) has closed. Check whether the URN is still the right one.`;
    found.push({ code: 'SCHOOL_CLOSED', message });
  }
  return found;
}
