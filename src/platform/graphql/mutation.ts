import { type ClassType, Field, ObjectType } from 'type-graphql';
import { type Problem, problemsOf } from '../errors.js';
import type { Warn, Warning } from '../warning.js';

/** What a mutation answers: the object under its name, or null and what was wrong; and what one should know though it was made. */
export type Payload<K extends string, T> = { readonly [key in K]: T | null } & {
  readonly userErrors: readonly Problem[];
  readonly warnings: readonly Warning[];
};

/** Who asks for a change, and can be told of warnings. */
export interface Asking<A> {
  /** The same one, who is told by `warn`. */
  heard(warn: Warn): A;
}

@ObjectType('Warning', {
  description: 'Something that whoever made a change should know, although it was made.',
  simpleResolvers: true,
})
export class WarningType {
  @Field(() => String, {
    description:
      'What kind, for programs. `SEARCHABLE_SHORTLY`: it is stored, and searches and lists show it a little later. `MERGED_ENTRY`: it led to an entry that another one was merged into. Others may be added.',
  })
  code: string;

  @Field(() => String, { description: 'What it is and what follows: a sentence.' })
  message: string;
}

/** What every payload has beside its object and `userErrors`. */
@ObjectType({ simpleResolvers: true })
export abstract class MutationPayloadType {
  @Field(() => [WarningType], {
    description:
      'What you should know although it was done; empty when there is nothing, or nothing was done.',
  })
  warnings: WarningType[];
}

/** A field of a payload beside its `userErrors` and `warnings`. */
interface PayloadField {
  readonly type: () => unknown;
  readonly description: string;
}

/**
 * Makes the payload types of a feature, each by its name and description: the objects under their names, or null and what was
 * wrong.
 * @param meaning of `userErrors`.
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
 * Carries a mutation out for who asks, under the name by which warnings reach them. What the sender can put right becomes
 * `userErrors` (a version that is out of date is `CONFLICT`, an unknown id `NOT_FOUND`); a missing permission and bugs stay errors
 * of the operation.
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
