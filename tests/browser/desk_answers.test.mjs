// desk_answers: what a qualifier types into an answer and the form does not take: it is not lost on the way to sales or to the next client.
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { Site, VALID, until } from '../http/lib.mjs';
import { axe, open_browser, with_page } from './lib.mjs';

const site = await Site.up({ port: 'auto', desk: true, expect: [/firstline_desk@firstline ERROR/] });
await site.psql('UPDATE intake.setting SET recheck_share = 0, max_clients = 20; DELETE FROM intake.required_answer WHERE NOT \'weight_kg\' = ANY (any_of); UPDATE intake.team SET price_floor = 5000');
const browser = await open_browser();
const OPTIONS = { expect: [/status of (401|409|422)/], viewport: { width: 1280, height: 900 }, bypassCSP: true, reducedMotion: 'reduce' };
const receipts = {};
for (const [n, name] of ['Анна', 'Борис', 'Вера', 'Глеб'].entries()) {
    receipts[name] = await site.receipt('cargo', { ...VALID.cargo, name, phone: `+7 912 000-00-0${n}`, email: '', weight_kg: '12000' });
    await site.psql(`SET SESSION AUTHORIZATION olga; SELECT desk.take('${receipts[name]}')`);
}
const work = async (name) => (await site.sql(`SELECT verdict, answers, price FROM intake.work WHERE lead = :'id'`, { vars: { id: receipts[name] } }))[0];

async function open_card(page, name) {
    await page.goto('/desk/');
    await page.getByLabel('Логин').fill('olga');
    await page.getByLabel('Пароль').fill('demo-olga');
    await page.keyboard.press('Enter');
    await page.waitForSelector('header');
    await page.goto(`/desk/#lead/${receipts[name]}`);
    await page.locator('#answer-weight_kg').waitFor();
}
const focused = (page, id) => page.waitForFunction((at) => document.activeElement.id === at, id);
const refused = (page) => page.locator('.field.bad', { hasText: 'Вес' }).waitFor();

test('what the form has refused is not handed over as if it were known', () => with_page(browser, site, OPTIONS, async (page) => {
    await open_card(page, 'Анна');
    await page.locator('#answer-price_floor').fill('дорого');
    await page.keyboard.press('Enter');
    await page.locator('.field.bad', { hasText: 'напишите цену числом: 15 000 или 15 000,50' }).waitFor();
    await page.locator('#answer-price_floor').fill('от 7 тыс. руб');
    await page.keyboard.press('Enter');
    await until('the price is noted', async () => Number((await work('Анна')).price) === 7000, 15_000);
    await page.locator('#answer-weight_kg').fill('около 17 тонн');
    await page.keyboard.press('Escape');
    await refused(page);
    await page.keyboard.press('KeyT');
    const dialog = page.locator('dialog');
    await dialog.getByRole('radio', { name: /Услуги/ }).check();
    await dialog.locator('.radio', { hasText: 'Услуги' }).getByText('не записано: Вес, кг «около 17 тонн»').waitFor();
    await dialog.getByRole('button', { name: 'Передать', exact: true }).click();
    await dialog.locator('[role=alert]', { hasText: 'не записано: Вес, кг «около 17 тонн»' }).waitFor();
    assert.deepEqual(await axe(page, { unsure: false }), []);
    await dialog.getByRole('button', { name: 'Заполнить на карточке' }).click();
    await focused(page, 'answer-weight_kg');
    await page.locator('#answer-weight_kg').fill('17 т');
    await page.keyboard.press('Escape');
    await until('the weight is noted', async () => (await work('Анна')).answers?.weight_kg == 17000, 15_000);
    await page.keyboard.press('KeyT');
    await dialog.getByRole('radio', { name: /Услуги.*всё известно/ }).check();
    await dialog.getByRole('button', { name: 'Передать', exact: true }).click();
    await until('it is handed over', async () => (await work('Анна')).verdict === 'qualified', 15_000);
}));

test('Ctrl+Enter in an answer that is refused stays on the card', () => with_page(browser, site, OPTIONS, async (page) => {
    await open_card(page, 'Борис');
    await page.locator('#answer-weight_kg').fill('около 17 тонн');
    await page.keyboard.press('Control+Enter');
    await refused(page);
    await focused(page, 'answer-weight_kg');
    assert.ok(page.url().includes(receipts['Борис']));
    await page.getByRole('button', { name: 'Следующий клиент' }).click();
    await focused(page, 'answer-weight_kg');

    // What only the server refuses is named, and gone when it is right.
    await page.route('**/api/desk/add_answer', (route) => route.fulfill({ status: 422, json: { code: '22023', message: 'так не бывает' } }));
    await page.locator('#answer-weight_kg').fill('16 т');
    await page.keyboard.press('Control+Enter');
    const box = page.locator('.toast.wrong', { hasText: 'Вес, кг (Борис): так не бывает' });
    await box.waitFor();
    await focused(page, 'answer-weight_kg');
    assert.deepEqual([page.url().includes(receipts['Борис']), await page.locator('#answer-weight_kg').inputValue()], [true, '16 т']);
    await page.unroute('**/api/desk/add_answer');
    await page.locator('#answer-weight_kg').fill('17 т');
    await page.keyboard.press('Control+Enter');
    await page.waitForFunction((receipt) => !location.href.includes(receipt), receipts['Борис']);
    assert.equal(await box.count(), 0);
    assert.equal(Number((await work('Борис')).answers.weight_kg), 17000);
}));

after(() => browser.close());
site.check_at_end({ whole: false });
