import type { Actor } from '../identity/actor.js';
import type { Signpost } from '../signpost/signpost.entity.js';
import type { Signposts } from '../signpost/signpost.service.js';
import type { Concept } from '../vocabulary/concept.entity.js';
import type { Where } from './where.js';

/** The signposts to show to someone who said these concepts in these local authorities (codes). At most six. */
export function signpostsFor(
  signposts: Pick<Signposts, 'for'>,
  concepts: readonly Pick<Concept, 'signposts'>[],
  localAuthorityCodes: readonly string[],
): Signpost[] {
  return signposts.for(new Set(concepts.flatMap(({ signposts }) => signposts)), localAuthorityCodes);
}

const LOCAL_AUTHORITY = 'LA:';

/**
 * The local authorities (codes) of the place or area searched from. If none was given, those that the caller acts for; all of
 * England counts as none.
 */
export function localAuthoritiesOf(where: Where | undefined, actor: Pick<Actor, 'reach'>): string[] {
  if (!where?.scope) return [...actor.reach.localAuthorities];
  const tokens = where.scope.areas.filter((token) => token.startsWith(LOCAL_AUTHORITY));
  return tokens.map((token) => token.slice(LOCAL_AUTHORITY.length));
}
