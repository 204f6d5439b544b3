import { wordKinds } from '../../platform/parse.js';
import { webAddressKind } from '../../platform/web-address.js';
import { screenText } from './screen-text.js';

/** Rules for texts. They refuse texts that seem to contain pupil data. */
export const { lineText, proseText, keyText } = wordKinds(screenText);

/** The address of a public web page, without data about a person. */
export const webAddress = webAddressKind((address) =>
  screenText(address) === null
    ? null
    : 'This address seems to contain data about a person. Remove that part.',
);
