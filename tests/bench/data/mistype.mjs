/** The text with two neighbours swapped, one letter left out or one replaced, but not the first. */
export function mistype(random, text) {
  const at = random.between(1, Math.min(text.length, 8) - 2);
  const [before, one, other, after] = [text.slice(0, at), text[at], text[at + 1], text.slice(at + 2)];
  return before + random.pick([other + one, other, `x${other}`]) + after;
}
