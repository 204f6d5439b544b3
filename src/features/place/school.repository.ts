import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { type RowReader, rowReader } from '../../platform/database/rows.js';
import { School } from './school.entity.js';

/** A school that another one leads on to. */
export interface Successor {
  readonly urn: string;
  /** Null if the hub only knows it from the links. */
  readonly school: School | null;
}

/** Link types of GIAS by which the linked school comes after the school, and those by which it came before. */
const AFTER = `lower(l.link_type) like 'successor%'`;
const BEFORE = `lower(l.link_type) similar to '(predecessor|result of amalgamation)%'`;

/** The SQL statements about schools and what became of them. */
export class SchoolRepository {
  private readonly row: RowReader<School>;

  constructor(
    source: DataSource,
    private readonly pool: pg.Pool,
  ) {
    this.row = rowReader(source, School);
  }

  /** Schools by URN. */
  async byUrns(urns: readonly string[]): Promise<Map<string, School>> {
    const { rows } = await this.pool.query<{ urn: string }>({
      name: 'schools by urn',
      text: `select ${this.row.columns('s')} from school s where s.urn = any($1)`,
      values: [urns],
    });
    return new Map(rows.map((row) => [row.urn, this.row.toEntity(row)]));
  }

  /**
   * What became of schools, by URN: follows the links from each that is closed, or not known, to those that are neither. A school can
   * have several successors. Sorted by URN.
   */
  async successors(urns: readonly string[]): Promise<Map<string, Successor[]>> {
    const { rows } = await this.pool.query<{ origin: string; next: string; urn: string | null }>({
      name: 'successors of schools',
      text: `
        with recursive step (origin, urn) as (
          select u, u from unnest($1::text[]) u
          union
          select step.origin, next.urn
            from step left join school here on here.urn = step.urn
            cross join lateral (
              select l.link_urn as urn from school_link l where l.urn = step.urn and ${AFTER}
              union select l.urn from school_link l where l.link_urn = step.urn and ${BEFORE}) next
           where here.urn is null or here.status_code = '2')
        select step.origin, step.urn as next, ${this.row.columns('s')}
          from step left join school s on s.urn = step.urn
         where step.urn <> step.origin and s.status_code is distinct from '2'
         order by step.origin, step.urn`,
      values: [urns],
    });
    const found = new Map<string, Successor[]>();
    for (const { origin, next, ...row } of rows) {
      const school = row.urn === null ? null : this.row.toEntity(row);
      const others = found.get(origin);
      if (others) others.push({ urn: next, school });
      else found.set(origin, [{ urn: next, school }]);
    }
    return found;
  }
}
