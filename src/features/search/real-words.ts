/**
 * English words that are no misspellings: each is one slip away from a word that names a concept all by itself, and means
 * something else (a heading is no hearing, a conference no confidence).
 *
 * They are the words of SCOWL (Kevin Atkinson), sizes 10 to 35, that `isTypoOf` would forgive and whose beginnings differ,
 * and some by hand. An inflection is not among them: "photographs" may well stand for photography.
 */
export const realWords: ReadonlySet<string> = new Set(
  `
  agitation artistic attainment aviation backing badgering banking bantering barbecuing barbing barking
  barring bartering barters basking bats battering bellied bellying bind blindest bluntness boast boasts
  bordering braking bucketing budging buffeting bulling cane cantering capering chiefs choking cocking
  codding coincidence coking collage collages combating communing commuter commuters commutes commuting
  compacting comparing competes competing compilers compiling completing complying composers composing
  composting conference consoling consternation constriction constrictions contraction conversation cooing
  cooling cooping cording corking countering cratering crooking decimating decreased deporting desolating
  detonating deviant digressed digression disinfected draping drawling dressed eliminations emulsion escorts
  excelled exclusives excursion excursions expansion expedited explained exploded exploration explored
  explosion explosions exported exports faring festered firming forming framing frighting garbage gladdening
  gloats greening haring heading healing heaping heating heaving herring hoarse hose hoses
  impassive impatient medial median mentioning metering minoring monitoring motoring offering pasturing
  pattering peonies pestering phonograph phonographs pluming plumper plumping poignancy privation promotion
  readying reaming reaping rearing refuge refuges rending residence salmon salmons saloon saloons sapling
  scampering shimmering shorting shutter signing simmering singeing singling sinking sinning slinging
  smiling snailing snorting soiling sort sorting sorts spot spots spotting spouting spurting sputter
  staggering stales stampeding staples stinging summering surging suspected suspenders suspense swinging
  tailing taunting tenanting tilling tilting tirade tirades titling toiling traitor traitors treating
  trunking trusting violet welling wildness
  `
    .trim()
    .split(/\s+/),
);
