import { feature } from '../../platform/composition/feature.js';

/** What no text of the register may hold: data of pupils and of private persons. Rules alone, which others take by import. */
export const privacyFeature = feature({ name: 'privacy', needs: {}, compose: () => ({ gives: {} }) });
