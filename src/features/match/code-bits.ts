import type { CodeList } from '../vocabulary/code-lists.rules.js';
import type { Vocabulary } from '../vocabulary/vocabulary.service.js';

/** What is needed to know about a code. */
interface Labelled {
  readonly code: string;
  readonly label: string;
}

/** How many codes fit into one whole number; the sign bit stays free. */
const MOST_CODES = 31;

/** A code list as bits. One number holds a set of codes, and comparing two sets allocates nothing. */
export class CodeBits {
  /** The bit of each code. It stays the same while the process runs, because masks are kept. */
  private readonly positions = new Map<string, number>();
  /** In the order of the list, which is also the order of labels and decides which codes are neighbours. */
  private codes: readonly Labelled[] = [];

  /** @throws Error if the list is too long for one number. */
  constructor(codes: readonly Labelled[]) {
    if (codes.length > MOST_CODES) {
      const list = codes.map(({ code }) => code).join(', ');
      throw new Error(
        `A match can weigh at most ${MOST_CODES} codes of a list, but this list has more: ${list}.`,
      );
    }
    this.learn(codes);
  }

  /** Takes the list as it is now. A new code gets a free bit. If no bit is free, a match ignores the code. */
  learn(codes: readonly Labelled[]): void {
    this.codes = codes;
    for (const { code } of codes) {
      if (!this.positions.has(code) && this.positions.size < MOST_CODES) {
        this.positions.set(code, this.positions.size);
      }
    }
  }

  /** The position of a code's bit; -1 if it has none. */
  position(code: string): number {
    return this.positions.get(code) ?? -1;
  }

  /** A number with the bits of the codes. Codes that are not in the list are left out. */
  mask(codes: readonly string[]): number {
    let mask = 0;
    for (const code of codes) {
      const position = this.positions.get(code);
      if (position !== undefined) mask |= 1 << position;
    }
    return mask;
  }

  /** A number with the bits of a code's neighbours in the list. */
  nextTo(code: string): number {
    const at = this.codes.findIndex((one) => one.code === code);
    if (at < 0) return 0;
    return this.mask([this.codes[at - 1], this.codes[at + 1]].flatMap((one) => one?.code ?? []));
  }

  /** The labels of a mask's codes, in the order of the list. */
  labels(mask: number): string[] {
    return this.codes.filter(({ code }) => mask & this.mask([code])).map(({ label }) => label);
  }

  /** The label of the code whose bit is at a position; null if there is none. */
  labelAt(position: number): string | null {
    return this.codes.find(({ code }) => this.positions.get(code) === position)?.label ?? null;
  }
}

/** The code lists that a match weighs. */
export interface Codebook {
  readonly needs: CodeBits;
  readonly circumstances: CodeBits;
  readonly tiers: CodeBits;
  readonly routes: CodeBits;
}

/** The lists of the vocabulary, kept up to date. They include expired codes, because offerings may still have them. */
export function codebookOf(vocabulary: Vocabulary): Codebook {
  const bitsOf = (list: CodeList) => {
    const bits = new CodeBits([]);
    vocabulary.derive(() => bits.learn(vocabulary.list(list)));
    return bits;
  };
  return {
    needs: bitsOf('NEED'),
    circumstances: bitsOf('CIRCUMSTANCE'),
    tiers: bitsOf('TIER'),
    routes: bitsOf('REFERRAL_ROUTE'),
  };
}

/** How many bits of a mask are set. */
export function countBits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
