// report-picture: what README shows of the report's page, made anew: fcgi/report/report.png, of the demo's weeks.
// "make report-picture" calls it; no test.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BINARY, ROOT, Site } from '../http/lib.mjs';
import { open_browser, with_page } from './lib.mjs';

const site = await Site.up({ env: { FIRSTLINE_WEEK: 'yes' } });
const html = join(site.dir, 'report.html');
const { status, stderr } = spawnSync(BINARY, ['report', '--html', html, '--language', 'en'], { env: { ...site.env, PGUSER: 'marina' }, encoding: 'utf8' });
assert.equal(status, 0, stderr);
const browser = await open_browser();
await with_page(browser, site, { locale: 'en-GB', colorScheme: 'light', viewport: { width: 1280, height: 900 } }, async (page) => {
    await page.goto(pathToFileURL(html).href);
    const funnel = await page.locator('#funnel figure').boundingBox();
    await page.screenshot({ path: join(ROOT, 'fcgi/report/report.png'), fullPage: true,
        clip: { x: 0, y: 0, width: 1280, height: Math.ceil(funnel.y + funnel.height) } });
});
await browser.close();
site.check_at_end({ whole: false });
