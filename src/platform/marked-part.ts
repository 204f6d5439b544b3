/**
 * A document in which the part between two marks is replaced.
 * @param name the name of the part: its marks are `<!-- name: written by ... -->` and `<!-- end of name -->`.
 * @throws Error if the document does not have the marks.
 */
export function withMarkedPart(document: string, name: string, part: string): string {
  const begin = `<!-- ${name}: written by \`npm run schema\` -->`;
  const end = `<!-- end of ${name} -->`;
  const [before, rest] = document.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`The marks "${begin}" and "${end}" are missing. Put them where the part belongs.`);
  return `${before}${begin}\n\n${part}\n\n${end}${after}`;
}
