import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { aReminder, PUBLIC, stored } from '../chasing/reminders.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { findBrowser, launchBrowser } from './check-explorer.js';
import { violationsOn } from './check-page.js';

const executable = findBrowser();
if (!executable)
  console.warn('[SKIPPED: there is no Chromium on the PATH] the pages of reminders in a real browser');
const inBrowser = executable ? it : it.skip;

/** Where pictures of the pages are put, if anywhere. */
const PICTURES = process.env.REMINDER_PICTURES;

let hub: TestHub;
let browser: Browser | undefined;
let context: BrowserContext;
beforeAll(async () => {
  hub = await startTestHub(undefined, {}, { PUBLIC_URL: PUBLIC });
  if (executable) browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await hub.stop();
});

async function open(width: number, url: string, javaScriptEnabled = true): Promise<Page> {
  context = await browser!.newContext({ viewport: { width, height: 900 }, javaScriptEnabled });
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** Nothing is wider than the window, axe finds nothing, and there is a picture if one is wanted. */
async function expectFit(page: Page, name: string): Promise<void> {
  const [scrollWidth, innerWidth] = await page.evaluate<[number, number]>(
    '[document.documentElement.scrollWidth, window.innerWidth]',
  );
  expect([name, scrollWidth <= innerWidth]).toEqual([name, true]);
  if (PICTURES) {
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `${name}-${innerWidth}.png`), fullPage: true });
  }
  expect([name, await violationsOn(page)]).toEqual([name, []]);
}

describe.each([320, 1280])('at %i pixels', (width) => {
  inBrowser('each page can be read and used by everyone', async () => {
    const { links } = await aReminder(hub, {
      vacancies: 3,
      name: `The Forge and Smithy of Great Snoring and Little Walsingham Community Interest Company (${width})`,
    });
    const page = await open(width, links.answer);
    await expectFit(page, 'asking');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await expectFit(page, 'nothing chosen');
    await page.getByLabel('The number has changed').first().check();
    await page.getByLabel('Number of places now').first().fill('many');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await expectFit(page, 'wrong number');
    await page.getByRole('link', { name: /Enter the number of places/ }).click();
    expect(await page.evaluate('document.activeElement?.id')).toBe('places-0');
    expect(await page.getByLabel('The number has changed').first().isChecked()).toBe(true);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('4');
    await page.getByLabel('This is still true').nth(1).check();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    await expectFit(page, 'answered');
    await page.goto(links.answer);
    await expectFit(page, 'asking about the rest');
    await page.goto(links.stop);
    await expectFit(page, 'stop');
    await page.getByRole('button', { name: 'Stop these mails' }).click();
    await expectFit(page, 'stopped');
    await page.goto(`${links.stop.slice(0, -2)}xx`);
    await expectFit(page, 'dead link');
    await context.close();
  });
});

inBrowser('works without a script, from the keyboard alone, with the focus seen', async () => {
  const { links, vacancies } = await aReminder(hub);
  const page = await open(320, links.answer, false);
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown'); // the second choice
  await page.keyboard.press('Tab');
  await page.keyboard.type('6');
  const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
  expect(outline).toBe('solid');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  expect(await stored(hub, vacancies[0]!)).toMatchObject({ places_available: 6, version: 2 });
  await context.close();
});
