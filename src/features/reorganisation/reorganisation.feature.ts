import { feature } from '../../platform/composition/feature.js';
import { identityFeature } from '../identity/identity.feature.js';
import { placeFeature } from '../place/place.feature.js';
import { qualityFeature } from '../quality/quality.feature.js';
import { moveCommands } from './move-command.js';

/** Moves what a local authority is in the register to those that came after it. */
export const reorganisationFeature = feature({
  name: 'reorganisation',
  needs: { place: placeFeature, identity: identityFeature, quality: qualityFeature },
  commands: (program, { openDatabase, out }) =>
    moveCommands(
      program,
      async () => {
        const { host, close } = await openDatabase();
        return { pool: host.database.reading, clock: host.clock, close };
      },
      out,
    ),
  compose: () => ({ gives: {} }),
});
