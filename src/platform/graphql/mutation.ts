import { type ClassType, Field, ObjectType } from 'type-graphql';
import { type Problem, problemsOf } from '../errors.js';
import type { Warn, Warning } from '../warning.js';

/** The result of a mutation: the object under its name, or null and what was wrong; and any warnings. */
export type Payload<K extends string, T> = { readonly [key in K]: T | null } & {
  readonly userErrors: readonly Problem[];
  readonly warnings: readonly Warning[];
};

/** The caller of a change, who can get warnings. */
export interface Asking<A> {
  /** The same caller, who gets warnings through `warn`. */
  heard(warn: Warn): A;
}

@ObjectType('Warning', {
  description: 'Something that the caller should know about a change, although the change was made.',
  simpleResolvers: true,
})
export class WarningType {
  @Field(() => String, {
    description:
      'The kind of warning, for programs. `SEARCHABLE_SHORTLY`: the change is stored, but searches and lists will show it a little later. `MERGED_ENTRY`: the entry that you named has been merged into another one, and the change was made to that one. `COARSE_POSITION`: a place is known to its surroundings only. `UNKNOWN_DISTRICT`: a place is in a district that the hub does not know. `FEWER_THAN_HELD`: less is offered than others hold. More kinds may be added.',
  })
  code: string;

  @Field(() => String, { description: 'What the warning means and what happens next, as a sentence.' })
  message: string;
}

/** What every payload has as well as its object and `userErrors`. */
@ObjectType({ simpleResolvers: true })
export abstract class MutationPayloadType {
  @Field(() => [WarningType], {
    description:
      'Warnings about the change, which was still made. Empty if there are no warnings, or if the change was not made.',
  })
  warnings: WarningType[];
}

/** A field of a payload, apart from its `userErrors` and `warnings`. */
interface PayloadField {
  readonly type: () => unknown;
  readonly description: string;
}

/**
 * Creates the payload types of a feature, each from its name and description. A payload has the objects under their
 * names, or null and what was wrong.
 * @param meaning the description of `userErrors`.
 */
export function payloadTypes(error: ClassType, meaning: string) {
  return (
    name: string,
    description: string,
    fields: Readonly<Record<string, PayloadField>>,
  ): ClassType<object> => {
    const Payload = { [name]: class extends MutationPayloadType {} }[name] as ClassType;
    for (const [key, { type, description: about }] of Object.entries(fields)) {
      Field(() => type() as never, { nullable: true, description: about })(Payload.prototype, key);
    }
    Field(() => [error], { description: meaning })(Payload.prototype, 'userErrors');
    ObjectType(name, { description, simpleResolvers: true })(Payload);
    return Payload;
  };
}

/**
 * Carries out a mutation for the caller, with warnings added to the payload. What the caller can put right becomes
 * `userErrors`: a version that is no longer current is `CONFLICT`, an unknown id is `NOT_FOUND`. A missing permission
 * or a bug is still an error of the operation.
 */
export async function payload<K extends string, T, A extends Asking<A>>(
  key: K,
  asking: A,
  work: (asking: A) => Promise<T>,
): Promise<Payload<K, T>> {
  const warnings: Warning[] = [];
  const warn: Warn = (warning) => {
    if (!warnings.some(({ code, message }) => code === warning.code && message === warning.message))
      warnings.push(warning);
  };
  try {
    return { [key]: await work(asking.heard(warn)), userErrors: [], warnings } as unknown as Payload<K, T>;
  } catch (error) {
    return { [key]: null, userErrors: problemsOf(error), warnings: [] } as unknown as Payload<K, T>;
  }
}
