import { ImportProblem } from './import-problem.js';

/** A list of areas, by what its columns say that it has. */
export type AreaList = 'DISTRICTS' | 'AUTHORITIES' | 'SUCCESSIONS';

/** What an area's row says, by the names of the program. */
export type AreaField = 'code' | 'name' | 'authority' | 'dfeCode' | 'kind' | 'from' | 'to' | 'day' | 'extent';

/** What a file is, and what each of its columns holds; null for a column that is not read. */
export interface AreaHeader {
  readonly list: AreaList;
  /** Such as "LAD24". */
  readonly product: string;
  readonly fields: readonly (AreaField | null)[];
}

/** The columns of a list of successions: all of them, in any order. */
export const successionColumns = ['kind', 'from', 'to', 'day', 'extent'] as const;

/** How ONS names columns: what the area is, the year of its boundaries, and whether it is a code or a name. */
const ONS = /^(LAD|CTYUA|UTLA|CTY)(\d\d)(CD|NM)$/i;
/** How DfE names them in its statistics. */
const dfe: Readonly<Record<string, AreaField>> = {
  new_la_code: 'code',
  la_name: 'name',
  old_la_code: 'dfeCode',
};

interface OnsColumn {
  readonly area: string;
  readonly year: string;
  readonly what: string;
}

/**
 * Recognises a file by its first line, whatever the year of its boundaries is. If it has several years, the last one is read.
 * @throws ImportProblem if it is none of them.
 */
export function areaHeader(header: readonly string[]): AreaHeader {
  const names = header.map((name) => name.trim());
  const small = names.map((name) => name.toLowerCase());
  if (successionColumns.every((column) => small.includes(column))) {
    return { list: 'SUCCESSIONS', product: 'Successions', fields: only(small, successionColumns) };
  }
  const ons = names.map(onsColumn);
  const latest = (areas: readonly string[]) =>
    ons
      .filter((column) => column !== null)
      .filter(({ area, what }) => areas.includes(area) && what === 'CD')
      .sort((a, b) => b.year.localeCompare(a.year))[0];
  const district = latest(['LAD']);
  const authority = latest(['CTYUA', 'UTLA', 'CTY']);
  const main = district ?? authority;
  if (main) {
    const fields = ons.map((column, at): AreaField | null => {
      const isMain = column?.area === main.area && column.year === main.year;
      if (isMain) return column.what === 'CD' ? 'code' : 'name';
      if (district && authority && column?.area === authority.area && column.year === authority.year)
        return column.what === 'CD' ? 'authority' : null;
      return small[at] === 'old_la_code' ? 'dfeCode' : null;
    });
    return checked({
      list: district ? 'DISTRICTS' : 'AUTHORITIES',
      product: `${main.area}${main.year}`,
      fields,
    });
  }
  const fields = small.map((name) => (Object.hasOwn(dfe, name) ? dfe[name]! : null));
  return checked({ list: 'AUTHORITIES', product: 'DfE list', fields });
}

function onsColumn(name: string): OnsColumn | null {
  const [, area, year, what] = ONS.exec(name) ?? [];
  return area === undefined ? null : { area: area.toUpperCase(), year: year!, what: what!.toUpperCase() };
}

/** The first column of each of these names. */
function only(names: readonly string[], wanted: readonly AreaField[]): (AreaField | null)[] {
  return names.map((name, at) =>
    names.indexOf(name) === at ? (wanted.find((field) => field === name) ?? null) : null,
  );
}

/** @throws ImportProblem if it has no code or no name, or has one twice. */
function checked(header: AreaHeader): AreaHeader {
  const times = (field: AreaField) => header.fields.filter((one) => one === field).length;
  if (times('code') === 1 && times('name') === 1 && times('authority') <= 1 && times('dfeCode') <= 1)
    return header;
  throw new ImportProblem(
    'The first line of the file does not have the columns of a list of areas. Use a list of ONS as it is published (such as LAD24CD ' +
      'and LAD24NM, or CTYUA24CD and CTYUA24NM, of any year), a list of DfE (old_la_code, new_la_code, la_name), or a list of ' +
      `successions (${successionColumns.join(', ')}).`,
  );
}
