import type { EntityManager } from 'typeorm';
import { dateInWords, londonDay } from '../../platform/clock.js';
import { html } from '../../platform/html.js';
import type { Outbox } from '../mail/outbox.service.js';
import type { Offering } from '../offering/offering.entity.js';
import type { Atlas } from '../place/atlas.js';
import { School } from '../place/school.entity.js';
import type { Provider } from '../provider/provider.entity.js';
import type { HoldRepository } from './hold.repository.js';
import type { VacancyHold } from './vacancy-hold.entity.js';

/** What a school did that its provider learns of at once. */
export type HoldNews = 'PLACED' | 'EXTENDED' | 'RELEASED' | 'CONVERTED';

/** What a mail about a hold is made of. It says nothing about a pupil, and not what the school calls the hold. */
export interface HoldTold {
  readonly news: HoldNews;
  /** The name of the local authority, such as Norfolk. */
  readonly council: string;
  readonly provider: string;
  readonly offering: string;
  readonly school: string;
  readonly places: number;
  /** When the hold ends. */
  readonly until: Date;
}

/** What happened, as the end of a subject, and as a sentence. */
const sayings: Readonly<Record<HoldNews, (told: HoldTold) => readonly [subject: string, sentence: string]>> =
  {
    PLACED: (told) => [
      `a school holds ${placesOf(told)}`,
      `${told.school} holds ${placesOf(told)} of ${told.offering} until ${ending(told)}. Until then no search shows what is held as available.`,
    ],
    EXTENDED: (told) => [
      `a school holds ${placesOf(told)} for longer`,
      `${told.school} now holds ${placesOf(told)} of ${told.offering} until ${ending(told)}.`,
    ],
    RELEASED: (told) => [
      `a school no longer holds ${placesOf(told)}`,
      `${told.school} no longer needs the ${placesOf(told)} of ${told.offering} that it held, so others can have what was held.`,
    ],
    CONVERTED: (told) => [
      `a school takes ${placesOf(told)}`,
      `${told.school} takes the ${placesOf(told)} of ${told.offering} that it held. You now offer so many fewer.`,
    ],
  };

/** What a provider can do if it cannot keep a hold, and where mails come from. */
const afterwards = ({ news, council }: HoldTold): string[] => [
  ...(news === 'PLACED' || news === 'EXTENDED'
    ? [
        'If you cannot keep this, decline the hold with a reason: in your own system, or through your local authority.',
      ]
    : []),
  `${council} has this address as your contact for vacancies.`,
];

/** The subject, and the content in plain text and in HTML, of a mail that tells a provider of a hold. */
export function holdMail(told: HoldTold): {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
} {
  const [end, sentence] = sayings[told.news](told);
  const subject = `${told.council}: ${end}`;
  const paragraphs = [sentence, ...afterwards(told)];
  return {
    subject,
    text: `${[told.provider, ...paragraphs].join('\n\n')}\n`,
    html: html`<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>${subject}</title></head>
<body style="font-family: Arial, sans-serif; font-size: 16px; line-height: 1.5; max-width: 600px">
<h1 style="font-size: 20px">${told.provider}</h1>
${paragraphs.map((one) => html`<p>${one}</p>\n`)}</body>
</html>
`.text,
  };
}

/** Tells providers of holds by mail, in the transaction of what happens. */
export class HoldTeller {
  constructor(
    private readonly repository: Pick<HoldRepository, 'mailboxOf'>,
    private readonly outbox: Outbox,
    private readonly atlas: Pick<Atlas, 'localAuthorities'>,
  ) {}

  /** Puts a mail to the provider into the outbox. A provider without a mailbox sees its holds in the hub alone. */
  async tell(
    db: EntityManager,
    news: HoldNews,
    hold: Pick<VacancyHold, 'schoolUrn' | 'places' | 'until'>,
    { provider, offering }: { readonly provider: Provider; readonly offering: Offering },
  ): Promise<void> {
    const to = await this.repository.mailboxOf(db, provider.id);
    if (to === null) return;
    const school = await db.findOneBy(School, { urn: hold.schoolUrn });
    const mail = holdMail({
      news,
      council: this.atlas.localAuthorities.get(provider.localAuthorityCode)?.name ?? 'Your local authority',
      provider: provider.name,
      offering: offering.title,
      school: school?.name ?? `The school with the URN ${hold.schoolUrn}`,
      places: hold.places,
      until: hold.until,
    });
    await this.outbox.put(db, {
      ...mail,
      to,
      // So that programs that answer mails by themselves do not answer this one (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated' },
      isDemonstration: provider.isDemonstration,
      // That places were taken is news after the hold too.
      uselessFrom: news === 'CONVERTED' ? null : hold.until,
    });
  }
}

const placesOf = ({ places }: HoldTold) => (places === 1 ? '1 place' : `${places} places`);

/** The day and the time in London: "7 December 2026, 16:30". */
function ending({ until }: HoldTold): string {
  const time = until.toLocaleTimeString('en-GB', {
    timeZone: 'Europe/London',
    hour: '2-digit',
    minute: '2-digit',
  });
  return `${dateInWords(londonDay(until.getTime()))}, ${time}`;
}
