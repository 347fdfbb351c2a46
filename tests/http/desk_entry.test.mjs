// desk_entry: leads that the staff enters, and answers of a card before they are stored: by the form's own checks, and nothing that
// only a visitor may say, or only the program.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test from 'node:test';
import { Browser, REFUSALS, refused } from './desk.mjs';
import { Site, VALID } from './lib.mjs';

const site = await Site.up({ desk: true, expect: [...REFUSALS, / ERROR: /] });
const [olga, pavel, vera, marina] = [await Browser.of(site, 'olga'), await Browser.of(site, 'pavel'), await Browser.of(site, 'vera'), await Browser.of(site, 'marina')];
let number = 0;
const fresh = () => { number += 1; return { ...VALID.callback, consent: true, name: `По телефону ${number}`, phone: `8 912 610-00-${String(number).padStart(2, '0')}` }; };
const enter = (who, body, form = 'callback') => who.post(`lead/${form}`, { channel: 'phone', ...body });
const entered = async (who, body, form) => {
    const answer = await enter(who, body, form);
    assert.equal(answer.status, 201, answer.text);
    return answer.json();
};

test('a lead by hand: new, again, and other than before', async () => {
    const body = { _submission: randomUUID(), fields: fresh() };
    const first = await entered(olga, body);
    assert.deepEqual(first, { receipt: body._submission, outcome: 'new', taken: false });
    assert.deepEqual(await entered(olga, body), { ...first, outcome: 'replay' });
    const other = await entered(olga, { ...body, fields: fresh() });
    assert.equal(other.outcome, 'differs');
    assert.notEqual(other.receipt, first.receipt);
    assert.equal(await site.count('intake.lead', `id = '${first.receipt}' AND entered_by = 'olga'`), 1);
    assert.equal((await entered(olga, { fields: fresh() })).outcome, 'new', 'without a number of its own it has one all the same');
    for (const id of ['x', '00000000-0000-0000-0000-000000000000']) {
        const answer = await enter(olga, { _submission: id, fields: fresh() });
        assert.deepEqual([...refused(answer), answer.json().field], [422, '22023', '_submission']);
    }
});

test('what is wrong is told of each field, in the language of who types', async () => {
    const fields = { ...fresh(), name: '', phone: '12' };
    const [ru, en] = [await enter(olga, { fields }), await enter(pavel, { fields })];
    assert.deepEqual([ru.status, ru.json().code, ru.json().message, en.json().message], [422, '22000', 'Проверьте поля.', 'Look at the fields.']);
    assert.deepEqual(ru.json().errors.map((e) => e.field), ['name', 'phone']);
    assert.match(ru.json().errors[0].message, /^Напишите/);
    assert.match(en.json().errors[0].message, /^Enter/);
    const { consent, ...without } = fresh();
    assert.equal(consent, true);
    assert.deepEqual((await enter(olga, { fields: without })).json().errors.map((e) => e.field), ['consent'], 'who was not asked has not agreed');
    for (const fields_ of ['x', 7, [1], null]) assert.ok([400, 422].includes((await enter(olga, { fields: fields_ })).status), JSON.stringify(fields_));
    for (const channel of ['web', '', 'Phone', null, 7]) {
        const answer = await enter(olga, { channel, fields: fresh() });
        assert.deepEqual([...refused(answer), answer.json().field], [422, '22023', 'channel']);
    }
    assert.deepEqual(refused(await enter(olga, { fields: fresh() }, 'nothing')), [404, 'form']);
});

test('taken, or left in the queue', async () => {
    const lead = await entered(olga, { fields: fresh(), take: true });
    assert.equal(lead.taken, true);
    assert.deepEqual(await site.sql(`SELECT state, owner FROM intake.work WHERE lead = '${lead.receipt}'`), [{ state: 'claimed', owner: 'olga' }]);
    const fields = fresh();
    await entered(pavel, { fields, take: true });
    const one_more = await entered(olga, { fields: { ...fields, name: 'Ещё раз' }, take: true });
    assert.deepEqual([one_more.outcome, one_more.taken], ['new', false], 'a colleague is with that client, and the lead is in');
    assert.equal(await site.count('intake.lead', `id = '${one_more.receipt}'`), 1);
    assert.equal((await entered(vera, { fields: fresh(), take: true })).taken, false, 'sales do not take from the queue');
});

test('who entered it, how the client came and what was agreed orally stand in the history', async () => {
    const { receipt } = await entered(pavel, { channel: 'visit', fields: fresh() });
    const [event] = await site.sql(`SELECT who, what, details FROM intake.lead_event WHERE lead = '${receipt}' AND what = 'entered'`);
    assert.deepEqual(event, { who: 'pavel', what: 'entered', details: { channel: 'visit', ticked: 'consent' } });
    assert.ok((await pavel.rows('desk/lead_history', `?receipt=${receipt}`)).some((r) => JSON.stringify(r).includes('consent')));
});

test('nothing is said in another\'s name', async () => {
    const fields = { ...fresh(), entered_by: 'irina', received_at: '2020-01-01', category: 'high-margin', _landing: 'https://x.example/?utm_source=forged', _submission: randomUUID() };
    const { receipt } = await entered(olga, { fields, entered_by: 'irina', received_at: '2020-01-01', id: randomUUID(), imported_from: 'crm' });
    const lead = await site.lead(receipt);
    assert.equal(lead.entered_by, 'olga');
    assert.ok(Date.now() - Date.parse(lead.received_at) < 60_000);
    assert.ok(!JSON.stringify([lead.category, lead.landing, lead.channel]).includes('forged'));
});

test('only the program can enter leads for people: psql cannot', async () => {
    for (const user of ['olga', 'irina', 'vera', 'marina']) {
        for (const call of [`intake.submit_by_hand('${user}', '{}')`, `intake.submit_by_hand('irina', '{"channel":"phone"}')`, 'intake.submit(\'[]\')', `intake.enter('${user}', NULL)`,
            `intake.begin_session('irina', 'n', 60, false)`, `intake.act_begin('${user}', gen_random_uuid())`]) {
            await assert.rejects(site.psql(`SELECT ${call}`, { user }), /42501/, `${user}: ${call}`);
        }
    }
    assert.deepEqual(refused(await enter(marina, { fields: fresh() })), [403, '42501'], 'marketing enters none');
    assert.equal((await entered(vera, { fields: fresh() })).outcome, 'new');
});

test('the line that was called', async () => {
    const { receipt } = await entered(olga, { fields: fresh(), line: '84951234567' });
    assert.deepEqual(await site.sql(`SELECT channel, touch ->> 'line' AS line FROM intake.lead WHERE id = '${receipt}'`), [{ channel: 'phone', line: '+74951234567' }]);
    for (const line of ['', 'x', '"; DROP TABLE', '1'.repeat(3000)]) assert.equal((await enter(olga, { fields: fresh(), line })).status, 201, line);
});

test('answers of a card are read as the form reads them, and nothing is stored', async () => {
    const before = await site.count();
    const read = async (who, fields, form = 'cargo') => (await who.post(`read/${form}`, { fields })).json().fields;
    assert.deepEqual(await read(olga, { weight_kg: '5 т' }), { weight_kg: { ok: true, value: 5000, text: '5000' } });
    assert.deepEqual(await read(olga, { weight_kg: '' }), { weight_kg: { ok: true, value: null, text: '' } });
    assert.deepEqual(await read(olga, { nothing: 'x' }), {});
    const [ru, en] = [await read(olga, { weight_kg: 'много' }), await read(pavel, { weight_kg: 'много' })];
    assert.deepEqual([ru.weight_kg.ok, en.weight_kg.ok], [false, false]);
    assert.match(ru.weight_kg.message, /[а-я]/);
    assert.ok(!/[а-яА-Я]{3}/.test(en.weight_kg.message.replace('много', '')), en.weight_kg.message);
    assert.match(ru.weight_kg.code, /^\w+$/);
    assert.deepEqual(refused(await olga.post('read/nothing', { fields: {} })), [404, 'form']);
    assert.equal(await site.count(), before);
});

test('the forms, in the language of who asks; and the categories', async () => {
    const forms = async (who) => Object.fromEntries((await who.get('forms')).json().forms.map((f) => [f.name, f]));
    const categories = async (who) => (await who.get('forms')).json().categories.find((c) => c.name === 'high-margin');
    assert.deepEqual([await categories(olga), await categories(pavel)], [{ name: 'high-margin', label: 'Высокомаржинальная' }, { name: 'high-margin', label: 'High margin' }]);
    const [ru, en] = [await forms(olga), await forms(pavel)];
    assert.deepEqual([ru.callback.title, en.callback.title, ru.callback.script[0]], ['Перезвоните мне', 'Call me back', 'Чем можем помочь?']);
    assert.deepEqual(ru.callback.fields.map((f) => [f.name, f.type, f.required === true]), [['name', 'text', true], ['phone', 'phone', true], ['consent', 'consent', true]]);
});

site.check_at_end({ whole: false });
