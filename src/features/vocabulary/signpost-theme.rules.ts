/** What a signpost helps with, and what a concept calls for. EMERGENCY goes with every other theme. */
export const signpostThemes = [
  'EMERGENCY',
  'SUICIDE',
  'SELF_HARM',
  'MENTAL_HEALTH',
  'ABUSE',
  'EXPLOITATION',
  'MISSING',
  'EATING_DISORDER',
  'SUBSTANCES',
  'DOMESTIC_ABUSE',
  'BEREAVEMENT',
] as const;
export type SignpostTheme = (typeof signpostThemes)[number];

/**
 * Whether a concept, by its id, is of words of crisis. Such a concept leads to signposts. It is not something to search for, so
 * it is never suggested.
 */
export function isOfCrisis({ id }: { readonly id: string }): boolean {
  return id.startsWith('crisis-');
}
