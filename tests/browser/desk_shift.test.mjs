// desk_shift: a whole shift by keyboard alone, in Russian: sign in, ten leads of every outcome, an incoming call, a lead by hand, a
// promised call, an undo, two qualifiers at once, a network that goes away and comes back, what goes wrong said in words, sign out.
// No mouse: whatever is done goes by Keys; the addresses of pages are opened by the exchange, or typed. Each act is looked up in SQL.
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { Site, VALID, day, until } from '../http/lib.mjs';
import { Keys } from './desk_keys.mjs';
import { open_browser, steps, with_page } from './lib.mjs';

const WRONGED = /недозвон — после|больше за раз не даётся|не номер заявки|это не цена|сейчас не у вас|больше 4000 знаков|второй шанс — позже/;
const site = await Site.up({ port: 'auto', desk: true, expect: [/ FATAL: .*password authentication failed/, WRONGED] });
await site.psql(`UPDATE intake.staff SET language = 'ru'`);
const browser = await open_browser();
const OPTIONS = { expect: [/status of (401|403|404|409|422)/, /net::ERR_INTERNET_DISCONNECTED/], viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' };

/** In the order in which they come in, which is that of the queue. */
const NAMES = ['Анна', 'Борис', 'Вера', 'Глеб', 'Дарья', 'Егор', 'Жанна', 'Захар', 'Ирма', 'Клим'];
const receipts = {};
const phone_of = (n) => `+7 912 000-00-${String(n).padStart(2, '0')}`;
async function arrives(name, n) {
    receipts[name] = await site.receipt('cargo', { ...VALID.cargo, name, phone: phone_of(n), ready_on: '' });
}
for (const [i, name] of NAMES.entries()) await arrives(name, i + 1);

const short = (name) => receipts[name].replaceAll('-', '').replace(/.*(....)(....)$/, '$1-$2');
const one = async (text, vars) => (await site.sql(text, { vars }))[0];
const work = (name) => one(`SELECT state, verdict, reason, owner, attempts, answers, price, promised_by, not_before FROM intake.work WHERE lead = :'id'`, { id: receipts[name] });
/** [what, reason, who], oldest first. */
const events = async (name) => (await site.sql(`SELECT what, reason, who FROM intake.lead_event WHERE lead = :'id' ORDER BY step`, { vars: { id: receipts[name] } }))
    .map((e) => [e.what, e.reason, e.who].join());
const notes = (name, text) => one(`SELECT count(*)::int AS n FROM intake.lead_event WHERE lead = :'id' AND what = 'noted' AND note = :'text'`, { id: receipts[name], text });
const becomes = (what, probe) => until(what, probe, 15_000);
const happened = (name, ...wanted) => becomes(`${name}: ${wanted.join('; ')}`, async () => {
    const all = await events(name);
    return wanted.every((w) => all.includes(w));
});

const who = (page) => page.locator('#client-name').innerText();
const said = (page, text) => page.locator('.toast', { hasText: text }).waitFor();
/** In a toast that says what went wrong. */
const refused = (page, text) => page.locator('.toast.wrong', { hasText: text }).waitFor();
const dialog = (page, title) => page.getByRole('dialog', { name: title });
const in_menu = (page, name) => page.getByRole('navigation', { name: 'Разделы' }).getByRole('link', { name });

async function sign_in(keys, login) {
    const { page } = keys;
    await page.goto('/desk/');
    await keys.write(page.getByLabel('Логин'), login);
    await keys.write(page.getByLabel('Пароль'), `demo-${login}`);
    await keys.press('Enter');
    await page.waitForSelector('header');
}
/** The card of that client is there, to be worked on. */
async function shown(page, name) {
    await page.locator('#client-name', { hasText: name }).waitFor();
    await page.locator('.acts kbd').first().waitFor();
}
/** Opens a dialog by its key, from wherever the focus is but a field. */
async function opens(keys, key, title) {
    await keys.press(key);
    await dialog(keys.page, title).waitFor();
}
async function gone(page) {
    await page.locator('dialog').waitFor({ state: 'detached' });
}

test('a whole shift by keyboard alone', (t) => with_page(browser, site, { ...OPTIONS, timezoneId: 'Europe/Moscow' }, async (page) => {
    const step = steps(t);
    const keys = new Keys(page);

    await step('who mistypes is told; signs in', async () => {
        await page.goto('/desk/');
        await keys.write(page.getByLabel('Логин'), 'olga');
        await keys.write(page.getByLabel('Пароль'), 'demo-olgo');
        await keys.press('Enter');
        await page.getByText('Логин или пароль не подходит.').waitFor();
        await keys.write(page.getByLabel('Пароль'), 'demo-olga', 'Shift+Tab');
        await keys.press('Enter');
        await page.getByRole('button', { name: 'Взять следующего' }).waitFor();
        assert.equal(await page.locator('.who strong').innerText(), 'Ольга');
        assert.equal(await page.locator('.counts div', { hasText: 'ждут' }).locator('dd').innerText(), '10');
    });

    await step('1, talked: refused, and sent to somebody else', async () => {
        await keys.press('Enter');
        await shown(page, 'Анна');
        assert.deepEqual(await work('Анна').then((w) => [w.state, w.owner]), ['claimed', 'olga']);
        await keys.press('Digit1');
        await said(page, 'Звонок: поговорили');
        await opens(keys, 'KeyR', 'Почему отказываем');
        await keys.press('Digit5');
        await keys.write(page.getByLabel('Куда направили клиента'), 'Почта России');
        await keys.press('Control+Enter');
        await said(page, `Заявка ${short('Анна')}: отказ`);
        await shown(page, 'Борис');
        await happened('Анна', 'claimed,,olga', 'attempted,talked,olga', 'redirected,not_our_service,olga');
        assert.equal((await work('Анна')).verdict, 'redirected');
        assert.equal((await one(`SELECT details ->> 'pointed_to' AS place FROM intake.lead_event WHERE lead = :'id' AND what = 'redirected'`, { id: receipts['Анна'] })).place, 'Почта России');
    });

    await step('2, no answer: not to be given up after one attempt; in an hour', async () => {
        await keys.press('Digit2');
        await said(page, 'Звонок: не отвечает');
        await page.getByText('Не дозвонились? Отложите:').waitFor();
        await opens(keys, 'KeyU', 'Не дозвонились');
        await keys.press('Digit1');
        await keys.press('Enter');
        await refused(page, 'Не получилось: недозвон — после 3 попыток, а их было 1');
        await shown(page, 'Борис');
        assert.equal((await work('Борис')).state, 'claimed');
        await keys.enter(page.getByRole('button', { name: 'Через час' }));
        await said(page, `Заявка ${short('Борис')} вернётся в очередь`);
        await happened('Борис', 'attempted,no_answer,olga', 'postponed,no_answer,olga');
        assert.equal((await work('Борис')).state, 'postponed');
        const { minutes } = await one(`SELECT round(extract(epoch FROM not_before - now()) / 60)::int AS minutes FROM intake.work WHERE lead = :'id'`, { id: receipts['Борис'] });
        assert.ok(minutes >= 58 && minutes <= 60, `${minutes} minutes`);
    });

    await step('3, busy: later, and the reason is the one that fits', async () => {
        await page.getByRole('button', { name: 'Взять следующего' }).waitFor();
        await keys.press('Control+Enter');
        await shown(page, 'Вера');
        await keys.press('Digit3');
        await said(page, 'Звонок: занято');
        await opens(keys, 'KeyZ', 'Когда позвонить снова');
        assert.equal(await page.getByLabel('Причина').inputValue(), 'no_answer');
        await keys.press('Digit3');
        await keys.press('Control+Enter');
        await shown(page, 'Глеб');
        await happened('Вера', 'attempted,busy,olga', 'postponed,no_answer,olga');
        assert.equal((await one(`SELECT to_char(not_before AT TIME ZONE 'Europe/Moscow', 'ID HH24:MI') AS at FROM intake.work WHERE lead = :'id'`, { id: receipts['Вера'] })).at, '1 10:00');
    });

    await step('4, a wrong number: not reached, for which one attempt is enough', async () => {
        await keys.press('Digit4');
        await said(page, 'Звонок: номер чужой');
        await opens(keys, 'KeyU', 'Не дозвонились');
        await keys.press('Enter');
        await page.getByRole('alert').filter({ hasText: 'Выберите причину.' }).waitFor();
        await keys.press('Digit2');
        await keys.press('Control+Enter');
        await said(page, `Заявка ${short('Глеб')}: недозвон`);
        await shown(page, 'Дарья');
        await happened('Глеб', 'attempted,wrong_number,olga', 'unreachable,wrong_number,olga');
        assert.deepEqual(await work('Глеб').then((w) => [w.state, w.verdict]), ['closed', 'unreachable']);
    });

    await step('5, a message left: not into the past; at a time of one\'s own', async () => {
        await keys.press('Digit5');
        await said(page, 'Звонок: оставлено сообщение');
        await opens(keys, 'KeyZ', 'Когда позвонить снова');
        await keys.press('Digit4');
        await keys.press('Enter');
        await page.getByRole('alert').filter({ hasText: 'Укажите время.' }).waitFor();
        await keys.write_date(page.getByLabel('Время офиса'), `${day(-1)}T10:00`);
        await keys.press('Enter');
        await refused(page, 'Не получилось: второй шанс — позже, чем сейчас, и в пределах года, а не');
        await shown(page, 'Дарья');
        assert.equal((await work('Дарья')).state, 'claimed');
        await opens(keys, 'KeyZ', 'Когда позвонить снова');
        await keys.press('Digit4');
        await keys.write_date(page.getByLabel('Время офиса'), `${day(2)}T11:30`);
        await keys.press('Control+Enter');
        await shown(page, 'Егор');
        await happened('Дарья', 'attempted,message_left,olga', 'postponed,no_answer,olga');
        assert.equal((await one(`SELECT to_char(not_before AT TIME ZONE 'Europe/Moscow', 'YYYY-MM-DD HH24:MI') AS at FROM intake.work WHERE lead = :'id'`, { id: receipts['Дарья'] })).at, `${day(2)} 11:30`);
    });

    await step('6, handed over: the gaps are named, filled in, judged, then it goes', async () => {
        await opens(keys, 'KeyT', 'Кому передать');
        await keys.press('Enter');
        await page.getByRole('alert').filter({ hasText: /Выберите команду|не хватает/ }).waitFor();
        await keys.press('Digit1');
        await keys.press('Enter');
        await page.getByRole('alert').filter({ hasText: 'не хватает: когда груз готов, согласие с ценой от 5000 RUB' }).waitFor();
        assert.equal((await work('Егор')).state, 'claimed');
        await keys.enter(page.getByRole('button', { name: 'Заполнить на карточке' }));
        await gone(page);
        const ready = page.getByLabel('Когда груз будет готов');
        await becomes('the first gap has the focus', () => keys.has_focus(ready));
        await keys.write_date(ready, day(-3));
        await keys.press('Enter');
        await page.locator('.field.bad', { hasText: 'Когда груз будет готов: выберите другую дату, самая ранняя' }).waitFor();
        await keys.press('Tab', 'Shift+Tab');
        await keys.write_date(ready, day(3));
        await keys.press('Enter');
        const price = page.getByLabel(/Минимальная цена/);
        await becomes('the next gap has the focus', () => keys.has_focus(price));
        await keys.type('дорого');
        await keys.press('Enter');
        await page.locator('.field.bad', { hasText: 'это не цена: нужно число' }).waitFor();
        await refused(page, 'это не цена');
        await keys.write(price, '15 000', 'Shift+Tab');
        await keys.press('Enter');
        await page.getByText('Всё, что нужно продавцам, известно.').waitFor();
        const weight = page.getByLabel('Вес, кг');
        await keys.write(weight, 'тонна-другая', 'Shift+Tab');
        await keys.press('Enter');
        await page.locator('.field.bad', { hasText: 'Вес: введите число цифрами, например 1500 или 2,5.' }).waitFor();
        await keys.write(weight, '1,5 т');
        await keys.press('Enter');
        await becomes('the answers are noted', async () => {
            const w = await work('Егор');
            return w.answers?.ready_on === day(3) && Number(w.answers?.weight_kg) === 1500 && Number(w.price) === 15000;
        });
        await opens(keys, 'KeyT', 'Кому передать');
        await keys.press('Digit1');
        await keys.write(page.getByLabel('Заметка продавцу'), 'ждёт счёт');
        await keys.press('Control+Enter');
        await said(page, `Заявка ${short('Егор')} передана: общее`);
        await shown(page, 'Жанна');
        await happened('Егор', 'answered,,olga', 'handed_over,general,olga');
        assert.deepEqual(await one(`SELECT team, owner, opened_by FROM intake.deal WHERE lead = :'id'`, { id: receipts['Егор'] }), { team: 'general', owner: 'gleb', opened_by: 'olga' });
    });

    await step('7, refused with a reason; taken back; refused', async () => {
        await opens(keys, 'KeyR', 'Почему отказываем');
        await keys.press('Digit2', 'Enter');
        await said(page, `Заявка ${short('Жанна')}: отказ`);
        await happened('Жанна', 'refused,too_small,olga');
        await keys.press('Control+KeyZ');
        await shown(page, 'Жанна');
        await happened('Жанна', 'undone,,olga');
        assert.deepEqual(await work('Жанна').then((w) => [w.state, w.verdict, w.owner]), ['claimed', null, 'olga']);
        await opens(keys, 'KeyR', 'Почему отказываем');
        await keys.press('Digit1');
        await keys.write(page.getByLabel('Своими словами'), 'нужен кран');
        await keys.press('Control+Enter');
        await shown(page, 'Захар');
        await happened('Жанна', 'refused,special_equipment,olga');
        assert.deepEqual(await work('Жанна').then((w) => [w.state, w.verdict, w.reason]), ['closed', 'refused', 'special_equipment']);
    });

    await step('8, later: a call that is promised for tomorrow, at ten', async () => {
        await keys.press('Digit1');
        await said(page, 'Звонок: поговорили');
        await opens(keys, 'KeyZ', 'Когда позвонить снова');
        assert.equal(await page.getByLabel('Причина').inputValue(), 'asked_later');
        await keys.press('Digit2');
        await keys.press('Control+Enter');
        await said(page, `Заявка ${short('Захар')}: звонок обещан на`);
        await shown(page, 'Ирма');
        await happened('Захар', 'postponed,asked_later,olga');
        assert.deepEqual(await one(`SELECT promised_by, to_char(promised AT TIME ZONE 'Europe/Moscow', 'YYYY-MM-DD HH24:MI') AS at FROM intake.work WHERE lead = :'id'`, { id: receipts['Захар'] }),
                         { promised_by: 'olga', at: `${day(1)} 10:00` });
    });

    await step('9, no lead at all', async () => {
        await opens(keys, 'KeyX', 'Это не заявка');
        await keys.press('Digit1');
        await keys.press('Control+Enter');
        await said(page, `Заявка ${short('Ирма')}: спам`);
        await shown(page, 'Клим');
        await happened('Ирма', 'spam,advertising,olga');
        assert.deepEqual(await work('Ирма').then((w) => [w.state, w.verdict]), ['closed', 'spam']);
    });

    await step('10, given back', async () => {
        await opens(keys, 'KeyB', 'Вернуть в очередь');
        await keys.press('Digit3', 'Enter');
        await said(page, `Заявка ${short('Клим')} снова в очереди`);
        await happened('Клим', 'released,not_my_subject,olga');
        assert.deepEqual(await work('Клим').then((w) => [w.state, w.owner]), ['due', null]);
    });

    await step('the exchange: somebody we know, somebody new', async () => {
        await page.goto('/desk/call?from=%2B79120000001&to=%2B74951234567');
        await page.getByRole('heading', { name: 'Звонит +79120000001' }).waitFor();
        const known = page.locator('tbody tr', { hasText: 'Анна' }).getByRole('link');
        await keys.enter(known);
        await page.locator('#client-name', { hasText: 'Анна' }).waitFor();
        await page.getByText('Эта заявка не у вас. Закрыта.').waitFor();
        await page.goto('/desk/call?from=%2B79120000077&to=%2B74951234567');
        await page.getByRole('heading', { name: 'Звонит +79120000077' }).waitFor();
        await keys.to(page.getByLabel('Телефон'));
        assert.equal(await page.getByLabel('Телефон').inputValue(), '+79120000077');
        await keys.write(page.getByLabel('Имя'), 'Мирон', 'Shift+Tab');
        await keys.enter(page.getByRole('button', { name: 'Записать заявку' }));
        await page.getByRole('alert').filter({ hasText: 'Исправьте отмеченное.' }).waitFor();
        await page.locator('.field.bad', { hasText: 'Напишите, что везём' }).waitFor();
        await becomes('the first mistake has the focus', () => keys.has_focus(page.getByLabel('Что везём')));
        await keys.type('станок');
        await keys.write(page.getByLabel('Вес, кг'), '700');
        await keys.write(page.getByLabel('Откуда'), 'Казань');
        await keys.write(page.getByLabel('Куда', { exact: true }), 'Самара');
        await keys.to(page.getByLabel(/обработку/));
        await keys.press('Space');
        await keys.enter(page.getByRole('button', { name: 'Записать заявку' }));
        await shown(page, 'Мирон');
        const lead = await one(`SELECT l.id, l.entered_by, l.channel, w.owner, w.state FROM intake.lead AS l JOIN intake.work AS w ON w.lead = l.id WHERE l.entered_by IS NOT NULL`);
        receipts['Мирон'] = lead.id;
        assert.deepEqual(lead, { id: lead.id, entered_by: 'olga', channel: 'phone', owner: 'olga', state: 'claimed' });
    });

    await step('a lead by hand, of somebody who came in person', async () => {
        await keys.enter(in_menu(page, 'Новая заявка'), 'Shift+Tab');
        await page.getByRole('button', { name: 'Записать заявку' }).waitFor();
        const form = page.getByLabel('Форма');
        await keys.to(form);
        while (await form.inputValue() !== 'callback') await keys.press('ArrowUp');
        await keys.to(page.getByLabel('Как обратился'));
        await keys.press('ArrowDown');
        await keys.write(page.getByLabel('Как к вам обращаться'), 'Нонна');
        await keys.write(page.getByLabel('Телефон'), '8 912 000 00');
        await keys.to(page.getByLabel(/обработку/));
        await keys.press('Space');
        await keys.enter(page.getByRole('button', { name: 'Записать заявку' }));
        await page.locator('.field.bad', { hasText: 'Телефон: введите номер с кодом города или страны' }).waitFor();
        await keys.write(page.getByLabel('Телефон'), '8 912 000 00 78');
        await keys.press('Enter');
        await shown(page, 'Нонна');
        const lead = await one(`SELECT l.id, l.channel, w.owner FROM intake.lead AS l JOIN intake.work AS w ON w.lead = l.id WHERE l.form = 'callback'`);
        receipts['Нонна'] = lead.id;
        assert.deepEqual(lead, { id: lead.id, channel: 'visit', owner: 'olga' });
    });

    await step('the promised call is due, and comes first', async () => {
        await site.psql(`UPDATE intake.work SET not_before = now() - interval '1 minute', promised = now() - interval '1 minute' WHERE lead = :'id'`, { vars: { id: receipts['Захар'] } });
        await keys.enter(in_menu(page, /Обещанные/), 'Shift+Tab');
        await page.locator('tr.marked', { hasText: 'Захар' }).getByText(/просрочено/).waitFor();
        await keys.press('Control+Enter');
        await shown(page, 'Захар');
        await page.getByText('Звонок обещан на').waitFor();
        assert.deepEqual(await work('Захар').then((w) => [w.state, w.owner]), ['claimed', 'olga']);
        await keys.press('Digit1');
        await said(page, 'Звонок: поговорили');
    });
}));

after(() => browser.close());
site.check_at_end({ whole: false });
