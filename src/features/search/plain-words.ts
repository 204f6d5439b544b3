// cspell:ignore arent couldnt didnt doesnt dont hasnt havent isnt shes thats theres theyre wasnt whats wouldnt youre
/** Words of grammar, which are never searched for. */
export const grammar: ReadonlySet<string> = setOf(`
  a an and are as at be but by can for from has have he her him his i in is it my not of on or our she that the their
  them they this to us we who with
`);

/**
 * Words that say nothing about what is looked for. They are searched for only if a text has no others.
 * Words that name a concept or a place in their sentence are not left out for being here.
 */
export const filler: ReadonlySet<string> = new Set([
  ...setOf(`
  a an and are as at be but by can for from has have he her him his i in is it my not of on or our she the that their
  them they this to us we who with was were will would could should do does did done doing dont doesnt didnt cant couldnt
  wont wouldnt isnt arent wasnt hasnt havent im ive id hes shes theyre youre its thats theres whats wheres lets been being
  am so if then than too very really just only also again still yet ever never always often sometimes quite rather bit lot
  lots much many more most some any
  what which when where why how whose there here these those because about into onto over under up down
  out off after before during until while since through between along across near around
  need needs needed needing want wants wanted wanting looking look looks seeking seek find finding found get gets getting got
  give gives given giving take takes taking taken took go goes going gone went come comes coming came put puts make makes
  made let know knows known think thinks thought feel feels say says said tell tells told ask asks asked see sees seen saw
  try tries tried trying start starts started keep keeps kept like likes liked love loves loved loving enjoy enjoys into
  obsessed keen interested please thanks thank hello hi hiya hey anyone urgently urgent asap soon now today currently
  son daughter boy girl boys girls child children kid kids lad lads lass teen teenager young person people pupil pupils
  student students yp cyp man woman brother sister grandson granddaughter nephew niece stepson stepdaughter foster
  mr mrs miss me myself himself herself themselves you your yours mine one ones thing things stuff way ways kind sort type
  able unable possible possibly maybe perhaps suitable appropriate good great nice decent best better right proper
  available option options idea ideas advice advise recommend recommendation recommendations suggestions suggest
  old year years yr yrs month months week weeks day days time times
  all both each every other others another same such own enough even else etc eg ie per via vs
`),
  ...['some', 'any', 'every', 'no'].flatMap((first) =>
    ['one', 'body', 'thing', 'where'].map((second) => first + second),
  ),
]);

/**
 * Words that nearly every question or description has. They put results in order, but need not be found when something else
 * was said.
 */
export const general: ReadonlySet<string> = setOf(`
  school schools provision provisions provider providers placement placements place places support supports supported
  supporting course courses class classes lesson lessons group groups programme programmes program programs service services
  session sessions activity activities education educational learning learn learns teach teaches teaching teacher teachers
  help helps helping helped work works working project projects scheme schemes centre centres unit units base team
  college academy club clubs workshop workshops package alternative ap local norfolk county council term terms full part
  small big large big staff adult adults carer carers parent parents mum dad family home house life skills skill
`);

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}
