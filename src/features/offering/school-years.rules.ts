/** "Reception", "Year 8". */
export function yearInWords(year: number): string {
  return year === 0 ? 'Reception' : `Year ${year}`;
}

/** "Year 8", "Years 7 to 9", "Reception to Year 6". */
export function yearsInWords(first: number, last: number): string {
  if (first === last) return yearInWords(first);
  return first === 0 ? `Reception to ${yearInWords(last)}` : `Years ${first} to ${last}`;
}
