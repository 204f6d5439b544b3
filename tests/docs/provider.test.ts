import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestMail } from '../../src/features/chasing/digest.js';
import { projectRoot } from '../../src/platform/project-root.js';

it('docs/provider.md shows the mail as it is sent', () => {
  const page = readFileSync(join(projectRoot, 'docs/provider.md'), 'utf8');
  const [, shown] = /^```text\n([\s\S]*?)^```$/m.exec(page) ?? [];
  const vacancy = { id: '', version: 1, unit: 'FTE' };
  const { subject, text } = digestMail({
    council: 'Norfolk',
    provider: 'The Forge',
    vacancies: [
      {
        ...vacancy,
        title: 'Blacksmithing',
        site: 'The yard',
        state: 'CAPACITY',
        placesAvailable: 3,
        confirmedAt: new Date('2026-11-09T10:00:00Z'),
      },
      {
        ...vacancy,
        title: 'Horticulture',
        site: null,
        state: 'NO_CAPACITY',
        placesAvailable: 0,
        confirmedAt: null,
      },
    ],
    unitOf: () => 'Full-time place',
    number: 1,
    link: 'https://hub.example.org/vacancies/confirm/...',
    linkExpires: Date.parse('2026-12-23T12:00:00Z'),
    stopLink: 'https://hub.example.org/vacancies/reminders/...',
  });
  expect(shown).toBe(`${subject}\n\n${text}`);
});
