// desk_shift: a whole shift by keyboard alone, in Russian: sign in, ten leads of every outcome, an incoming call, a lead by hand, a
// promised call, an undo, two qualifiers at once, a network that goes away and comes back, what goes wrong said in words, sign out.
// No mouse: whatever is done goes by Keys; the addresses of pages are opened by the exchange, or typed. Each act is looked up in SQL.
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { Site, VALID, day, until } from '../http/lib.mjs';
import { Keys } from './desk_keys.mjs';
import { open_browser, steps, with_page } from './lib.mjs';

const WRONGED = /недозвон — после|больше за раз не даётся|не номер заявки|заявки 00000000 нет|напишите цену числом|сейчас не у вас|больше 4000 знаков|сейчас ведёт|второй шанс — позже/;
const site = await Site.up({ port: 'auto', desk: true, expect: [/ FATAL: .*password authentication failed/, WRONGED] });
await site.psql(`UPDATE intake.staff SET language = 'ru'; UPDATE intake.setting SET recheck_share = 0`);
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
/** In a list, with the arrow. */
async function chooses(keys, list, value) {
    await keys.to(list);
    await keys.press('Home');
    for (let i = 0; i < 9 && await list.inputValue() !== value; i++) await keys.press('ArrowDown');
    assert.equal(await list.inputValue(), value);
}
async function gone(page) {
    await page.locator('dialog').waitFor({ state: 'detached' });
}

/** Who has what, by the database: the names of the clients. */
const held_by = async (login) => (await site.sql(`SELECT l.answers ->> 'name' AS name FROM intake.work AS w JOIN intake.lead AS l ON l.id = w.lead
    WHERE w.state = 'claimed' AND w.owner = :'login' AND w.lease_until > now() ORDER BY w.claimed_at`, { vars: { login } })).map((r) => r.name);

/** The client that Ctrl+Enter gives; before: whose card was there. */
async function takes(keys, before) {
    await keys.press('Control+Enter');
    await keys.page.locator('#client-name').filter({ hasNotText: before ?? '\0' }).waitFor();
    return who(keys.page);
}

const NEW = ['Пётр', 'Роза', 'Сима', 'Тарас', 'Ульяна', 'Фёдор', 'Харитон'];
/** Olga and Pavel press the key at the same moment, until neither gets any more; then Pavel takes what Olga has let run out. */
async function two_at_once(olga) {
    for (const [i, name] of NEW.entries()) await arrives(name, 20 + i);
    await with_page(browser, site, OPTIONS, async (page) => {
        const pavel = new Keys(page);
        await sign_in(pavel, 'pavel');
        await page.getByRole('button', { name: 'Взять следующего' }).waitFor();
        const got = { olga: [], pavel: [] };
        for (let round = 0; round < 3; round++) {
            const both = await Promise.all([takes(olga, got.olga.at(-1)), takes(pavel, got.pavel.at(-1))]);
            got.olga.push(both[0]);
            got.pavel.push(both[1]);
        }
        assert.equal(new Set([...got.olga, ...got.pavel]).size, 6);
        for (const login of ['olga', 'pavel']) assert.deepEqual(await held_by(login), got[login]);
        // Of all clients of the shift: whoever had two people was given back in between.
        assert.deepEqual(await site.sql(`SELECT lead FROM intake.lead_event WHERE what IN ('claimed', 'released') GROUP BY lead
            HAVING count(DISTINCT who) FILTER (WHERE what = 'claimed') > 1 AND count(*) FILTER (WHERE what = 'released') = 0`), []);
        await Promise.all([olga, pavel].map(async (keys) => {
            await keys.press('Control+Enter');
            await refused(keys.page, 'у вас уже 3 клиента: больше за раз не даётся');
        }));
        await of_a_colleague(olga, pavel, got.pavel[0]);
        await run_out(olga, pavel, got.olga[2]);
    });
}

/** Whoever looks at a colleague's lead is told whose it is, and has no acts. */
async function of_a_colleague(olga, pavel, name) {
    await olga.press('Slash');
    await olga.write(olga.page.getByLabel('Телефон, имя, почта или номер заявки'), name);
    await olga.page.locator('tbody tr', { hasText: name }).waitFor();
    await olga.press('Enter');
    await olga.page.getByText('Эта заявка не у вас. В работе. Её ведёт Павел.').waitFor();
    assert.equal(await olga.page.locator('.acts button').count(), 0);
    // What she writes down of that client is not hers, either.
    await olga.enter(in_menu(olga.page, 'Новая заявка'), 'Shift+Tab');
    await olga.write(olga.page.getByLabel('Как к вам обращаться'), name);
    const { phone } = await one(`SELECT l.answers ->> 'phone' AS phone FROM intake.lead AS l WHERE l.id = :'id'`, { id: receipts[name] });
    await olga.write(olga.page.getByLabel('Телефон'), phone);
    await olga.to(olga.page.getByLabel(/обработку/));
    await olga.press('Space', 'Control+Enter');
    await said(olga.page, 'записана и ждёт в очереди');
    await olga.press('Slash');
    await olga.write(olga.page.getByLabel('Телефон, имя, почта или номер заявки'), name);
    await olga.enter(olga.page.locator('tbody tr', { hasText: 'новая' }).getByRole('link'));
    await olga.enter(olga.page.getByRole('button', { name: 'Взять', exact: true }));
    await refused(olga.page, 'сейчас ведёт Павел');
    assert.equal((await one(`SELECT w.owner FROM intake.lead AS l JOIN intake.work AS w ON w.lead = l.id WHERE l.form = 'callback' AND l.answers ->> 'name' = :'name'`, { name })).owner, null);
}

/** Olga's network is away when her time with a client ends and Pavel takes it: what she does then is not done, and she hears why. */
async function run_out(olga, pavel, name) {
    await olga.enter(olga.page.locator('.held').getByRole('link', { name }), 'Shift+Tab');
    await shown(olga.page, name);
    await olga.page.context().setOffline(true);
    await site.psql(`UPDATE intake.work SET lease_until = now() - interval '1 second' WHERE lead = :'id'`, { vars: { id: receipts[name] } });
    const [first] = await held_by('pavel');
    await pavel.enter(pavel.page.locator('.held').getByRole('link', { name: first }), 'Shift+Tab');
    await shown(pavel.page, first);
    await opens(pavel, 'KeyX', 'Это не заявка');
    await pavel.press('Digit1', 'Enter');
    await happened(first, 'spam,advertising,pavel');
    await pavel.press('Slash');
    await pavel.write(pavel.page.getByLabel('Телефон, имя, почта или номер заявки'), name);
    await pavel.page.locator('tbody tr', { hasText: name }).waitFor();
    await pavel.press('Enter');
    await pavel.enter(pavel.page.getByRole('button', { name: 'Взять', exact: true }));
    await shown(pavel.page, name);
    await olga.press('Digit1');
    await opens(olga, 'KeyN', 'Заметка');
    await olga.type('уже не моё');
    await olga.enter(olga.page.getByRole('button', { name: 'Записать', exact: true }));
    await olga.page.context().setOffline(false);
    await refused(olga.page, `Не получилось: заявка ${short(name)} сейчас не у вас`);
    await olga.page.locator('.toast.wrong', { hasText: 'Она у коллеги.' }).first().waitFor();
    await olga.page.getByText('Эта заявка не у вас. В работе. Её ведёт Павел.').waitFor();
    assert.deepEqual((await events(name)).filter((e) => /attempted|noted/.test(e)), []);
    assert.equal((await work(name)).owner, 'pavel');
    await takes(olga, name);
}

test('a whole shift by keyboard alone', (t) => with_page(browser, site, { ...OPTIONS, timezoneId: 'Europe/Moscow' }, async (page) => {
    const step = steps(t);
    const keys = new Keys(page);
    let pointed = 0;
    await page.exposeFunction('pointed', () => { pointed += 1; });
    await page.addInitScript(() => addEventListener('pointerdown', () => globalThis.pointed(), true));

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
        await keys.write_date(ready, day(3));
        await keys.press('Enter');
        const price = page.getByLabel(/Минимальная цена/);
        const acts_for = page.locator('#answer-acts_for');      // of the other team
        await becomes('the next gap has the focus', () => keys.has_focus(acts_for));
        await keys.type('сам за себя');
        await keys.press('Enter');
        await becomes('the last gap has the focus', () => keys.has_focus(price));
        await keys.type('дорого');
        await keys.press('Enter');
        await page.locator('.field.bad', { hasText: 'напишите цену числом' }).waitFor();
        await refused(page, 'напишите цену числом');
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
        assert.deepEqual(await one(`SELECT team, opened_by FROM intake.deal WHERE lead = :'id'`, { id: receipts['Егор'] }), { team: 'general', opened_by: 'olga' });
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
        await chooses(keys, page.getByLabel('Форма'), 'cargo');
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
        await chooses(keys, page.getByLabel('Форма'), 'callback');
        await chooses(keys, page.getByLabel('Как обратился'), 'visit');
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

    await step('a fourth client at once is not given', async () => {
        await keys.press('Control+Enter');
        await refused(page, 'у вас уже 3 клиента: больше за раз не даётся');
        await shown(page, 'Захар');
    });

    await step('a receipt that is none', async () => {
        await page.goto('/desk/#lead/zzzz');
        await page.getByRole('alert').filter({ hasText: '"zzzz" — не номер заявки' }).waitFor();
        await page.goto('/desk/#lead/00000000');
        await page.getByRole('alert').filter({ hasText: 'заявки 00000000 нет' }).waitFor();
        await keys.press('Slash');
        await keys.write(page.getByLabel('Телефон, имя, почта или номер заявки'), '0000-0000');
        await page.getByText('Ничего не нашлось.').waitFor();
    });

    await step('the network goes while a note is written, and comes back', async () => {
        await keys.enter(in_menu(page, /^Мои/), 'Shift+Tab');
        await keys.enter(page.locator('tbody tr', { hasText: 'Мирон' }).getByRole('link'));
        await shown(page, 'Мирон');
        await opens(keys, 'KeyN', 'Заметка');
        await keys.type('перезвонить ');
        await page.context().setOffline(true);
        await keys.type('в пятницу');
        await page.getByText('Нет связи с сервером.').waitFor();
        assert.equal(await page.getByLabel('Текст заметки').inputValue(), 'перезвонить в пятницу');
        await keys.enter(page.getByRole('button', { name: 'Записать', exact: true }));
        await gone(page);
        await keys.press('Digit1');
        await page.getByText('Ждут отправки: 2 действия. Ничего не пропадёт').waitFor();
        await page.locator('.story li', { hasText: 'перезвонить в пятницу' }).getByText('отправляется').waitFor();
        await keys.write(page.getByLabel('Вес, кг'), '900');
        await keys.press('Enter');
        await page.locator('.field.bad', { hasText: 'Проверим, когда вернётся связь' }).waitFor();
        const before = ['received,,firstline_desk', 'entered,,olga', 'claimed,,olga'];
        assert.deepEqual(await events('Мирон'), before);
        await page.context().setOffline(false);
        await happened('Мирон', 'noted,,olga', 'attempted,talked,olga', 'answered,,olga');
        assert.deepEqual(await events('Мирон'), [...before, 'noted,,olga', 'attempted,talked,olga', 'answered,,olga']);
        assert.equal((await notes('Мирон', 'перезвонить в пятницу')).n, 1);
        assert.deepEqual(await work('Мирон').then((w) => [w.attempts, Number(w.answers.weight_kg)]), [1, 900]);
        await page.getByText('Нет связи с сервером.').waitFor({ state: 'detached' });
        await page.locator('.story li', { hasText: 'перезвонить в пятницу' }).filter({ hasNotText: 'отправляется' }).waitFor();
    });

    await step('a lead that is written down without a network is written down once', async () => {
        await keys.press('Escape');      // out of the field
        await opens(keys, 'KeyX', 'Это не заявка');      // of three clients one has to go
        await keys.press('Digit2', 'Enter');
        await happened('Мирон', 'spam,nonsense,olga');
        await keys.enter(in_menu(page, 'Новая заявка'), 'Shift+Tab');
        await keys.write(page.getByLabel('Как к вам обращаться'), 'Олег');
        await page.context().setOffline(true);
        await keys.write(page.getByLabel('Телефон'), '8 912 000 00 79');
        await keys.to(page.getByLabel(/обработку/));
        await keys.press('Space');
        await keys.enter(page.getByRole('button', { name: 'Записать заявку' }));
        await page.getByText('Ждёт отправки: 1 действие.').waitFor();
        await page.context().setOffline(false);
        await shown(page, 'Олег');
        const leads = await site.sql(`SELECT l.id FROM intake.lead AS l JOIN intake.work AS w ON w.lead = l.id WHERE l.contacts::text LIKE '%79120000079%'`);
        assert.equal(leads.length, 1);
        receipts['Олег'] = leads[0].id;
        assert.equal((await work('Олег')).owner, 'olga');
    });

    await step('whoever is still held is decided on', async () => {
        for (const name of ['Олег', 'Нонна', 'Захар']) {
            if (name !== 'Олег') {
                await keys.enter(page.locator('.held').getByRole('link', { name }), 'Shift+Tab');
                await shown(page, name);
            }
            await opens(keys, 'KeyR', 'Почему отказываем');
            await keys.press('Digit6', 'Enter');
            await happened(name, 'refused,changed_mind,olga');
        }
        await page.getByText('Заявок на руках нет').waitFor();
    });

    await step('two qualifiers at once', () => two_at_once(keys));

    await step('a note that is too long comes back', async () => {
        const [name] = await held_by('olga');
        await keys.enter(page.locator('.held').getByRole('link', { name }), 'Shift+Tab');
        await shown(page, name);
        await opens(keys, 'KeyN', 'Заметка');
        await keys.enter(page.getByRole('button', { name: 'Записать', exact: true }));
        await page.getByRole('alert').filter({ hasText: 'Напишите что-нибудь.' }).waitFor();
        await keys.to(page.getByLabel('Текст заметки'), 'Shift+Tab');
        await keys.paste('д'.repeat(4001));
        await keys.enter(page.getByRole('button', { name: 'Записать', exact: true }));
        await refused(page, 'Не получилось: в заметке больше 4000 знаков');
        await opens(keys, 'KeyN', 'Заметка');
        assert.equal((await page.getByLabel('Текст заметки').inputValue()).length, 4001);
        await keys.press('Escape');
        await gone(page);
        assert.equal((await notes(name, 'д'.repeat(4001))).n, 0);
    });

    await step('signs out, and is told what is not finished and what stays', async () => {
        await keys.enter(page.getByRole('button', { name: 'Выйти' }), 'Shift+Tab');
        await dialog(page, 'Есть недописанное').waitFor();
        await keys.press('Enter');
        await page.getByText('У вас остаются 3 заявки: они ваши до конца срока.').waitFor();
        await page.getByLabel('Логин').waitFor();
        assert.equal(await page.evaluate(() => sessionStorage.length), 0);
        assert.equal((await held_by('olga')).length, 3);
        await page.goto('/desk/#mine');
        await page.getByLabel('Логин').waitFor();
    });

    t.diagnostic(`${keys.count} keys`);
    assert.equal(pointed, 0);
}));

after(() => browser.close());
site.check_at_end({ whole: false });
