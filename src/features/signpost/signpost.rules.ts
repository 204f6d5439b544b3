import type { SignpostTheme } from '../vocabulary/signpost-theme.rules.js';
import type { Signpost } from './signpost.entity.js';

/** So few that someone in distress can read them all. */
export const MOST_SIGNPOSTS = 6;

/**
 * The signposts for themes in local authorities (codes), at most six: those of the authorities first, then those for all of
 * England. Within each, what helps with fewest other things comes first, then the order of the file. EMERGENCY stands with every
 * theme, and first of all if it is itself a theme. Empty if there are no themes.
 */
export function signpostsFor(
  all: readonly Signpost[],
  themes: ReadonlySet<string>,
  localAuthorityCodes: readonly string[],
): Signpost[] {
  if (themes.size === 0) return [];
  const emergency: SignpostTheme = 'EMERGENCY';
  const isUrgent = ({ themes: own }: Signpost) => own.includes(emergency);
  const near = all.filter(
    ({ localAuthorityCode: code }) => code === null || localAuthorityCodes.includes(code),
  );
  const urgent = near.filter(isUrgent).sort(inOrder).slice(0, MOST_SIGNPOSTS);
  const others = near.filter((one) => !isUrgent(one) && one.themes.some((theme) => themes.has(theme)));
  const kept = others.sort(inOrder).slice(0, MOST_SIGNPOSTS - urgent.length);
  if (themes.has(emergency)) return [...urgent, ...kept];
  const isLocal = ({ localAuthorityCode }: Signpost) => localAuthorityCode !== null;
  return [...kept.filter(isLocal), ...urgent, ...kept.filter((one) => !isLocal(one))];
}

function inOrder(a: Signpost, b: Signpost): number {
  const local = Number(a.localAuthorityCode === null) - Number(b.localAuthorityCode === null);
  return local || a.themes.length - b.themes.length || a.position - b.position || (a.key < b.key ? -1 : 1);
}
