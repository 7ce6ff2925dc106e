import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What axe calls serious or critical on the page as it stands, in words a person can act on. */
export async function seriousProblems(page: Page): Promise<readonly string[]> {
  // Colours are measured where they end up, not half-way.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  // The same rules in a quarter of the time: in the page itself, which has no frames of other places,
  // and without a list of everything that is in order. Source: axe-core API, `resultTypes`.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary ?? ''}`,
      ),
    );
}
