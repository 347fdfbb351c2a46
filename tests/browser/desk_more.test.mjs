// desk_more: what a qualifier does beside the shift: reads a card in words of the owner's.
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { Site, VALID, day } from '../http/lib.mjs';
import { axe, open_browser, with_page } from './lib.mjs';

const site = await Site.up({ port: 'auto', desk: true });
await site.psql('UPDATE intake.setting SET max_clients = 20, recheck_share = 0');
const browser = await open_browser();
const OPTIONS = { expect: [/status of (401|409|422)/], viewport: { width: 1280, height: 900 }, bypassCSP: true, reducedMotion: 'reduce' };

const sent = (name, phone, more) => site.receipt('cargo', { ...VALID.cargo, name, phone, email: '', ready_on: day(3), ...more });
const as = (login, query) => site.psql(`SET SESSION AUTHORIZATION ${login}; ${query}`);
const fits = async (page) => assert.deepEqual(await axe(page), []);
async function sign_in(page, login = 'olga') {
    await page.goto('/desk/');
    await page.getByLabel(/Логин|Login/).fill(login);
    await page.getByLabel(/Пароль|Password/).fill(`demo-${login}`);
    await page.keyboard.press('Enter');
    await page.waitForSelector('header');
}
async function open_card(page, receipt) {
    await page.goto(`/desk/#lead/${receipt}`);
    await page.waitForSelector('#client-name');
    await page.getByText('Заявка на перевозку', { exact: false }).first().waitFor();      // the forms have come
}
/** No name of a field, a form, a category, a team, a stage or a person. */
const RAW = /\b(weight_kg|price_floor|ready_on|consent|cargo|high-margin|other|general|price|needs|olga|true)\b/;

test('a card is read in words: fields, form, category, stage, team', () => with_page(browser, site, OPTIONS, async (page) => {
    await sent('Пётр', '+7 912 000-00-98', { weight_kg: '300' });      // of the category that is chosen below
    const receipt = await sent('Юрий', '+7 912 000-00-99', { weight_kg: '20000', from: 'Москва', to: 'Владивосток' });
    await as('olga', `SELECT FROM desk.take('${receipt}'); SELECT desk.record_attempt('${receipt}', 'talked'); SELECT desk.set_stage('${receipt}', 'price');
        SELECT desk.add_answer('${receipt}', 'price_floor', '9000'), desk.add_answer('${receipt}', 'weight_kg', '21000');`);
    await sign_in(page);
    await open_card(page, receipt);
    const why = await page.locator('.why').innerText();
    assert.match(why, /^красный, Высокомаржинальная: Вес, кг: 20000; Когда груз будет готов: \d\d\.\d\d\.20\d\d; Куда содержит «Владивосток»/);
    const story = await page.locator('.story').innerText();
    for (const part of ['«Заявка на перевозку», Высокомаржинальная', 'Цена: 9000', 'Вес, кг: 21000', 'стало: цена']) assert.ok(story.includes(part), `${part} in ${story}`);
    assert.doesNotMatch(await page.locator('.card').innerText(), RAW);
    await fits(page);
    await as('olga', `SELECT desk.set_category('${receipt}', 'other'), desk.hand_over('${receipt}', 'general')`);
    await page.reload();
    await page.locator('.story li', { hasText: 'передана в продажи' }).waitFor();
    await page.getByText('Заявка на перевозку').first().waitFor();
    const after_all = await page.locator('.card').innerText();
    assert.match(after_all, /было: Высокомаржинальная; стало: Обычная/);
    assert.doesNotMatch(after_all, RAW);
}));

after(async () => {
    await browser.close();
});
site.check_at_end({ whole: false });
