/** Text escaped for HTML, between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A piece of HTML that holds nothing unescaped. Only `html` makes it. */
export class Html {
  constructor(readonly text: string) {}
}

type Piece = string | number | Html | null | readonly Html[];

/** HTML from a template. Texts are escaped, pieces of HTML stay as they are, and null is nothing. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  const shown = (piece: Piece): string => {
    if (piece === null) return '';
    if (piece instanceof Html) return piece.text;
    return typeof piece === 'object' ? piece.map(({ text }) => text).join('') : escapeHtml(String(piece));
  };
  return new Html(parts.map((part, at) => part + (at < pieces.length ? shown(pieces[at]!) : '')).join(''));
}
