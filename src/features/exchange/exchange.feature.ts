import { feature, poolFrom } from '../../platform/composition/feature.js';
import { duplicatesFeature } from '../duplicates/duplicates.feature.js';
import { placeFeature } from '../place/place.feature.js';
import { qualityFeature } from '../quality/quality.feature.js';
import { importCommands } from './import/import-command.js';

/** What comes from files of others. */
export const exchangeFeature = feature({
  name: 'exchange',
  needs: { place: placeFeature, quality: qualityFeature, duplicates: duplicatesFeature },
  commands: (program, { openDatabase, out }) => importCommands(program, poolFrom(openDatabase), out),
  compose: () => ({ gives: {} }),
});
