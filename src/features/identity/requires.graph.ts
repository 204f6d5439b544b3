import { requiresAny } from '../../platform/graphql/permission-walk.js';
import type { Permission } from './permissions.js';

/**
 * Marks a query, mutation or field as one that needs a permission; of several, any one will do. An operation that asks for it
 * without is refused as a whole, before it runs, and the field's description says what it needs. Services check again, since
 * only they know for which entry.
 */
export function Requires(
  ...permissions: readonly [Permission, ...Permission[]]
): MethodDecorator & PropertyDecorator {
  return requiresAny(...permissions);
}
