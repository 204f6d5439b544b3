import type { Change } from '../../src/platform/database/changes/change.js';

/** A change of an invented offering, in the form in which a reader gets it. */
export function aChange(values: Partial<Change> = {}): Change {
  return {
    number: 1,
    table: 'offering',
    id: 'x',
    parentId: null,
    operation: 'UPDATE',
    versionBefore: 1,
    versionAfter: 2,
    ...values,
  };
}
