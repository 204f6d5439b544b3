import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Response, TestHub } from '../support/hub.js';

/** A place as the tests look at it. */
export interface Place {
  readonly label: string;
  readonly postcode?: string | null;
  readonly precision: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly district: { readonly code: string } | null;
  readonly localAuthority: { readonly code: string } | null;
  readonly planningArea: { readonly name: string } | null;
  readonly school: { readonly urn: string; readonly name: string } | null;
}

const PLACE = `query ($by: PlaceReference!) {
  place(by: $by) {
    label postcode precision latitude longitude
    district { code } localAuthority { code } planningArea { name } school { urn name }
  }
}`;

/** Asks for a place. */
export function askPlace(hub: TestHub, by: object): Promise<Response<{ place: Place | null }>> {
  return hub.query(PLACE, { by });
}

/** A place that must be known. */
export async function knownPlace(hub: TestHub, by: object): Promise<Place> {
  const { data, errors } = await askPlace(hub, by);
  expect(errors).toBeUndefined();
  expect(data.place).not.toBeNull();
  return data.place!;
}

/** What a search says about a place that it cannot start from. */
export async function placeError(
  hub: TestHub,
  place: object,
): Promise<{ field: string[]; code: string; message: string }> {
  const { data, errors } = await hub.query<{
    search: { totalCount: number; userErrors: { field: string[]; code: string; message: string }[] };
  }>(
    `query ($place: SearchPlace!) {
      search(near: { place: $place }) { totalCount understood { area } userErrors { field code message } }
    }`,
    { place },
  );
  expect(errors).toBeUndefined();
  expect(data.search).toMatchObject({ totalCount: 0, understood: null });
  expect(data.search.userErrors).toHaveLength(1);
  return data.search.userErrors[0]!;
}

/** Stores a planning area of Norfolk, made of districts or sectors, and answers its stored id. */
export async function addPlanningArea(
  pool: pg.Pool,
  name: string,
  members: { readonly districts?: readonly string[]; readonly sectors?: readonly string[] },
): Promise<string> {
  const id = randomUUID();
  await pool.query(
    `insert into planning_area (id, local_authority_code, name, is_demonstration) values ($1, '926', $2, true)`,
    [id, name],
  );
  await pool.query(
    `insert into planning_area_member (local_authority_code, kind, code, planning_area_id)
     select '926', 'DISTRICT', unnest($2::text[]), $1::uuid union all
     select '926', 'SECTOR', unnest($3::text[]), $1::uuid`,
    [id, members.districts ?? [], members.sectors ?? []],
  );
  return id;
}
