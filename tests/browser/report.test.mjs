// report: the page of "firstline report --html" in Chromium: every chart with its title, sentence, drawing and table; its sums are
// those of the database; nothing leaves it; axe-core finds nothing; it fits a phone and A4; in both languages and schemes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { pathToFileURL } from 'node:url';
import { BINARY, Site, VALID } from '../http/lib.mjs';
import { axe, open_browser, paired, screenshot, with_page } from './lib.mjs';

const site = await Site.up({ env: { FIRSTLINE_WEEK: 'yes' } });
const folder = mkdtempSync(join(tmpdir(), 'firstline-report-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const HOSTILE = '</script><img src=x onerror=alert(1)>\u202egpj.exe';
const link = (words) => `https://example.ru/?${new URLSearchParams(words)}`;
for (const [phone, landing] of [['+7 912 345-67-80', link({ utm_source: 'yandex', utm_medium: 'cpc', utm_campaign: HOSTILE })],
    ['+7 912 345-67-81', link({ utm_source: 'leaflet', utm_medium: 'paper', utm_campaign: '=1+1' })]]) {
    assert.equal((await site.post('callback', { ...VALID.callback, phone, _landing: landing })).status, 303);
}
await site.psql(`DELETE FROM intake.cost;    -- the demo's own
    INSERT INTO intake.cost (source, medium, campaign, day, amount, currency, loaded_by)
    SELECT c.source, '', '', o.today, c.amount, 'RUB', 'marina' FROM marketing.office AS o, (VALUES ('yandex', 250000.5), ('nowhere', 300)) AS c (source, amount)`);

/** The page, made as marketing makes it. */
function made(language, ...args) {
    const file = join(folder, `${language}${args.join('')}.html`);
    const { status, stderr } = spawnSync(BINARY, ['report', '--html', file, '--language', language, ...args],
        { env: { ...site.env, PGUSER: 'marina' }, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    return pathToFileURL(file).href;
}
const PAGES = { ru: made('ru'), en: made('en') };
const EMPTY = { ru: made('ru', '--from=2020-01-01', '--to=2020-01-31'), en: made('en', '--from=2020-01-01', '--to=2020-01-31') };
const YEAR = made('ru', '--from=2026-01-01', '--to=2026-12-31');

const CHARTS = ['volume', 'funnel', 'conversion', 'category', 'speed', 'hours', 'campaigns'];
const SECTIONS = [...CHARTS, 'costs', 'three', 'unassigned', 'balance', 'forgets'];
const number = (text) => Number(text.replace(/[^\d.-]/g, ''));   // of an English page

/** Opens it, sees that nothing is asked for, and hands it on. */
function opened(url, options, work) {
    return with_page(browser, site, { bypassCSP: true, ...options }, async (page) => {
        const asked = [];
        page.on('request', (request) => { if (request.url() !== url && !request.url().startsWith('data:')) asked.push(request.url()); });
        page.on('dialog', (dialog) => asked.push(`a dialog: ${dialog.message()}`));
        await page.goto(url);
        await work(page);
        assert.deepEqual(asked, [], 'the page asked for something');
    });
}
const browser = await open_browser();

const JUDGED = { unsure: false };
/** The contrasts of all texts to the ground of their section, of letters in drawings, too: those that are too low. */
const pale = (page) => page.locator('section :is(h2, h3, p, li, th, td, summary, text)').evaluateAll((all) => {
    const parts = (colour) => colour.match(/[\d.]+/g).slice(0, 3).map(Number);
    const light = (colour) => parts(colour).map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    return all.filter((text) => {
        const colour = getComputedStyle(text)[text instanceof SVGElement ? 'fill' : 'color'];
        const [a, b] = [light(colour), light(getComputedStyle(text.closest('section')).backgroundColor)].sort((x, y) => y - x);
        return (a + 0.05) / (b + 0.05) < 4.5;
    }).map((text) => text.textContent);
});

const WIDE = `() => ({ scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth })`;
for (const [language, locale] of [['ru', 'ru-RU'], ['en', 'en-GB']]) {
    for (const colorScheme of ['light', 'dark']) {
        for (const width of [360, 1280]) {
            test(`${language}, ${colorScheme}, ${width}: it fits${paired(language, colorScheme, width) ? ', and axe-core finds nothing' : ''}`, () => opened(PAGES[language],
                { locale, colorScheme, viewport: { width, height: 900 } }, async (page) => {
                    await screenshot(page, `report-${language}-${colorScheme}-${width}`);
                    const { scroll, client } = await page.evaluate(`(${WIDE})()`);
                    assert.ok(scroll <= client, `the page is ${scroll} wide in ${client}`);
                    assert.deepEqual(await pale(page), []);
                    assert.equal(await page.getAttribute('html', 'lang'), language);
                    if (!paired(language, colorScheme, width)) return;
                    // With its tables open; closed they are on the page of days without leads.
                    await page.evaluate(() => { for (const details of document.querySelectorAll('details')) details.open = true; });
                    assert.deepEqual(await axe(page, JUDGED), []);
                }));
        }
    }
    test(`${language}: of days without leads`, () => opened(EMPTY[language], { locale }, async (page) => {
        assert.equal(await page.locator('section').count(), SECTIONS.length);
        assert.deepEqual(await axe(page, JUDGED), []);
        assert.doesNotMatch(await page.locator('main').innerText(), /NaN|undefined|null|Infinity|\{\w+\}/);
    }));
}

test('every chart has a title, a sentence, a drawing that is named, and a table of its numbers', () => opened(PAGES.en, { locale: 'en-GB' }, async (page) => {
    assert.deepEqual(await page.locator('section').evaluateAll((all) => all.map((s) => s.id)), SECTIONS);
    for (const id of CHARTS) {
        const section = page.locator(`#${id}`);
        const title = await section.locator('h2').innerText(), sentence = await section.locator('.says').innerText();
        assert.match(sentence, /\d.*\.$/, `${id}: a sentence with a number`);
        const svg = section.locator('figure svg');
        assert.equal(await svg.getAttribute('role'), 'img');
        assert.equal(await svg.getAttribute('aria-label'), `${title}. ${sentence}`);
        assert.ok((await svg.locator('rect, path').count()) > 0, `${id} draws nothing`);
        assert.ok((await section.locator('table tbody tr').count()) > 0, `${id} has no table`);
        assert.equal(await section.locator('table').first().locator('thead th[scope=col]').count() > 1, true);
    }
    assert.doesNotMatch(await page.locator('main').innerText(), /NaN|undefined|null|Infinity|\{\w+\}/);
}));

test('its sums are those of the database, and a day without leads is a zero', () => opened(PAGES.en, { locale: 'en-GB' }, async (page) => {
    const [of] = await site.sql(`SELECT sum(leads)::int AS leads, sum(red)::int AS red, sum(qualified)::int AS qualified, sum(won)::int AS won, sum(amount)::float AS amount
        FROM marketing.channel_daily WHERE day > (SELECT today FROM marketing.office) - 30`, { user: 'marina' });
    const tiles = await page.locator('.tile strong').allInnerTexts();
    assert.deepEqual(tiles.slice(0, 4).map(number), [of.leads, of.red, of.qualified, of.won]);
    const foot = (section, nth) => page.locator(`${section} table`).nth(nth).locator('tfoot td').allInnerTexts();
    const totals = (await foot('#volume', 0)).map(number);
    assert.deepEqual([totals[0], totals[4], totals[5], totals[6]], [of.leads, of.qualified, of.won, of.amount]);
    const days = await page.locator('#volume details tbody tr').evaluateAll((rows) => rows.map((row) => row.lastElementChild.textContent));
    assert.equal(days.length, 30);
    assert.equal(days.map(number).reduce((a, b) => a + b), of.leads);
    assert.ok(days.includes('0'));
    for (const nth of [0, 1, 2]) assert.equal(number((await foot('#three', nth))[0]), of.leads);
    const hours = await page.locator('#hours details tbody tr').evaluateAll((rows) => rows.map((row) => row.lastElementChild.textContent));
    assert.equal(hours.map(number).reduce((a, b) => a + b), of.leads);
    assert.match(await page.locator('#balance .proof').innerText(), /^✓/);
    assert.equal(number(await page.locator('#funnel table tbody tr').nth(1).locator('td').first().textContent()), of.leads);
    const costs = await page.locator('#costs tbody tr').first().locator('td').allInnerTexts();
    assert.equal(number(costs[2]), 250001);
    const [paid] = await site.sql("SELECT sum(leads)::int AS leads FROM marketing.cost_daily WHERE source = 'yandex'", { user: 'marina' });
    assert.equal(number(costs[3]), paid.leads);
}));

test('what an outsider wrote is text', () => opened(PAGES.ru, {}, async (page) => {
    const campaigns = await page.locator('#campaigns tbody th').allTextContents();
    assert.ok(campaigns.some((text) => text.includes('</script><img')), campaigns.join());
    assert.doesNotMatch(await page.content().then((html) => html.replace(/<script>[^]*?<\/script>/g, '')), /<img|\u202e/);
    assert.ok((await page.locator('#unassigned tbody').innerText()).includes('leaflet'));
}));

test('a year is drawn by weeks', () => opened(YEAR, {}, async (page) => {
    const weeks = await page.locator('#volume details tbody tr').count();
    assert.ok(weeks >= 52 && weeks <= 54, `${weeks} weeks`);
}));

test('on A4: nothing is wider than the paper, and no chart is cut', () => opened(PAGES.ru, { colorScheme: 'dark' }, async (page) => {
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length;
    assert.ok(sheets >= 2 && sheets <= 8, `${sheets} sheets`);
    assert.match(pdf.toString('latin1'), /MediaBox\s*\[0 0 59[45][.\d]* 84[12]/);
    // The same layout on a screen as wide as the paper between its margins.
    await page.setViewportSize({ width: 703, height: 1030 });
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    const { scroll, client } = await page.evaluate(`(${WIDE})()`);
    assert.ok(scroll <= client, `the page is ${scroll} wide on ${client}`);
    const wide = await page.locator('section').evaluateAll((all) => all.filter((s) => s.scrollWidth > s.clientWidth + 1).map((s) => s.id));
    assert.deepEqual(wide, []);
    const uncut = await page.locator('figure').evaluateAll((all) => all.map((f) => getComputedStyle(f).breakInside));
    assert.ok(uncut.every((value) => value === 'avoid'));
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(ground, 'rgb(255, 255, 255)', 'dark is for screens');
}));

test('its own policy lets nothing out', () => opened(PAGES.en, { bypassCSP: false, expect: [/violates the following Content Security Policy|Refused to/] }, async (page) => {
    const said = await page.evaluate(() => fetch('https://example.org/').then(() => 'sent', () => 'refused'));
    assert.equal(said, 'refused');
    assert.match(readFileSync(new URL(PAGES.en), 'utf8'), /default-src 'none'/);
}));

after(() => browser.close());
site.check_at_end({ whole: false });   // the week before came by no form
