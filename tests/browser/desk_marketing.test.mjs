// desk_marketing: marketing's screens in Chromium: the report live, whose numbers are those of the views and whose days stand in the
// address, and a link that is tried. The desk's own policy is in force, so what it refuses fails a test.
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { Site, VALID, until } from '../http/lib.mjs';
import { axe, open_browser, paired, screenshot, slow, with_page } from './lib.mjs';

const site = await Site.up({ port: 'auto', desk: true, env: { FIRSTLINE_WEEK: 'yes' } });
const browser = await open_browser();
const OPTIONS = { locale: 'en-GB', expect: [/status of 401/], viewport: { width: 1280, height: 900 } };
const JUDGED = { unsure: false };   // report.test.mjs computes the contrasts of drawings
await site.psql("UPDATE intake.staff SET language = 'en' WHERE login = 'marina'");

async function opened(options, address, work) {
    await with_page(browser, site, { ...OPTIONS, ...options }, async (page) => {
        const fetched = [];
        page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
        await page.goto(`/desk/${address}`);
        await page.getByLabel(/Логин|Login/).fill(options.login ?? 'marina');
        await page.getByLabel(/Пароль|Password/).fill(`demo-${options.login ?? 'marina'}`);
        await page.keyboard.press('Enter');
        await page.waitForSelector('#desk > header');
        await work(page, fetched);
    });
}
const drawn = (page) => page.locator('.report #forgets').waitFor();
const number = (text) => Number(text.replace(/[^\d.-]/g, ''));
const days = async () => (await site.sql(`SELECT today, today - 6 AS week, today - 29 AS month, today - 89 AS quarter, today - 364 AS year FROM marketing.office`, { user: 'marina' }))[0];
const sums = async (from, to) => (await site.sql(`SELECT coalesce(sum(leads), 0)::int AS leads, coalesce(sum(red), 0)::int AS red, coalesce(sum(qualified), 0)::int AS qualified,
    coalesce(sum(won), 0)::int AS won FROM marketing.channel_daily WHERE day BETWEEN :'from' AND :'to'`, { user: 'marina', vars: { from, to } }))[0];
const tiles = async (page) => (await page.locator('.report .tile strong').allInnerTexts()).slice(0, 4).map(number);
const fits = async (page, looked_at = true) => {
    if (looked_at) assert.deepEqual(await axe(page, JUDGED), []);
    const { scroll, client } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth }));
    assert.ok(scroll <= client, `the page is ${scroll} wide in ${client}`);
};

test('the report: its numbers are those of the views, every chart is drawn, nothing is refused by the policy', () => opened({}, '', async (page, fetched) => {
    assert.deepEqual(fetched.filter((path) => /\/report\/|\/marketing\//.test(path) && fetched.indexOf(path) < fetched.indexOf('/desk/session')), [], 'nothing of it before there is somebody');
    await drawn(page);
    const { month, today } = await days();
    const of = await sums(month, today);
    assert.ok(of.leads > 0);
    assert.deepEqual(await tiles(page), [of.leads, of.red, of.qualified, of.won]);
    for (const id of ['volume', 'funnel', 'conversion', 'category', 'speed', 'hours', 'campaigns']) {
        assert.ok(await page.locator(`#${id} figure svg :is(rect, path)`).count() > 0, `${id} draws nothing`);
    }
    assert.match(await page.locator('#balance .proof').innerText(), /^✓/);
    assert.equal(await page.locator('.swatch').first().evaluate((e) => getComputedStyle(e).backgroundColor), 'rgb(15, 95, 168)');
    assert.match(await page.locator('.made').innerText(), /^Counted up to \d.*Europe\/Moscow/);
    assert.doesNotMatch(await page.locator('main').innerText(), /NaN|undefined|null|Infinity|\{\w+\}/);
    assert.equal(await page.locator('[aria-current=page]').innerText(), 'What the channels brought');
    assert.equal(await page.title(), 'What the channels brought – First line');
}));

test('the days stand in the address, and the way back is there', () => opened({}, '#report?from=2020-01-01&to=2020-01-31', async (page) => {
    await drawn(page);
    assert.match(await page.locator('.report .days').innerText(), /1 January 2020 to 31 January 2020/);
    assert.deepEqual((await tiles(page))[0], 0);
    const { week, month, quarter, year, today } = await days();
    for (const [name, from] of [['Week', week], ['Month', month], ['Quarter', quarter], ['Year', year]]) {
        await page.getByRole('link', { name, exact: true }).click();
        const of = await sums(from, today);
        await until(name, async () => (await tiles(page)).join() === [of.leads, of.red, of.qualified, of.won].join(), 15_000);
        assert.equal(new URL(page.url()).hash, `#report?from=${from}&to=${today}`);
        assert.equal(await page.locator('.days-shown [aria-current]').innerText(), name);
    }
    await page.getByLabel('From', { exact: true }).fill(today);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/desk/#report?from=${today}&to=${today}`);
    const one = await sums(today, today);
    await until('one day', async () => (await tiles(page))[0] === one.leads && (await page.locator('.report .days').innerText()).split(' to ').length === 2, 15_000);
    for (let i = 0; i < 4; i++) await page.goBack();
    await until('the week again', async () => (await tiles(page))[0] === (await sums(week, today)).leads, 15_000);
    assert.equal(await page.getByLabel('From', { exact: true }).inputValue(), week);
    await page.goBack();
    await page.locator('.report .days', { hasText: 'January 2020' }).waitFor();
}));

test('days that are none, the wrong way round, too many: it says so, and shows the last thirty', () => opened({}, '', async (page) => {
    const { month, today } = await days();
    for (const [query, words] of [['from=2026-02-30x&to=1', /A day is written/], ['from=2026-11-02&to=2026-11-01', /after the last/], ['from=2020-01-01&to=2026-01-01', /A year at most/]]) {
        await page.goto(`/desk/#report?${query}`);
        await page.locator('.days-shown [role=alert]', { hasText: words }).waitFor();
        await drawn(page);
        assert.equal((await tiles(page))[0], (await sums(month, today)).leads);
    }
}));

test('anew each minute: only what is another, without a jump', () => opened({}, '', async (page) => {
    await drawn(page);
    const again = () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await page.locator('#hours summary').click();
    await page.evaluate(() => { document.querySelector('#hours svg').kept = true; });
    const top = await page.evaluate(() => scrollY);
    const made = await page.locator('.made').innerText();
    const [before] = await tiles(page);
    await Promise.all([page.waitForResponse(/marketing\/report/), again()]);
    assert.equal(await page.evaluate(() => document.querySelector('#hours svg').kept), true, 'what is the same is left alone');
    assert.equal((await site.post('callback', { ...VALID.callback, phone: '+7 912 345-67-90', _landing: 'https://example.ru/?utm_source=vk&utm_medium=target' })).status, 303);
    await slow(page, /marketing\/report/);      // and asked for again before it comes
    await until('one more', async () => { await again(); return (await tiles(page))[0] === before + 1; }, 15_000);
    assert.equal(await page.locator('#hours details').getAttribute('open'), '', 'what was open is open');
    assert.equal(await page.evaluate(() => document.activeElement.closest('section')?.id), 'hours', 'and the focus is where it was');
    assert.equal(await page.evaluate(() => scrollY), top);
    assert.equal(typeof made, 'string');
}));

test('try a link', () => opened({}, '#link', async (page) => {
    await page.getByRole('heading', { name: 'Try a link' }).waitFor();
    await fits(page);
    const answer = () => page.locator('.answer dd').allInnerTexts();
    await page.getByLabel('Landing page').fill('https://example.ru/?utm_source=vk&utm_medium=target&utm_campaign=Autumn');
    await page.keyboard.press('Enter');
    await page.locator('.answer').waitFor();
    assert.deepEqual((await answer()).slice(0, 6), ['Paid social', 'vk', 'target', 'autumn', 'Unassigned', 'Social networks']);
    assert.deepEqual((await page.locator('.answer p').allInnerTexts()), ['The source is vk: a social network.', 'It was paid for: that is what advertising is called (utm_medium target).',
        'Rule 10 has decided: it was paid for; the source is a social network.']);
    await page.getByLabel('Landing page').fill('');
    await page.getByLabel('Page on which the link stands').fill('https://yandex.ru/');
    await page.keyboard.press('Enter');
    await until('another answer', async () => (await answer())[0] === 'Organic search', 15_000);
    await fits(page);
}));

for (const [language, locale] of [['ru', 'ru-RU'], ['en', 'en-GB']]) {
    for (const colorScheme of ['light', 'dark']) {
        test(`${language}, ${colorScheme}: at 360 and 1280 it fits, and axe-core finds nothing`, async () => {
            await site.psql(`UPDATE intake.staff SET language = '${language}' WHERE login = 'marina'`);
            for (const width of [360, 1280]) {
                await opened({ locale, colorScheme, viewport: { width, height: 800 }, bypassCSP: true }, '', async (page) => {
                    await drawn(page);
                    await screenshot(page, `desk-report-${language}-${colorScheme}-${width}`);
                    await fits(page, paired(language, colorScheme, width));
                    assert.equal(await page.getAttribute('html', 'lang'), language);
                    await page.goto('/desk/#link');
                    await page.locator('main form input').first().fill('https://example.ru/?yclid=1');
                    await page.keyboard.press('Enter');
                    await page.locator('.answer').waitFor();
                    await fits(page, paired(language, colorScheme, width));
                    await screenshot(page, `desk-link-${language}-${colorScheme}-${width}`);
                });
            }
            await site.psql("UPDATE intake.staff SET language = 'en' WHERE login = 'marina'");
        });
    }
}

test('on A4 as the file: light, without what is around it, nothing wider than the paper', () => opened({ colorScheme: 'dark' }, '', async (page) => {
    await drawn(page);
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    const sheets = pdf.match(/\/Type\s*\/Page\b/g).length;
    assert.ok(sheets >= 2 && sheets <= 8, `${sheets} sheets`);
    assert.match(pdf, /MediaBox\s*\[0 0 59[45][.\d]* 84[12]/);
    await page.setViewportSize({ width: 703, height: 1030 });
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assert.deepEqual(await page.locator('.report section').evaluateAll((all) => all.filter((s) => s.scrollWidth > s.clientWidth + 1).map((s) => s.id)), []);
    assert.equal(await page.locator('#desk > header').isVisible(), false);
    assert.equal(await page.locator('.from-to').isVisible(), false);
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)');
}));

test('it is marketing\'s', () => opened({ login: 'olga', expect: [/status of (401|404)/] }, '#report', async (page, fetched) => {
    await page.getByRole('heading', { name: /no such page|страницы нет/ }).waitFor();
    assert.deepEqual(fetched.filter((path) => /\/report\/|\/marketing\//.test(path)), []);
}));

after(() => browser.close());
site.check_at_end({ whole: false });   // the week before came by no form
