/**
 * A column that holds the code of a local authority as a fact of the present, and so moves to what comes after it. All texts are
 * SQL. A row is `t`, and `n.to_code` is the code of the authority that it goes to.
 */
export interface MovedFact {
  /** What an operator calls the rows. */
  readonly name: string;
  readonly table: string;
  readonly column: string;
  /** How the column holds a code; as it is, if left out. */
  readonly holds?: (code: string) => string;
  /** Only these rows are of the present. `$2` is the day of the move. */
  readonly only?: string;
  /** The id of the provider whose ground says where the row goes. */
  readonly provider?: string;
  /** The ids and authorities of rows that have ground of their own: a select with `id`, `to_code`. */
  readonly ground?: string;
  /** A row that cannot move, because the authority that it goes to has its own. It stays as it is. */
  readonly unless?: { readonly exists: string; readonly because: string };
  /** Further assignments. */
  readonly also?: string;
  /** What has to be done before, so that no constraint is broken. */
  readonly before?: string;
}

/** What other rows of a table say. */
const another = (table: string, condition: string) =>
  `select from ${table} o where o.id <> t.id and ${condition}`;

/** Everything that moves. The order is that in which rows are locked. */
export const movedFacts: readonly MovedFact[] = [
  { name: 'providers', table: 'provider', column: 'local_authority_code', provider: 't.id' },
  {
    name: 'references of its own for entries',
    table: 'external_reference',
    column: 'source',
    holds: (code) => `'LA:' || ${code}`,
    provider: `case t.kind when 'PROVIDER' then t.entry_id when 'SITE' then (select s.provider_id from site s where s.id = t.site_id)
      when 'VACANCY' then (select s.provider_id from vacancy v join offering s on s.id = v.offering_id where v.id = t.vacancy_id)
      else (select s.provider_id from offering s where s.id = t.offering_id) end`,
    unless: {
      exists: another(
        'external_reference',
        `(o.source, o.kind, o.reference) = ('LA:' || n.to_code, t.kind, t.reference) and o.parent_id is not distinct from t.parent_id`,
      ),
      because: 'the successor uses the same reference for another entry',
    },
  },
  {
    name: 'listing decisions in force or to come',
    table: 'listing_decision',
    column: 'local_authority_code',
    only: '(t.valid_to is null or t.valid_to >= $2::date)',
    provider: 't.provider_id',
  },
  {
    name: 'approved changes that are still to be made',
    table: 'change_request',
    column: 'decided_in',
    only: `t.state in ('APPROVED', 'PARTLY_APPROVED') and t.applied_at is null`,
    provider: 't.provider_id',
  },
  {
    name: 'frameworks of principles',
    table: 'quality_framework',
    column: 'local_authority_code',
    unless: {
      exists: another(
        'quality_framework',
        `t.state = 'DRAFT' and o.state = 'DRAFT' and o.local_authority_code = n.to_code`,
      ),
      because: 'the successor is drafting a framework, and can have one draft',
    },
    // If the successor has an edition with the same number, all get numbers after its last one, in the same order.
    also: `edition = case when exists (select from quality_framework o join quality_framework mine using (edition)
        where o.local_authority_code = n.to_code and mine.local_authority_code = t.local_authority_code)
      then (select max(o.edition) from quality_framework o where o.local_authority_code = n.to_code)
         + (select count(*) from quality_framework o where o.local_authority_code = t.local_authority_code and o.edition <= t.edition)
      else t.edition end`,
  },
  {
    name: 'reviews',
    table: 'quality_review',
    column: 'local_authority_code',
    provider: 't.provider_id',
  },
  { name: 'evidence', table: 'evidence', column: 'local_authority_code', provider: 't.provider_id' },
  {
    name: 'rules on evidence',
    table: 'evidence_rule',
    column: 'local_authority_code',
    unless: {
      exists: another('evidence_rule', '(o.local_authority_code, o.kind) = (n.to_code, t.kind)'),
      because: 'the successor has its own rule on this kind of evidence',
    },
  },
  {
    name: 'rules on reminders',
    table: 'chasing_rule',
    column: 'local_authority_code',
    unless: {
      exists: another('chasing_rule', '(o.local_authority_code, o.valid_from) = (n.to_code, t.valid_from)'),
      because: 'the successor has its own rule from this day',
    },
  },
  {
    name: 'inspections',
    table: 'inspection',
    column: 'local_authority_code',
    provider: 't.provider_id',
    unless: {
      exists: another(
        'inspection',
        '(o.local_authority_code, o.provider_id, o.inspected_on) = (n.to_code, t.provider_id, t.inspected_on)',
      ),
      because: 'the successor has recorded the same inspection',
    },
  },
  {
    name: 'pairs set aside as different',
    table: 'duplicate_dismissal',
    column: 'local_authority_code',
    provider: 't.first_id',
    unless: {
      exists: another(
        'duplicate_dismissal',
        '(o.first_id, o.second_id, o.local_authority_code) = (t.first_id, t.second_id, n.to_code)',
      ),
      because: 'the successor has set the same pair aside',
    },
  },
  {
    name: 'planning areas',
    table: 'planning_area',
    column: 'local_authority_code',
    // The authority that most of its districts and sectors are in.
    ground: `select m.planning_area_id as id, mode() within group (order by g.to_code) as to_code
      from planning_area_member m
      left join postcode_sector c on m.kind = 'SECTOR' and c.sector = m.code
      join moving_district g on g.code = coalesce(c.district_code, m.code) group by 1`,
    // Its members move with it, by the reference. Within an authority, a district or sector is in one planning area only.
    before: `delete from planning_area_member m using moving n
      where m.planning_area_id = n.id and exists (select from planning_area_member o
        where (o.local_authority_code, o.kind, o.code) = (n.to_code, m.kind, m.code))`,
    also: `name = case when exists (${another('planning_area', 'o.local_authority_code = n.to_code and fold_case(o.name) = fold_case(t.name)')})
      then left(t.name, 60) || ' (' || left((select a.name from local_authority a where a.code = t.local_authority_code), 50) || ')'
      when t.namesake > 0 then left(t.name, 100) || ' (' || (t.namesake + 1) || ')'
      else t.name end`,
  },
];

/** Columns with codes of local authorities that the move leaves as they are, each with the reason. */
export const staysAsItIs: Readonly<Record<string, string>> = {
  'district.local_authority_code':
    'where a district is, or was when it ended: lists of areas say so, and the successions say what came after',
  'school.local_authority_code': 'what GIAS says of a school: the next import brings what it says then',
  'planning_area_member.local_authority_code': 'moves with its planning area, by the reference',
  'provider_tally.local_authority_code': 'counts, kept by triggers',
  'duplicate_pair.local_authority_code': 'a copy that a reader of the change log keeps',
  'offering.areas_served':
    'stored codes are never rewritten: what served the old area serves exactly its ground',
  'change_request.fields':
    'what someone asked for; a code that has ended is refused when it is to be approved',
  'area_succession.from_code': 'the succession itself',
  'referral_contact.local_authority_code':
    'the team of the old authority, which its successors replace by teams of their own',
  'signpost.local_authority_code': 'reference data: its file names the authority of today',
};
