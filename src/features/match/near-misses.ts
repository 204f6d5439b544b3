import type { PartKind } from './match.rules.js';
import type { Part } from './part.js';
import type { Question } from './question.js';

/** How many more offerings would fit if one hard condition were relaxed. */
export interface NearMiss {
  readonly kind: PartKind;
  readonly count: number;
  readonly sentence: string;
}

/** A near miss mentions as much as these many offerings need ("3 more … 6 km further"), rather than all of them. */
const MENTIONED = 3;

/** Collects the offerings that fail exactly one hard condition. */
export class NearMisses {
  private readonly amounts = new Map<Part, number[]>();

  constructor(private readonly question: Question) {}

  /** Notes by how much an offering misses the condition; Infinity if by too much to mention. */
  note(part: Part, off: number): void {
    if (off === Number.POSITIVE_INFINITY) return;
    const amounts = this.amounts.get(part);
    if (amounts) amounts.push(off);
    else this.amounts.set(part, [off]);
  }

  /** One for each condition that some offerings just miss, largest number first. */
  found(): NearMiss[] {
    return [...this.amounts]
      .map(([part, amounts]) => this.mention(part, amounts))
      .sort((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1));
  }

  private mention({ kind, miss }: Part, amounts: number[]): NearMiss {
    amounts.sort((a, b) => a - b);
    const reach = amounts[Math.min(MENTIONED, amounts.length) - 1]!;
    const within = miss.roundUp ? miss.roundUp(reach, this.question) : Number.POSITIVE_INFINITY;
    const count = amounts.filter((amount) => amount <= within).length;
    return { kind, count, sentence: miss.sentence(count, within, this.question) };
  }
}
