import type { Browser, Page } from 'playwright-core';
import { loadDemonstration } from '../../seeds/load-demonstration.js';
import { startTestHub, type TestHub } from '../support/hub.js';
import { findBrowser, launchBrowser } from './check-explorer.js';

const missing = !findBrowser();
if (missing) console.warn('[SKIPPED: there is no Chromium on the PATH] the explorer on screens of all sizes');
const inBrowser = missing ? describe.skip : describe;

/** A phone, a tablet and a laptop. */
const screens = [
  { width: 390, height: 844 },
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
];

inBrowser('the explorer', () => {
  let hub: TestHub;
  let browser: Browser;
  beforeAll(async () => {
    hub = await startTestHub(({ pool }) => loadDemonstration(pool, '2026-11-23'));
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await hub.stop();
  });

  const open = async (viewport: (typeof screens)[number]) => {
    const page = await browser.newPage({ viewport });
    await page.goto(`${hub.address}/graphql`);
    await page.waitForSelector('.graphiql-tab');
    return page;
  };

  it.each(screens)('fits a screen of $width pixels, with nothing over anything else', async (viewport) => {
    const page = await open(viewport);
    const show = async (what: string) => {
      const folder = process.env.EXPLORER_SCREENSHOTS;
      if (folder) await page.screenshot({ path: `${folder}/${viewport.width}-${what}.png` });
      expect(await faults(page)).toEqual([]);
    };
    await page.getByLabel('Send queries as').selectOption({ label: 'the holder of a token or key' });
    await page.locator('.graphiql-execute-button').click();
    const result = page.locator('.result-window');
    await result.filter({ hasText: 'Enter a token or API key' }).waitFor();
    expect(await result.textContent()).not.toContain('stack');
    await show('token');
    await page.getByLabel('Send queries as').selectOption({ label: 'the public (not signed in)' });
    await page.locator('.graphiql-execute-button').click();
    await result.filter({ hasText: 'totalCount' }).waitFor();
    await show('result');
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.locator('.graphiql-doc-explorer').filter({ hasText: 'Root Types' }).waitFor();
    await show('documentation');
    await page.close();
  });

  it('sends a token in every tab, also after the page was loaded again, until it is forgotten', async () => {
    const page = await open(screens[2]!);
    const run = async (tab: string) => {
      await page.locator('.graphiql-tab-button').filter({ hasText: tab }).click();
      const answered = page.waitForResponse(
        (response) => response.url().endsWith('/graphql') && response.request().method() === 'POST',
      );
      await page.locator('.graphiql-execute-button').click();
      return (await answered).request().headers().authorization;
    };
    const asks = page.getByLabel('Send queries as');
    await asks.selectOption({ label: 'the holder of a token or key' });
    await page.getByLabel('Token or API key').fill('  Bearer aph_of_nobody ');
    expect(await run('CodeLists')).toBe('Bearer aph_of_nobody');
    expect(await run('AsASchool')).toBe('Bearer aph_of_nobody');
    await page.reload();
    await page.waitForSelector('.graphiql-tab');
    expect(await run('AsAPartner')).toBe('Bearer aph_of_nobody');
    // Not in a storage that outlives the browser's tab.
    expect(await page.evaluate('JSON.stringify({ ...localStorage })')).not.toContain('aph_of_nobody');
    await page.getByRole('button', { name: 'Forget' }).click();
    expect(await run('CodeLists')).toBeUndefined();
    expect(await page.evaluate('JSON.stringify({ ...sessionStorage })')).not.toContain('aph_of_nobody');
    await page.close();
  });
});

/** Parts of the page that must be seen whole, and not over one another. */
const parts = [
  '#sign-in',
  '.graphiql-sidebar',
  '.graphiql-session-header',
  '.graphiql-query-editor',
  '.graphiql-editor-tools',
  '.graphiql-response',
];

interface Box {
  readonly part: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What runs out of the page, is too small to be read, or lies over something else. */
async function faults(page: Page): Promise<string[]> {
  const measured = `(${JSON.stringify(parts)}).flatMap((part) => {
    const element = document.querySelector(part);
    if (!element) return [];
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return [{ part, left, top, right, bottom }];
  })`;
  const boxes = await page.evaluate<Box[]>(measured);
  expect(boxes).toHaveLength(parts.length);
  const { width, height } = page.viewportSize()!;
  const scrolls = await page.evaluate<boolean>(
    'document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight > innerHeight',
  );
  const out = boxes
    .filter(({ left, top, right, bottom }) => left < 0 || top < 0 || right > width + 1 || bottom > height + 1)
    .map((box) => `runs out of the page: ${JSON.stringify(box)}`);
  const small = boxes
    .filter(({ part, left, right }) => right - left < (part === '.graphiql-sidebar' ? 40 : 150))
    .map((box) => `is too narrow: ${JSON.stringify(box)}`);
  const over = boxes.flatMap((one, at) =>
    boxes
      .slice(at + 1)
      .filter((other) => isOver(one, other))
      .map((other) => `${one.part} and ${other.part} lie over one another`),
  );
  return [...out, ...small, ...over, ...(scrolls ? ['the page scrolls'] : [])];
}

function isOver(one: Box, other: Box): boolean {
  const slack = 1;
  return (
    one.left < other.right - slack &&
    other.left < one.right - slack &&
    one.top < other.bottom - slack &&
    other.top < one.bottom - slack
  );
}
