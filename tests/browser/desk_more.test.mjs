// desk_more: what a qualifier does beside the shift: reads a card in words of the owner's, judges again what a colleague
// has closed, says who is one client and who is not, and closes all leads of one at once; takes back what was not sent, or is told
// that it was; and leaves a tab to a colleague without losing anything in it.
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { Site, VALID, day, until } from '../http/lib.mjs';
import { axe, open_browser, with_page } from './lib.mjs';

const site = await Site.up({ port: 'auto', desk: true });
await site.psql('UPDATE intake.setting SET max_clients = 20, recheck_share = 0');
const browser = await open_browser();
const OPTIONS = { expect: [/status of (401|409|422)/], viewport: { width: 1280, height: 900 }, bypassCSP: true, reducedMotion: 'reduce' };

const sent = (name, phone, more) => site.receipt('cargo', { ...VALID.cargo, name, phone, email: '', ready_on: day(3), ...more });
const as = (login, query) => site.psql(`SET SESSION AUTHORIZATION ${login}; ${query}`);
/** What lies over a page leaves axe-core unsure of its contrasts. */
const fits = async (page) => assert.deepEqual(await axe(page, { unsure: await page.locator('dialog').count() === 0 }), []);
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
async function sign_in_here(page, login) {
    await page.locator('input[name=username]').fill(login);
    await page.locator('input[name=password]').fill(`demo-${login}`);
    await page.keyboard.press('Enter');
}
const events = async (receipt) => (await site.sql(`SELECT what FROM intake.lead_event WHERE lead = '${receipt}' ORDER BY step`)).map((e) => e.what);
/** No name of a field, a form, a category, a team, a stage or a person. */
const RAW = /\b(weight_kg|price_floor|ready_on|consent|cargo|high-margin|other|general|price|needs|olga|true)\b/;

test('that there was nobody to take is not told to the next person', () => with_page(browser, site, OPTIONS, async (page) => {
    await sign_in(page);
    await page.keyboard.press('Control+Enter');
    await page.getByText('Сейчас некого взять', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Выйти' }).click();
    await page.waitForSelector('main.signin');
    await sign_in_here(page, 'pavel');
    await page.locator('.counts').waitFor();
    assert.equal(await page.locator('main [role=status]').count(), 0);
}));

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

test('a second opinion, without knowing the first', () => with_page(browser, site, OPTIONS, async (page) => {
    const receipt = await sent('Антон', '+7 912 000-01-01');
    await site.psql('UPDATE intake.setting SET recheck_share = 1');
    await as('pavel', `SELECT FROM desk.take('${receipt}'); SELECT desk.record_attempt('${receipt}', 'talked'), desk.refuse('${receipt}', 'too_small')`);
    await site.psql('UPDATE intake.setting SET recheck_share = 0');
    await sign_in(page);
    await page.getByRole('link', { name: 'Второе мнение: 1' }).press('Enter');
    await page.getByRole('heading', { name: 'Второе мнение' }).waitFor();
    const row = page.locator('tr', { hasText: 'Антон' });
    await fits(page);
    await row.getByRole('link').click();
    await page.getByRole('heading', { name: 'Как решили бы вы?' }).waitFor();
    const card = await page.locator('.card').innerText();
    assert.doesNotMatch(card, /Павел|слишком мелкий|too_small/, 'nothing hints at the verdict');
    assert.equal(await page.getByRole('button', { name: 'Открыть снова' }).count(), 0);
    await fits(page);
    await page.getByRole('button', { name: 'Отказ', exact: true }).click();
    await page.locator('dialog').getByRole('button', { name: 'Отказ', exact: true }).click();
    await page.getByText('Выберите причину.').waitFor();
    await page.getByLabel('Причина').selectOption('price_floor');
    await fits(page);
    await page.keyboard.press('Control+Enter');
    await page.getByText('Вашего мнения сейчас не ждут.').waitFor();
    await page.locator('.toast', { hasText: 'Второе мнение: Отказ' }).waitFor();
    const given = () => site.sql(`SELECT verdict, reason, second_by FROM intake.second_verdict WHERE lead = :'id'`, { vars: { id: receipt } });
    assert.equal((await given())[0].verdict, null, 'it can be taken back so long');
    await until('it is given', async () => (await given())[0].verdict !== null);
    assert.deepEqual(await given(), [{ verdict: 'refused', reason: 'price_floor', second_by: 'olga' }]);
}));

test('all leads of a client at once, and back', () => with_page(browser, site, OPTIONS, async (page) => {
    const both = [await sent('Фёдор', '+7 912 000-02-01'), await sent('Фёдор', '+7 912 000-02-01', { cargo: 'ещё станки', weight_kg: '3000' })];
    const states = async () => (await site.sql(`SELECT state || ' ' || coalesce(verdict, '') AS it FROM intake.work WHERE lead IN ('${both.join("','")}')`)).map((w) => w.it.trim());
    await as('olga', `SELECT FROM desk.take('${both[0]}')`);
    await sign_in(page);
    await open_card(page, both[0]);
    await page.getByRole('button', { name: 'Закрыть все (2)' }).click();
    await page.locator('dialog').getByText('Закрываются с одним итогом: ').waitFor();
    await fits(page);
    await page.getByLabel('Итог').selectOption('spam nonsense');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Следующий клиент' }).waitFor();
    await until('both are closed', async () => (await states()).join() === 'closed spam,closed spam');
    await page.keyboard.press('Control+KeyZ');
    await until('both are hers again', async () => (await states()).join() === 'claimed,claimed');
}));

test('two clients are one, or not; a contact is somebody else\'s', () => with_page(browser, site, OPTIONS, async (page) => {
    const roots = async (...receipts) => new Set((await site.sql(`SELECT client FROM intake.work WHERE lead IN ('${receipts.join("','")}')`)).map((w) => w.client)).size;
    const two = async (n) => {
        const [first, other] = [await sent('Игорь', `+7 912 000-0${n}-01`), await sent('Инна', '', { phone: '', email: `inna${n}@example.com` })];
        return [first, other, await sent('Игорь', `+7 912 000-0${n}-01`, { email: `inna${n}@example.com` })];
    };
    const [first, other, of_both] = await two(3);
    await as('olga', `SELECT FROM desk.take('${of_both}')`);
    await sign_in(page);
    await open_card(page, of_both);
    await page.getByText('В заявке есть и контакты другого клиента: inna3@example.com. Это один клиент?').waitFor();
    await fits(page);
    await page.getByRole('button', { name: 'Один клиент' }).click();
    await page.getByLabel('Причина').fill('муж и жена');
    await fits(page);
    await page.keyboard.press('Enter');
    await until('they are one', async () => await roots(first, other, of_both) === 1);
    await page.locator('.story li', { hasText: 'клиенты объединены' }).waitFor();
    assert.equal(await page.getByText('Это один клиент?').count(), 0);
    await page.keyboard.press('Control+KeyZ');
    await until('they are two', async () => await roots(first, other) === 2);
    await page.getByText('Это один клиент?').waitFor();
    await page.getByRole('button', { name: 'Разные клиенты' }).click();
    await page.getByText('Это один клиент?').waitFor({ state: 'detached' });
    await until('it is noted', async () => (await site.sql(`SELECT answer FROM intake.merge_proposal WHERE lead = '${of_both}'`))[0].answer === 'kept apart');

    const [alone, mixed] = [await sent('Лев', '+7 912 000-05-01', { email: 'lev@example.com' }), await sent('Лиза', '+7 912 000-05-01')];
    await as('olga', `SELECT FROM desk.take('${alone}')`);
    await open_card(page, alone);
    await page.locator('summary', { hasText: 'Ещё' }).click();
    await page.getByRole('button', { name: 'Контакт не этого клиента' }).click();
    await page.getByLabel('Контакт', { exact: true }).selectOption('+79120000501');
    await page.getByLabel('Причина').fill('телефон соседки');
    await fits(page);
    await page.keyboard.press('Enter');
    await until('two clients', async () => await roots(alone, mixed) === 2);
    const said = page.locator('.toast', { hasText: 'теперь отдельный клиент' });
    await said.waitFor();
    assert.doesNotMatch(await said.innerText(), /[0-9a-f]{8}-|desk\./);
    await page.keyboard.press('Control+KeyZ');
    await until('one again', async () => await roots(alone, mixed) === 1);
}));

test('who takes back what was not sent can take the next', () => with_page(browser, site, { ...OPTIONS, expect: [...OPTIONS.expect, /net::ERR_/] }, async (page) => {
    const [receipt] = [await sent('Глеб', '+7 912 000-06-01'), await sent('Дарья', '+7 912 000-06-02')];
    await as('olga', `SELECT FROM desk.take('${receipt}')`);
    await sign_in(page);
    await open_card(page, receipt);
    await page.context().setOffline(true);
    await page.keyboard.press('Digit1');
    await page.keyboard.press('KeyR');
    await page.locator('dialog').waitFor();
    await page.keyboard.press('Digit1');
    await page.keyboard.press('Control+Enter');      // and next
    await page.locator('.toast', { hasText: 'отказ' }).waitFor();
    await page.keyboard.press('Control+KeyZ');
    await page.locator('.toast', { hasText: 'Отменено.' }).waitFor();
    await page.locator('#client-name', { hasText: 'Глеб' }).waitFor();
    await page.context().setOffline(false);
    await until('the call is written down', async () => (await events(receipt)).at(-1) === 'attempted');
    await page.goto('/desk/#next');
    await page.getByRole('button', { name: 'Взять следующего' }).click();
    await page.waitForSelector('#client-name');
    assert.notEqual(await page.locator('#client-name').innerText(), 'Глеб');
    assert.ok(!(await events(receipt)).includes('refused'));
}));

test('what has been sent is not offered to be taken back, and who tries is told', () => with_page(browser, site, OPTIONS, async (page) => {
    const receipt = await sent('Ждан', '+7 912 000-07-01');
    await as('olga', `SELECT FROM desk.take('${receipt}')`);
    await sign_in(page);
    await open_card(page, receipt);
    const back = page.locator('.toast').getByRole('button', { name: /Отменить/ });
    await page.keyboard.press('Digit1');
    await page.locator('.toast', { hasText: 'Звонок: поговорили' }).waitFor();
    assert.equal(await back.count(), 1);
    await page.locator('summary', { hasText: 'Ещё' }).click();
    await page.getByRole('button', { name: 'Продлить' }).click();      // what was held back goes with it
    await back.waitFor({ state: 'detached', timeout: 3000 });
    await page.locator('.toast', { hasText: 'Звонок: поговорили' }).waitFor();
    await fits(page);
    await page.keyboard.press('KeyN');
    await page.getByLabel('Текст заметки').fill('не тому');
    await page.keyboard.press('Control+Enter');      // and next
    await until('the note is written down', async () => (await events(receipt)).at(-1) === 'noted');
    await page.locator('.toast', { hasText: 'Заметка записана' }).waitFor();
    await page.keyboard.press('Control+KeyZ');
    await page.locator('.toast', { hasText: 'Уже отправлено: отменить нельзя.' }).waitFor();
}));

test('a colleague who signs out of a tab takes nothing along of whoever was there before', () => with_page(browser, site, OPTIONS, async (page) => {
    page.on('dialog', (leave) => leave.accept());
    const receipt = await sent('Захар', '+7 912 000-08-01');
    await as('olga', `SELECT FROM desk.take('${receipt}'); SELECT desk.record_attempt('${receipt}', 'talked')`);
    await sign_in(page);
    await open_card(page, receipt);
    await page.keyboard.press('KeyN');
    await page.getByLabel('Текст заметки').fill('недописано');
    await page.keyboard.press('Escape');
    await page.context().clearCookies();
    await page.keyboard.press('KeyR');
    await page.locator('dialog').waitFor();
    await page.keyboard.press('Digit1');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Вход устарел: войдите снова' }).waitFor();
    await sign_in_here(page, 'pavel');
    await page.locator('.who strong', { hasText: 'Павел' }).waitFor();
    await page.locator('.who button').click();
    await page.waitForSelector('main.signin');
    await sign_in_here(page, 'olga');
    await until('her refusal has come', async () => (await events(receipt)).at(-1) === 'refused');
    assert.deepEqual(await page.evaluate(() => Object.values(sessionStorage)), ['"недописано"']);
}));

after(async () => {
    await browser.close();
});
site.check_at_end({ whole: false });
