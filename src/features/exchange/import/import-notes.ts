/** What an import can do with a row of a file, or with a stored record. */
export const importOutcomes = ['ADDED', 'CHANGED', 'REMOVED', 'REFUSED', 'LEFT_OUT', 'REVIEW'] as const;
export type ImportOutcome = (typeof importOutcomes)[number];

/** What an outcome is about. */
export const importSubjects = [
  'POSTCODE',
  'LOCAL_AUTHORITY',
  'DISTRICT',
  'SCHOOL',
  'ENTRY',
  'SCHOOL_LINK',
  'SUCCESSION',
  'NAMED_PLACE',
] as const;
export type ImportSubject = (typeof importSubjects)[number];

/** One thing that an import did. */
export interface ImportNote {
  readonly outcome: ImportOutcome;
  readonly subject: ImportSubject;
  /** The natural key of the record, such as a URN; null if it cannot be read. */
  readonly key: string | null;
  /** The line of the file; null if it is not known. */
  readonly line: number | null;
  /** Why, or which values. Never a value itself. */
  readonly detail: string | null;
}

/** How many notes are kept of each outcome for each subject. All are counted. */
export const NOTES_KEPT = 1_000;

/** What an import did, with counts and the first rows of each kind. */
export class ImportNotes {
  readonly kept: ImportNote[] = [];
  private readonly counted = new Map<string, number>();

  /** Counts as they are stored, by outcome and subject: "ADDED SCHOOL". */
  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.counted);
  }

  add(note: ImportNote): void {
    this.addMany(note.outcome, note.subject, 1, [note]);
  }

  /** Adds the first rows of `total`. */
  addMany(
    outcome: ImportOutcome,
    subject: ImportSubject,
    total: number,
    first: readonly Partial<Pick<ImportNote, 'key' | 'line' | 'detail'>>[],
  ): void {
    if (total === 0) return;
    const kind = `${outcome} ${subject}`;
    const before = this.counted.get(kind) ?? 0;
    this.counted.set(kind, before + total);
    for (const { key = null, line = null, detail = null } of first.slice(
      0,
      Math.max(0, NOTES_KEPT - before),
    )) {
      this.kept.push({ outcome, subject, key, line, detail });
    }
  }

  /** Adds all notes of another list. */
  addAll(other: ImportNotes): void {
    for (const [kind, total] of other.counted) {
      const [outcome, subject] = kind.split(' ') as [ImportOutcome, ImportSubject];
      const these = other.kept.filter((note) => note.outcome === outcome && note.subject === subject);
      this.addMany(outcome, subject, total, these);
    }
  }
}
