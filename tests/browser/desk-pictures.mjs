// desk-pictures: what README shows of the desk, made anew of the demo's weeks: nginx/desk/pictures. "make desk-pictures" calls it; no test.
import { join } from 'node:path';
import { ROOT, Site } from '../http/lib.mjs';
import { open_browser, with_page } from './lib.mjs';

const site = await Site.up({ port: 'auto', desk: true, env: { FIRSTLINE_WEEK: 'yes' } });
await site.psql(`UPDATE intake.staff SET language = 'en';
    UPDATE intake.setting SET call_from = '00:00', call_until = '24:00'`);
const browser = await open_browser();
const OPTIONS = { locale: 'en-GB', colorScheme: 'light', viewport: { width: 1280, height: 900 }, expect: [/status of 401/] };

const as = (login, show) => with_page(browser, site, OPTIONS, async (page) => {
    await page.goto('/desk/');
    await page.getByLabel('Login').fill(login);
    await page.getByLabel('Password').fill(`demo-${login}`);
    await page.keyboard.press('Enter');
    await page.waitForSelector('header');
    await show(page);
});
const picture = (page, name, height) =>
    page.screenshot({ path: join(ROOT, 'nginx/desk/pictures', `${name}.png`), clip: { x: 0, y: 0, width: 1280, height } });

await as('olga', async (page) => {
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('#client-name');
    await page.waitForTimeout(500);
    await picture(page, 'card', 900);
});
await as('irina', async (page) => {
    await page.getByRole('table').last().waitFor();
    await page.waitForTimeout(500);
    await picture(page, 'queue', 900);
});
await as('vera', async (page) => {
    await page.getByRole('link', { name: 'Board' }).click();
    await page.waitForTimeout(1000);
    await picture(page, 'board', 600);
});
await browser.close();
site.check_at_end({ whole: false });
