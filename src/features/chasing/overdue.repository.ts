/** SQL conditions that decide which vacancies are due. This is the only place that defines them. */

/** SQL: an instant so many days, given as SQL, after another one. Days have 24 hours. */
export const after = (instant: string, days: string) => `(${instant} + ${days} * interval '24 hours')`;
/** SQL: from when vacancy `v` has stood without a confirmation. */
export const SINCE = 'coalesce(v.confirmed_at, v.created_at)';

/**
 * SQL: the public vacancies `v` that nobody has confirmed for as long as the rule `r` of their local authority says, with how often
 * (`c.times`) and when last they were asked about. This is the only place that says what is due. `now` and `today` are SQL.
 */
export const overdue = (now: string, today: string, joins = '') => `
  vacancy v join offering o on o.id = v.offering_id join provider p on p.id = o.provider_id
  left join site s on s.id = v.site_id
  cross join lateral (
    select r.* from chasing_rule r
     where (r.local_authority_code is null or r.local_authority_code = p.local_authority_code)
       and r.valid_from <= ${today} and (r.valid_to is null or r.valid_to >= ${today})
     order by r.local_authority_code nulls last, r.valid_from desc limit 1) r
  cross join lateral (
    select count(*)::int as times, max(h.made_at) as last_at
      from chase_vacancy x join chase h on h.id = x.chase_id
     where x.vacancy_id = v.id and h.made_at > ${SINCE}) c ${joins}
  where o.state = 'LISTED' and p.state = 'LISTED' and (v.site_id is null or s.state = 'LISTED')
    and ${after(SINCE, 'r.first_after_days')} <= ${now}`;

/** SQL: a vacancy of `overdue` is to be asked about now, and not only later or never again. */
export const isDue = (now: string) =>
  `(c.times = 0 or (c.times < r.stop_after and ${after('c.last_at', 'r.then_every_days')} <= ${now}))`;

/** SQL: whether provider `p` opted out, and its last reminder with its mail. */
export const OF_PROVIDER = `left join chasing_opt_out n on n.provider_id = p.id
  left join lateral (
    select h.id, m.given_up_at from chase h join mail m on m.id = h.mail_id
     where h.provider_id = p.id order by h.made_at desc, h.id desc limit 1) l on true`;
