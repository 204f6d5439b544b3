import { feature } from '../../platform/composition/feature.js';

/**
 * Keeps data about pupils and private people out of all texts in the register. It has only rules, which other features
 * import.
 */
export const privacyFeature = feature({ name: 'privacy', needs: {}, compose: () => ({ gives: {} }) });
