/** The 120 postcode areas of Great Britain: the letters that its postcodes begin with. Royal Mail has added none since 1999. */
const greatBritain = new Set(
  (
    'AB AL B BA BB BD BH BL BN BR BS CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU HA HD ' +
    'HG HP HR HS HU HX IG IP IV KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH ' +
    'RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE'
  ).split(' '),
);

/** The areas of postcodes in the same form that are elsewhere. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ['BT', 'Northern Ireland'],
  ['GY', 'Guernsey'],
  ['IM', 'the Isle of Man'],
  ['JE', 'Jersey'],
]);

/** Whether any postcode begins with these letters, in Great Britain or elsewhere. */
export function isPostcodeArea(letters: string): boolean {
  return greatBritain.has(letters) || elsewhere.has(letters);
}

/** Whether postcodes of Great Britain begin with these letters. */
export function isAreaOfGreatBritain(letters: string): boolean {
  return greatBritain.has(letters);
}

/** Where postcodes are that begin with these letters, if not in Great Britain; null for all others. */
export function countryElsewhere(letters: string): string | null {
  return elsewhere.get(letters) ?? null;
}

/** The leading letters: "NR" of "NR21". */
export function areaOfOutcode(outcode: string): string {
  return outcode.slice(0, /[0-9]/.test(outcode.charAt(1)) ? 1 : 2);
}
