import { Arg, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { refuse } from '../../platform/errors.js';
import { codeText, parseArguments } from '../../platform/parse.js';
import type { LocalAuthority } from '../place/area.entity.js';
import type { Atlas } from '../place/atlas.js';
import { LocalAuthorityType } from '../place/place.type.js';
import type { Signpost } from './signpost.entity.js';
import type { Signposts } from './signpost.service.js';
import { SignpostType } from './signpost.type.js';

const onlyIn = z.strictObject({ localAuthority: codeText().optional() });

/** Signposts. */
@Resolver(() => SignpostType)
export class SignpostResolver {
  constructor(
    private readonly signpostList: Signposts,
    private readonly atlas: Atlas,
  ) {}

  @Query(() => [SignpostType], {
    description:
      'Lists the signposts for all of England, for a page that always shows them. A search returns those that its text calls for.',
  })
  signposts(
    @Arg('localAuthority', () => String, {
      nullable: true,
      description: 'The three-digit code of a local authority, such as 926, to add its own.',
    })
    localAuthority?: string,
  ): Signpost[] {
    const given = parseArguments(onlyIn, { localAuthority }, []).localAuthority;
    if (given === undefined) return this.signpostList.list([]);
    refuse(this.atlas.localAuthorityProblems(given, ['localAuthority']));
    return this.signpostList.list([given]);
  }

  @FieldResolver(() => LocalAuthorityType, {
    nullable: true,
    description: 'The local authority that it belongs to; null if it is for all of England.',
  })
  localAuthority(@Root() { localAuthorityCode }: Signpost): LocalAuthority | null {
    return this.atlas.localAuthorities.get(localAuthorityCode ?? '') ?? null;
  }
}
