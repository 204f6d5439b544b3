import type { Permission } from '../../identity/permissions.js';
import type { RegisterState } from '../../provider/provider.entity.js';

/** The steps that move an entry from one state to another. */
export const stepNames = [
  'SUBMIT',
  'START_REVIEW',
  'APPROVE',
  'REFUSE',
  'SUSPEND',
  'WITHDRAW',
  'RESTORE',
] as const;
export type StepName = (typeof stepNames)[number];

/** An allowed step. The caller needs one of the permissions for the entry. */
export interface Step {
  readonly name: StepName;
  readonly from: RegisterState;
  readonly to: RegisterState;
  readonly by: readonly Permission[];
  /** Whether a reason is needed, because the step takes something away. */
  readonly needsReason: boolean;
}

const step = (
  name: StepName,
  from: RegisterState,
  to: RegisterState,
  by: readonly Permission[],
  reason: 'with a reason' | 'without' = 'without',
): Step => ({ name, from, to, by, needsReason: reason === 'with a reason' });

const writers = ['entry.write', 'register.write'] as const;
const council = ['register.decide'] as const;

/** All allowed steps. They are the same for providers, sites and offerings. */
export const steps: readonly Step[] = [
  step('SUBMIT', 'DRAFT', 'SUBMITTED', writers),
  step('START_REVIEW', 'SUBMITTED', 'IN_REVIEW', council),
  step('APPROVE', 'IN_REVIEW', 'LISTED', council),
  step('REFUSE', 'SUBMITTED', 'DRAFT', council, 'with a reason'),
  step('REFUSE', 'IN_REVIEW', 'DRAFT', council, 'with a reason'),
  step('SUSPEND', 'LISTED', 'SUSPENDED', council, 'with a reason'),
  step('WITHDRAW', 'DRAFT', 'WITHDRAWN', ['entry.write', 'register.decide'], 'with a reason'),
  step('WITHDRAW', 'SUBMITTED', 'WITHDRAWN', ['entry.write', 'register.decide'], 'with a reason'),
  step('WITHDRAW', 'IN_REVIEW', 'WITHDRAWN', council, 'with a reason'),
  step('WITHDRAW', 'LISTED', 'WITHDRAWN', council, 'with a reason'),
  step('WITHDRAW', 'SUSPENDED', 'WITHDRAWN', council, 'with a reason'),
  step('RESTORE', 'SUSPENDED', 'LISTED', council),
  step('RESTORE', 'WITHDRAWN', 'DRAFT', council),
];

/** Returns the steps that can be taken from a state. */
export function stepsFrom(state: RegisterState): readonly Step[] {
  return steps.filter(({ from }) => from === state);
}

/** Returns the permissions for a step, from any state. The caller needs one of them. */
export function permissionsFor(name: StepName): readonly [Permission, ...Permission[]] {
  const all = new Set(steps.filter((one) => one.name === name).flatMap(({ by }) => by));
  return [...all] as [Permission, ...Permission[]];
}
