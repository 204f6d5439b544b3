import { requiresAny } from '../../platform/graphql/permission-walk.js';
import type { Permission } from './permissions.js';

/**
 * Marks a query, mutation or field that needs a permission. If several are given, any one is enough. If the caller has
 * none, the whole operation is refused before it runs. The description of the field names the permissions. Services
 * check again, because only they know which entry is affected.
 */
export function Requires(
  ...permissions: readonly [Permission, ...Permission[]]
): MethodDecorator & PropertyDecorator {
  return requiresAny(...permissions);
}
