import type { CodeList, Vocabulary } from '../vocabulary/vocabulary.service.js';

/** What is needed of a code. */
interface Labelled {
  readonly code: string;
  readonly label: string;
}

/** Codes that fit into one whole number; the sign bit stays free. */
const MOST_CODES = 31;

/** A code list as bits, so that one number holds a choice of its codes and comparing two choices allocates nothing. */
export class CodeBits {
  /** The bit of each code: the same for as long as the process runs, since masks are kept. */
  private readonly positions = new Map<string, number>();
  /** As they stand in the list, whose order is that of labels and of what is next to what. */
  private codes: readonly Labelled[] = [];

  /** @throws Error when the list is too long for one number. */
  constructor(codes: readonly Labelled[]) {
    if (codes.length > MOST_CODES) {
      const list = codes.map(({ code }) => code).join(', ');
      throw new Error(`A match can weigh ${MOST_CODES} codes of a list, this one has more: ${list}.`);
    }
    this.learn(codes);
  }

  /** The list as it stands now. A new code gets a free bit; when there is none it is not weighed, which stops nobody. */
  learn(codes: readonly Labelled[]): void {
    this.codes = codes;
    for (const { code } of codes) {
      if (!this.positions.has(code) && this.positions.size < MOST_CODES) {
        this.positions.set(code, this.positions.size);
      }
    }
  }

  /** The position of a code's bit; -1 for one that has none. */
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

  /** A number with the bits of the codes that stand next to one in the list. */
  nextTo(code: string): number {
    const at = this.codes.findIndex((one) => one.code === code);
    if (at < 0) return 0;
    return this.mask([this.codes[at - 1], this.codes[at + 1]].flatMap((one) => one?.code ?? []));
  }

  /** The labels of a mask's codes, in the order of the list. */
  labels(mask: number): string[] {
    return this.codes.filter(({ code }) => mask & this.mask([code])).map(({ label }) => label);
  }

  /** The label of the code whose bit is at a position; null when there is none. */
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

/** The lists as they stand in the vocabulary, and go on to stand: expired codes included, offerings may still carry them. */
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
