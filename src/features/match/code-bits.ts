import type { Vocabulary } from '../vocabulary/vocabulary.service.js';

/** What is needed of a code. */
interface Labelled {
  readonly code: string;
  readonly label: string;
}

/** Codes that fit into one whole number; the sign bit stays free. */
const MOST_CODES = 31;

/** A code list as bits, so that one number holds a choice of its codes and comparing two choices allocates nothing. */
export class CodeBits {
  private readonly positions: ReadonlyMap<string, number>;

  /** @throws Error when the list is too long for one number. */
  constructor(private readonly codes: readonly Labelled[]) {
    if (codes.length > MOST_CODES) {
      const list = codes.map(({ code }) => code).join(', ');
      throw new Error(`A match can weigh ${MOST_CODES} codes of a list, this one has more: ${list}.`);
    }
    this.positions = new Map(codes.map(({ code }, position) => [code, position]));
  }

  /** Where in the list a code stands; -1 for one that is not in it. */
  position(code: string): number {
    return this.positions.get(code) ?? -1;
  }

  /** A number with the bit of each of the codes; one that is not in the list has none. */
  mask(codes: readonly string[]): number {
    let mask = 0;
    for (const code of codes) {
      const position = this.positions.get(code);
      if (position !== undefined) mask |= 1 << position;
    }
    return mask;
  }

  /** The labels of a mask's codes, in the order of the list. */
  labels(mask: number): string[] {
    return this.codes.filter((_, position) => mask & (1 << position)).map(({ label }) => label);
  }

  /** The label of the code at a position. */
  labelAt(position: number): string {
    return this.codes[position]?.label ?? '';
  }
}

/** The code lists that a match weighs. */
export interface Codebook {
  readonly needs: CodeBits;
  readonly circumstances: CodeBits;
  readonly tiers: CodeBits;
  readonly routes: CodeBits;
}

/** The lists as they stand in the vocabulary: expired codes included, offerings may still carry them. */
export function codebookOf(vocabulary: Vocabulary): Codebook {
  return {
    needs: new CodeBits(vocabulary.list('NEED')),
    circumstances: new CodeBits(vocabulary.list('CIRCUMSTANCE')),
    tiers: new CodeBits(vocabulary.list('TIER')),
    routes: new CodeBits(vocabulary.list('REFERRAL_ROUTE')),
  };
}

/** How many bits of a mask are set. */
export function countBits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
