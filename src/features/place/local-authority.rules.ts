/** The GSS code of a council area of Scotland. */
const COUNCIL_AREA = /^S12\d{6}$/;

/** What is so about the code of an area whose authority the hub does not have, in sentences. Null for any other code. */
export function noAuthority(code: string): string | null {
  if (!COUNCIL_AREA.test(code)) return null;
  return (
    'The council areas of Scotland are not among the local authorities of the hub: it has these by their three-digit DfE codes, and ' +
    'Scotland has none. Choose an authority of England or Wales, or give the district.'
  );
}
