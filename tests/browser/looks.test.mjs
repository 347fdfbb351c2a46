// looks: what people see (FIRSTLINE_PICTURES=yes: as pictures, in build/screenshots/looks): Russian and English, light and
// dark, a phone and a desk; the form, its mistakes, its thanks, while nothing can be stored, and inside of a page of the site.
// Each fits its window, and axe-core, asked in half of these ways, finds nothing wrong.
import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { ROOT, Site, VALID } from '../http/lib.mjs';
import { axe, open_browser, paired, screenshot, send_unchecked, with_page } from './lib.mjs';

const forms = mkdtempSync(join(tmpdir(), 'firstline-forms-'));
chmodSync(forms, 0o755);
process.on('exit', () => rmSync(forms, { recursive: true, force: true }));
cpSync(join(ROOT, 'forms'), forms, { recursive: true });
writeFileSync(join(forms, 'site.yaml'), 'phone: 8 800 000-00-00\n');

// Without a spool, so that nothing can be stored while the database is away.
const site = await Site.up({
    env: { FIRSTLINE_SPOOL: '', FIRSTLINE_FORMS: forms }, port: 'auto',
    expect: [/connect\(\) to unix:|while connecting to upstream/, /error (database_away|batch_failed) /,
        / (FATAL|WARNING): .*(terminat|shut|start|not yet accepting)/],
});
const conf = join(site.dir, 'nginx/firstline-http.conf');
writeFileSync(conf, readFileSync(conf, 'utf8').replace(/(map \$host \$firstline_phone \{\s*default\s+)""/, '$1"8 800 000-00-00"'));
await site.part('reload', 'nginx');
const browser = await open_browser();

const WAYS = ['ru', 'en'].flatMap((language) => ['light', 'dark'].flatMap((scheme) => [360, 1280].map((width) => ({ language, scheme, width }))));
const NAME = { ru: 'Мария Щукина', en: 'Mary Pike' };
const LONG = { ru: 'Переосвидетельствование электрооборудования', en: 'Counterrevolutionary-electroencephalographs' };

async function fill(page, fields) {
    for (const [name, value] of Object.entries(fields)) {
        if (value === 'on') await page.check(`[name=${name}]`);
        else if (value) await page.fill(`[name=${name}]`, value);
    }
}

const PAGES = {
    async form(page) { await page.goto('/f/cargo'); },
    async errors(page, { language }) {
        await page.goto('/f/cargo');
        await fill(page, { phone: '12', weight_kg: 'x', from: LONG[language] });
        await send_unchecked(page);
        await page.waitForSelector('.messages');
    },
    async thanks(page, { language }) {
        await page.goto('/f/cargo');
        await fill(page, { ...VALID.cargo, name: NAME[language], cargo: LONG[language], comment: 'a\n\nb', weight_kg: '2 t' });
        await page.click('button[type=submit]');
        await page.waitForURL(/\/thanks\?/);
        assert.equal(await page.locator('dt').count(), 7);
    },
    async embedded(page, { language }) {
        await page.goto('/');
        await fill(page, { name: NAME[language], phone: '12', consent: 'on' });
        await page.click('form button[type=submit]');
        await page.waitForSelector('.messages');
    },
    async 'embedded-thanks'(page, { language }) {
        await page.goto('/');
        await fill(page, { ...VALID.callback, name: NAME[language] });
        await page.click('form button[type=submit]');
        await page.waitForSelector('.thanks');
    },
    async 'nothing-sent'(page) { await page.goto('/f/cargo/thanks'); },
    async missing(page) { await page.goto('/f/none'); },
    async busy(page, { language }) {
        await page.goto('/f/callback');
        await fill(page, { ...VALID.callback, name: NAME[language] });
        await page.click('button[type=submit]');
        await page.waitForSelector('.messages');
    },
    async 'stopped-opened'(page) { await page.goto('/f/callback'); },
    async 'stopped-sent'(page) {
        await page.goto('/privacy.html');
        await page.setContent('<form method="post" action="/f/callback"><button>x</button></form>');
        await page.click('button');
        await page.waitForSelector('h1');
    },
};

/** Opens one page in every way, and finds nothing wrong. */
async function look(t, name) {
    for (const way of WAYS) {
        const { language, scheme, width } = way;
        await t.test(`${name}, ${language}, ${scheme}, ${width}`, () => with_page(browser, site, {
            locale: language === 'ru' ? 'ru-RU' : 'en-GB', colorScheme: scheme, viewport: { width, height: 800 },
            expect: [/status of (404|422|502|503)/], bypassCSP: true,
        }, async (page) => {
            await PAGES[name](page, way);
            await screenshot(page, `looks/${name}-${language}-${scheme}-${width}`);
            const { scroll, client } = await page.evaluate(() => ({
                scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth,
            }));
            assert.ok(scroll <= client, `the page is ${scroll} wide in ${client}`);
            if (paired(language, scheme, width)) assert.deepEqual(await axe(page), []);
        }));
    }
}

for (const name of ['form', 'errors', 'thanks', 'embedded', 'embedded-thanks', 'nothing-sent', 'missing']) {
    test(name, (t) => look(t, name));
}
test('while nothing can be stored', async (t) => {
    await site.part('stop', 'postgres');
    await look(t, 'busy');
    await site.part('start', 'postgres');
});
test('while firstline is stopped', async (t) => {
    await site.part('stop', 'firstline');
    for (const name of ['stopped-opened', 'stopped-sent']) await look(t, name);
    await site.part('start', 'firstline');
});

after(() => browser.close());
site.check_at_end();
