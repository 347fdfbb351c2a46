// once: sending again, by whatever accident, is one lead with one receipt; and nothing is swallowed
// that only looks the same.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import test from 'node:test';
import { Site, VALID, receipt_of } from './lib.mjs';
import { controls } from './html.mjs';

const site = await Site.up();
/** A UUID of version 7 as of so many milliseconds from now. */
const uuid7 = (ms = 0) => {
    const time = (Date.now() + ms).toString(16).padStart(12, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
};
const all_the_same = (list) => assert.equal(new Set(list).size, 1, String([...new Set(list)]));

/** Sends the same many times at once, each on a connection of its own. */
async function at_once(count, send) {
    const agent = new http.Agent({ keepAlive: false });
    return Promise.all(Array.from({ length: count }, (_, n) => send(n, agent)));
}

test('a double click is one lead with one receipt', async () => {
    const fields = { ...VALID.callback, phone: '8 912 400-00-01', _submission: await site.token('callback') };
    const before = await site.count();
    const answers = await at_once(2, (_, agent) => site.post('callback', fields, { agent }));
    all_the_same(answers.map(receipt_of));
    assert.equal(await site.count(), before + 1);
    const again = await site.receipt('callback', fields);
    assert.equal(again, receipt_of(answers[0]));
    assert.equal(await site.count(), before + 1);
    assert.equal(await site.count('intake.lead_event', `lead = '${again}'`), 1, 'no second entry in its history');
});

test('a hundred repeats at once of one token are one lead', async () => {
    const fields = { ...VALID.cargo, phone: '8 912 400-00-02', _submission: await site.token('cargo') };
    const before = await site.count();
    all_the_same((await at_once(100, (_, agent) => site.post('cargo', fields, { agent }))).map(receipt_of));
    assert.equal(await site.count(), before + 1);
});

test('a program brings an id of its own', async () => {
    const id = uuid7();
    const fields = { ...VALID.callback, phone: '8 912 400-00-03', _submission: id };
    const first = await site.post_json('callback', fields);
    assert.equal(receipt_of(first), id);
    const second = await site.post_json('callback', fields);
    assert.equal(receipt_of(second), id);
    assert.equal(await site.count('intake.lead', `id = '${id}'`), 1);
    const upper = await site.post_json('callback', { ...fields, _submission: id.toUpperCase() });
    assert.equal(receipt_of(upper), id);
});

test('the same without an id within ten minutes is one lead', async () => {
    const fields = { ...VALID.contact, email: 'twice@example.com' };
    const before = await site.count();
    const receipts = [await site.receipt('contact', fields), await site.receipt('contact', fields),
        receipt_of(await site.post_json('contact', fields)), await site.receipt('contact', fields, { type: 'multipart' })];
    assert.equal(await site.count(), before + 1);
    receipts.push(...(await at_once(30, (_, agent) => site.post('contact', fields, { agent }))).map(receipt_of));
    assert.equal(await site.count(), before + 1);
    assert.equal(new Set(receipts).size, receipts.length, 'each has a receipt of its own: none tells when another was sent');
    const [first, ...others] = receipts;
    await resolve_to(others, first);
});

/** As it is read out. */
const said = (receipt) => `${receipt.slice(-8, -4)}-${receipt.slice(-4)}`;

/** Every receipt leads to that lead, however it was given. */
async function resolve_to(receipts, lead) {
    const found = await site.sql('SELECT receipt FROM intake.other_receipt WHERE lead = :\'lead\'', { vars: { lead } });
    assert.deepEqual(found.map((r) => r.receipt).sort(), [...receipts].sort());
}

test('and is thanked for as the first was', async () => {
    const fields = { ...VALID.contact, email: 'again@example.com' };
    const answers = [await site.post('contact', fields), await site.post('contact', fields)];
    const json = [await site.post_json('contact', fields), await site.post_json('contact', fields)];
    const pages = await Promise.all(answers.map((a) => site.get(a.headers.location)));
    const without = (text, receipt) => text.replaceAll(receipt, 'RECEIPT').replaceAll(said(receipt), 'SAID').replace(/proof=[0-9a-f]+/g, 'proof=');
    assert.equal(without(pages[1].text, receipt_of(answers[1])), without(pages[0].text, receipt_of(answers[0])), 'the page is the same but for the receipt');
    assert.ok(pages[1].text.includes(said(receipt_of(answers[1]))), 'which is its own');
    const told = json.map((a) => without(a.text, receipt_of(a)));
    assert.equal(told[1], told[0], 'and so is what a program is told');
    assert.equal(new Set([...answers, ...json].map(receipt_of)).size, 4);
});

test('a key that no program makes now is none', async (t) => {
    const odd = {
        'of last year': uuid7(-365 * 86_400_000), 'of 31 days ago': uuid7(-31 * 86_400_000), 'of tomorrow': uuid7(86_400_000),
        'of the first version': 'c232ab00-9414-11ec-b3c8-9f6bdeced846', 'of another variant': uuid7().replace(/-[89ab](...-.{12})$/, '-c$1'),
        'of zeros': '00000000-0000-0000-0000-000000000000', 'of ones': 'ffffffff-ffff-ffff-ffff-ffffffffffff',
    };
    let n = 10;
    for (const [name, id] of Object.entries(odd)) {
        await t.test(name, async () => {
            const fields = { ...VALID.callback, phone: `8 912 400-00-${n++}`, _submission: id };
            const before = await site.count();
            const [first, second] = [receipt_of(await site.post_json('callback', fields)), receipt_of(await site.post_json('callback', fields))];
            assert.notEqual(first, id);
            const { keyed, marks } = await site.lead(first);
            assert.deepEqual([keyed, marks.includes('own_id')], [false, true]);
            assert.equal(await site.count(), before + 1, 'a double click of it is one lead');
            await resolve_to([second], first);
        });
    }
    for (const [name, id] of Object.entries({ random: randomUUID(), 'of last week': uuid7(-7 * 86_400_000), 'of nine minutes ahead': uuid7(540_000) })) {
        await t.test(`but this is one: ${name}`, async () => {
            const fields = { ...VALID.callback, phone: `8 912 400-00-${n++}`, _submission: id };
            assert.equal(receipt_of(await site.post_json('callback', fields)), id);
            const { keyed, marks } = await site.lead(id);
            assert.deepEqual([keyed, marks.includes('own_id')], [true, false]);
        });
    }
});

test('another spelling of the same phone is the same, another answer is not', async () => {
    const fields = { ...VALID.cargo, phone: '8 (912) 400-00-04' };
    const first = await site.receipt('cargo', fields);
    const before = await site.count();
    await resolve_to([await site.receipt('cargo', { ...fields, phone: '+7 912 400 00 04' })], first);
    assert.equal(await site.count(), before);
    await site.receipt('cargo', { ...fields, comment: 'И ещё два ящика' });
    assert.equal(await site.count(), before + 1);
    await site.receipt('callback', { ...VALID.callback, phone: fields.phone });
    assert.equal(await site.count(), before + 2);
});

test('after ten minutes it is a new lead', async () => {
    const fields = { ...VALID.contact, email: 'later@example.com' };
    const first = await site.receipt('contact', fields);
    await site.psql(`BEGIN; ALTER TABLE intake.lead DISABLE TRIGGER ALL;
        UPDATE intake.lead SET received_at = received_at - interval '11 minutes' WHERE id = :'id';
        ALTER TABLE intake.lead ENABLE TRIGGER ALL; COMMIT;`, { vars: { id: first } });
    const later = await site.receipt('contact', fields);
    assert.equal((await site.lead(later)).id, later);
});

test('one id with two contents is two leads, the second marked', async () => {
    const id = uuid7();
    const fields = { ...VALID.callback, phone: '8 912 400-00-05', _submission: id };
    assert.equal(receipt_of(await site.post_json('callback', fields)), id);
    const other = { ...fields, phone: '8 912 400-00-06' };
    const receipt = receipt_of(await site.post_json('callback', other));
    assert.notEqual(receipt, id);
    const lead = await site.lead(receipt);
    assert.equal(lead.differs_from, id);
    assert.equal(lead.contacts[0].value, '+79124000006');
    assert.equal(receipt_of(await site.post_json('callback', other)), receipt, 'and that one repeats as well');
    assert.equal((await site.lead(id)).contacts[0].value, '+79124000005');
});

test('a wrong attempt does not use up the token', async () => {
    const page = await site.get('/f/callback');
    const token = controls(page.text).get('_submission').value;
    const wrong = await site.post('callback', { ...VALID.callback, phone: '1', _submission: token });
    assert.equal(wrong.status, 422);
    assert.equal(controls(wrong.text).get('_submission').value, token, 'the same key for the same submission');
    const right = { ...VALID.callback, phone: '8 912 400-00-07', _submission: token };
    assert.equal(await site.receipt('callback', right), await site.receipt('callback', right));
});

test('a token of another form, or of nobody, is not taken; the text is kept', async (t) => {
    const foreign = await site.token('contact');
    const good = await site.token('callback');
    const flipped = good.slice(0, 40) + (good[40] === 'A' ? 'B' : 'A') + good.slice(41);
    const before = await site.count();
    for (const [name, token] of Object.entries({
        'of another form': foreign, 'one letter changed': flipped, 'cut': good.slice(0, -1), 'longer': `${good}A`,
        'no token at all': 'hello', 'almost a UUID': '0191e8a0-0000-7000-8000-00000000000g',
    })) {
        await t.test(name, async () => {
            const fields = { ...VALID.callback, name: 'Сохранено', _submission: token };
            const answer = await site.post('callback', fields);
            assert.equal(answer.status, 422);
            const found = controls(answer.text);
            assert.equal(found.get('name').value, 'Сохранено');
            assert.notEqual(found.get('_submission').value, token, 'a fresh key, so that sending again works');
            const json = await site.post_json('callback', fields);
            assert.ok(['key', 'expired'].includes(json.json().errors[0].code), json.text);
            const resent = { ...fields, _submission: found.get('_submission').value, name: `${name} снова` };
            receipt_of(await site.post('callback', resent));
        });
    }
    assert.equal(await site.count(), before + 6);
});

test('an empty id is no id', async () => {
    receipt_of(await site.post('callback', { ...VALID.callback, phone: '8 912 400-00-08', _submission: '' }));
});

test('a bad key hides no other fault', async () => {
    const answer = await site.post_json('cargo', { ...VALID.cargo, phone: '', email: '', weight_kg: 'много', _submission: 'x' });
    assert.equal(answer.status, 422);
    assert.deepEqual(answer.json().errors.map((e) => [e.field, e.code]),
        [['_submission', 'key'], [null, 'contact'], ['weight_kg', 'number']]);
    const page = await site.post('cargo', { ...VALID.cargo, phone: '', email: '', _submission: 'x' });
    assert.equal(page.status, 422);
    assert.match(page.text, /сохранено: отправьте/i);
    assert.match(page.text, /Оставьте телефон/);
});

site.check_at_end();
