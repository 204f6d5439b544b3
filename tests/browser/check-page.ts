import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** A rule that a page breaks, and where. */
export interface Violation {
  readonly id: string;
  readonly where: readonly string[];
}

/** What axe finds against WCAG 2.2 AA and good practice on a page. The check itself needs a script, which the page's policy does not stop. */
export async function violationsOn(page: Page): Promise<Violation[]> {
  await page.evaluate(readAxe());
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: AxeViolation[] }> };
    };
    interface AxeViolation {
      readonly id: string;
      readonly nodes: readonly { readonly html: string }[];
    }
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await axe.run({ runOnly: { type: 'tag', values: tags } });
    return violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ html }) => html.slice(0, 200)) }));
  });
}

function readAxe(): string {
  return readFileSync(AXE, 'utf8');
}
