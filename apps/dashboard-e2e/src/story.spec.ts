import { DATASET, EXPERIMENT, SEEDS } from './experiment';
import { expect, expectAccessible, test } from './test';

// One story in its order: pictures come in, runs end, strategies are compared, a model goes live and back.
test.describe.configure({ mode: 'serial' });

test('the start page shows the experiment and what is running', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByText(EXPERIMENT).first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('Running now')).toBeVisible();
  await expectAccessible(page);
});

test('a dataset shows its versions, counts and pictures', async ({ page }) => {
  await page.goto('/datasets');
  await page.getByRole('link', { name: DATASET, exact: true }).click();
  await expect(page.getByRole('heading', { name: DATASET })).toBeVisible();
  await expect(page.getByText('mousebite').first()).toBeVisible();
  await expect(page.locator('img').first()).toBeVisible();
  await expectAccessible(page);
});

test('every run of the experiment ends, and the comparison has all seeds', async ({ page }) => {
  // Six trainings, of which each takes a slow machine a quarter of a minute.
  test.setTimeout(300_000);
  await page.goto(`/runs`);
  await expect(page.getByText('gradients').first()).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/compare?experiment=${encodeURIComponent(EXPERIMENT)}`);
  for (const strategy of ['gradients', 'network']) {
    await expect(async () => {
      await page.reload();
      const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: strategy }) });
      await expect(row.first().getByRole('link')).toHaveCount(SEEDS.length, { timeout: 2_000 });
    }).toPass({ timeout: 140_000 });
  }
  await expect(page.getByText('Differences').first()).toBeVisible();
  await expectAccessible(page);
});

test('a cell of the matrix opens its pictures, one threshold moves everything, and two runs stand side by side', async ({
  page,
}) => {
  await page.goto(`/compare?experiment=${encodeURIComponent(EXPERIMENT)}`);
  const runs = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'gradients' }) });
  const href = await runs.first().getByRole('link').first().getAttribute('href');

  // Two strategies on the same pictures, before anything is chosen.
  const rightBoth = page.getByRole('button', { name: /^Both right/ });
  await rightBoth.click();
  await expect(page.getByText('p (McNemar, exact)')).toBeVisible();
  const shown = page.getByRole('region', { name: 'Both right', exact: true });
  await shown.getByRole('button').first().click();
  await expect(page.getByRole('dialog').getByRole('img')).toHaveCount(2);
  await expect(page).toHaveURL(/pairCell=both/);

  await page.goto(`${href}?tab=results`);
  await page.getByRole('button', { name: /of any defect called any defect/ }).click();
  await expect(page).toHaveURL(/cell=caught/);
  const pictures = page.getByRole('region', { name: 'Shown pictures, worst first' });
  await pictures.getByRole('button').first().press('Enter');
  await expect(page.getByText(/^1 of \d+$/)).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText(/^2 of \d+$/)).toBeVisible();
  await page.keyboard.press('Escape');

  await page.getByRole('slider', { name: 'Threshold' }).press('End');
  const emptied = page.getByRole('button', { name: /^0 pictures of any defect called any defect/ });
  await expect(emptied).toBeVisible();
  await expect(page.getByText('nothing is called any defect').first()).toBeVisible();
  await expect(page.getByRole('img', { name: /at the threshold overkill rate 0.0000, recall 0.0000/ })).toBeVisible();
  // The address says all of it.
  await expect(page).toHaveURL(/t=Infinity/);
  await page.reload();
  await expect(emptied).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 800 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});

test('a run is registered, promoted, replaced and rolled back', async ({ page }) => {
  await page.goto(`/compare?experiment=${encodeURIComponent(EXPERIMENT)}`);
  const runs = page
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: 'gradients' }) })
    .first();
  await expect(runs.getByRole('link')).toHaveCount(SEEDS.length);
  const links = await runs.getByRole('link').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  for (const link of links.slice(0, 2)) {
    await page.goto(link);
    await page.getByRole('button', { name: 'Register as model' }).click();
    await page.getByLabel('Model name').fill('boards');
    await page.getByRole('button', { name: 'Register', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'boards' })).toBeVisible();
  }
  // Hand-made features do not depend on the seed, so the second version is no worse than the first.
  for (const version of [1, 2]) {
    await page.getByRole('button', { name: `Promote version ${version}` }).click();
    await page.getByLabel('Reason').fill(`version ${version} was looked at`);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Promote to production' }).click();
    await expect(page.getByText(`Version ${version} is in production now.`)).toBeVisible();
  }
  await page.getByRole('button', { name: 'Roll back' }).click();
  await page.getByLabel('Reason').fill('too many false alarms');
  await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
  await expect(page.getByText('Version 1 is live again.')).toBeVisible();
  await expect(page.getByText('too many false alarms').first()).toBeVisible();
  await expectAccessible(page);
});

test('a running run shows its curve live, and a cancel takes effect', async ({ page }) => {
  await page.goto(`/runs?experiment=${encodeURIComponent('A run that lasts')}`);
  await page.getByRole('link').filter({ hasText: 'patience' }).first().click();
  await expect(page.getByText('Running').first()).toBeVisible({ timeout: 60_000 });
  // The canvas is described in words by the element that names it.
  const values = () =>
    page
      .locator('[role=img][aria-labelledby]')
      .first()
      .evaluate((chart) => document.getElementById(chart.getAttribute('aria-labelledby') ?? '')?.textContent ?? '');
  await expect.poll(values, { timeout: 30_000 }).toMatch(/\d/);
  const before = await values();
  await expect.poll(values, { timeout: 30_000 }).not.toBe(before);
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Cancel run' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel run' }).click();
  await expect(page.getByText('Cancelled').first()).toBeVisible({ timeout: 8_000 });
});

test('a watched pretraining shows its signals, what it saw, and its features over the checkpoints', async ({
  page,
}) => {
  // It waits for a whole pretraining, and for maps that the browser makes.
  test.setTimeout(300_000);
  await page.goto(`/runs?experiment=${encodeURIComponent('A run that is watched')}`);
  await page.getByRole('link').filter({ hasText: 'watched' }).first().click();
  await expect(page.getByRole('tab', { name: 'Watching' })).toBeVisible();
  await page.getByRole('tab', { name: 'Watching' }).click();
  // Nothing is loaded anew: what the run reports comes by itself.
  await expect(page.getByRole('heading', { name: 'RankMe' })).toBeVisible({ timeout: 80_000 });
  await expect(page.getByText('View 2')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('Succeeded').first()).toBeVisible({ timeout: 60_000 });
  const map = page.getByRole('img', { name: /principal components/ });
  await expect(map.locator('circle')).toHaveCount(64);
  const slider = page.getByRole('slider', { name: 'Step of the map' });
  const last = (await slider.getAttribute('aria-valuetext')) ?? '';
  await slider.press('Home');
  await expect(slider).not.toHaveAttribute('aria-valuetext', last);
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(slider).toHaveAttribute('aria-valuetext', last);
  await map.locator('circle').first().hover();
  await expect(page.getByRole('img', { name: /^Picture of class/ })).toBeVisible();
  await expectAccessible(page);
  for (const method of ['UMAP', 't-SNE']) {
    await page.getByRole('button', { name: method }).click();
    const made = page.getByRole('img', { name: new RegExp(`^${method} map`) });
    await expect(made.locator('circle')).toHaveCount(64);
    await expect(page.getByText(/Trustworthiness 0\.\d{3}/)).toBeVisible();
    // All steps are made once nothing is said to be under way.
    await expect(page.getByRole('progressbar')).toHaveCount(0, { timeout: 30_000 });
    await slider.press('End');
    await expect(slider).toHaveAttribute('aria-valuetext', last);
  }
  await page.setViewportSize({ width: 390, height: 800 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});

test('both themes and a narrow screen keep to the rules', async ({ page }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 390, height: 800 });
    for (const path of ['/', '/runs', '/compare', '/datasets', '/models']) {
      await page.goto(path);
      await expect(page.getByRole('heading').first()).toBeAttached();
      await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => {});
      await expectAccessible(page);
    }
  }
});

test('another host name and another origin are refused', async ({ request }) => {
  const host = await request.get('/api/trpc/home.show', { headers: { host: 'evil.example' } });
  expect(host.status()).toBe(403);
  const origin = await request.post('/api/trpc/runs.cancel', { headers: { origin: 'http://evil.example' }, data: {} });
  expect(origin.status()).toBe(403);
});
