import { z } from 'zod';
import { parseInput } from '../../../platform/parse.js';
import { externalReference } from '../../provider/provider.rules.js';
import type { Vacancy } from '../../vacancy/vacancy.entity.js';

/** The sender's own reference in an input. Null removes it. If it is left out, nothing changes. */
export interface Called {
  readonly externalReference?: string | null;
}

const called = z.strictObject({ externalReference });

/** @throws UserProblem if the reference is not valid. */
export function checkedReference({ externalReference: given }: Called): string | null | undefined {
  return given === undefined ? undefined : parseInput(called, { externalReference: given }).externalReference;
}

/** A vacancy as what references point to. */
export function referred({ id, offeringId }: Pick<Vacancy, 'id' | 'offeringId'>) {
  return { kind: 'VACANCY', id, parentId: offeringId } as const;
}
