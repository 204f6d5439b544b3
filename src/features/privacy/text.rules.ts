import { wordKinds } from '../../platform/parse.js';
import { webAddressKind } from '../../platform/web-address.js';
import { screenText } from './screen-text.js';

/** Texts that are words, refused when they seem to hold pupil data. */
export const { lineText, proseText, keyText } = wordKinds(screenText);

/** An address of a public web page that says nothing about a person. */
export const webAddress = webAddressKind((address) =>
  screenText(address) === null ? null : 'Leave out what is about a person.',
);
