import { FieldResolver, Resolver, Root } from 'type-graphql';
import { type Clock, londonToday } from '../../platform/clock.js';
import { SchoolType } from '../place/place.type.js';
import type { School } from '../place/school.entity.js';
import type { Code } from '../vocabulary/code.entity.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';
import { CodeType } from '../vocabulary/vocabulary.type.js';

/** The setting type that a provider with the URN of a school has. */
@Resolver(() => SchoolType)
export class SchoolSettingTypeResolver {
  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly clock: Clock,
  ) {}

  @FieldResolver(() => CodeType, {
    nullable: true,
    description:
      'The type of setting that fits the type of establishment: a code of list SETTING_TYPE. Null if none does.',
  })
  settingType(@Root() { typeCode }: School): Code | null {
    const codes = this.vocabulary.list('SETTING_TYPE', londonToday(this.clock));
    return codes.find(({ giasCodes }) => giasCodes.includes(typeCode)) ?? null;
  }
}
