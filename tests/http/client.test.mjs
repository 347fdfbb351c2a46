// client: who sends it. Every spelling of a phone or an address is the same client, at the same
// instant too; a match is a flag and a link and never stops a lead.
import assert from 'node:assert/strict';
import http from 'node:http';
import test from 'node:test';
import { Site, VALID, receipt_of } from './lib.mjs';

const site = await Site.up();
let lead_number = 0;

/** A new lead of the callback form: each differs by its name, so none is taken for a repetition. */
async function call_back(phone, options) {
    lead_number += 1;
    const receipt = await site.receipt('callback', { ...VALID.callback, phone, name: `Имя ${lead_number}` }, options);
    return site.lead(receipt);
}

async function write(email) {
    lead_number += 1;
    const receipt = await site.receipt('contact', { ...VALID.contact, email, message: `Письмо ${lead_number}` });
    return site.lead(receipt);
}

test('every spelling of one phone is one client', async (t) => {
    const spellings = [
        '+7 912 500 00 01', '8 (912) 500-00-01', '89125000001', '+79125000001', '79125000001', '9125000001',
        '(912) 500-00-01', '8-912-500-00-01', '8.912.500.00.01', ' 8 912 500 00 01 ', '+7 (912) 500‑00‑01',
        '+7\u00a0912\u00a0500\u00a000\u00a001', '+7 912 500–00–01', 'тел. 8 912 500-00-01', '89125000001 доб. 12',
        '8912 500 00 01 (Иван)', 'моб: +7(912)500-00-01', '８９１２５０００００１', '+7 912 500 00 01 после 18:00',
        '8 10 7 912 500 00 01',
    ];
    const first = await call_back(spellings[0]);
    assert.equal(first.repeat, false);
    assert.equal(first.contacts[0].value, '+79125000001');
    for (const phone of spellings.slice(1)) {
        await t.test(JSON.stringify(phone), async () => {
            const lead = await call_back(phone);
            assert.equal(lead.contacts[0].value, '+79125000001');
            assert.equal(lead.client, first.client);
            assert.equal(lead.repeat, true);
            assert.deepEqual(lead.raw.find(([name]) => name === 'phone'), ['phone', phone], 'as typed');
        });
    }
});

test('an extension is kept beside the number', async () => {
    const lead = await call_back('89125000002 доб. 12');
    assert.equal(lead.contacts[0].extension, '12');
});

test('two numbers in one field are two contacts of one client', async (t) => {
    const pairs = [['8 912 500-01-01, 8 912 500-01-02'], ['8 912 500-02-01 / 8 912 500-02-02'],
        ['8 912 500-03-01 или 8 912 500-03-02'], ['8 912 500-04-01; +7 912 500 04 02'],
        ['89125000501 89125000502']];
    for (const [text] of pairs) {
        await t.test(text, async () => {
            const both = await call_back(text);
            assert.equal(both.contacts.length, 2);
            const second = await call_back(both.contacts[1].value);
            assert.equal(second.client, both.client);
            assert.equal(second.repeat, true);
        });
    }
});

test('numbers of other countries', async (t) => {
    const cases = [
        ['+375 29 123-45-67', '+375291234567'], ['+7 701 123 45 67', '+77011234567'],
        ['+49 (151) 2345-6789', '+4915123456789'], ['+86 138 1234 5678', '+8613812345678'],
        ['+1 (415) 555-2671', '+14155552671'], ['+44 20 7946 0958', '+442079460958'],
        ['00 375 29 123 45 68', '+375291234568'], ['8 495 123-45-67', '+74951234567'],
    ];
    for (const [typed, expected] of cases) {
        await t.test(typed, async () => {
            assert.equal((await call_back(typed)).contacts[0].value, expected);
        });
    }
});

test('what is no number is refused with a message, what may be one is kept with a mark', async (t) => {
    for (const phone of ['12', 'нет', '+7', '+7 912', '123456', '00000000000', '+7 912 345 67 8', '----']) {
        await t.test(phone, async () => {
            const answer = await site.post_json('callback', { ...VALID.callback, phone });
            assert.equal(answer.status, 422, answer.text);
            assert.deepEqual(answer.json().errors.map((e) => [e.field, e.code]), [['phone', 'phone']]);
        });
    }
    await t.test('a range that nobody has', async () => {
        const lead = await call_back('+7 199 345-67-89');
        assert.deepEqual(lead.marks.filter((m) => m === 'phone_unverified'), ['phone_unverified']);
    });
});

test('every spelling of one address is one client', async (t) => {
    const first = await write('ivan.petrov@example.com');
    for (const email of ['Ivan.Petrov@Example.COM', ' ivan.petrov@example.com ', 'mailto:ivan.petrov@example.com',
        'Иван <ivan.petrov@example.com>', 'ivan.petrov@example.com.', 'iv\u200ban.petrov@example.com']) {
        await t.test(email, async () => assert.equal((await write(email)).client, first.client));
    }
    const russian = await write('иван@почта.рф');
    for (const email of ['иван@ПОЧТА.РФ', 'иван@xn--80a1acny.xn--p1ai', 'Иван@почта.рф', 'ИВАН@почта。рф']) {
        await t.test(email, async () => assert.equal((await write(email)).client, russian.client));
    }
    await t.test('another local part is another client', async () => {
        assert.notEqual((await write('ivan.petrov2@example.com')).client, first.client);
    });
    for (const email of ['a', 'a@', '@b.ru', 'a b@example.com', 'a@b..ru', 'a@-b.ru', 'a@b,ru', 'a@@b.ru',
        `${'a'.repeat(65)}@example.com`]) {
        await t.test(`${email.slice(0, 30)} is none`, async () => {
            const answer = await site.post_json('contact', { ...VALID.contact, email });
            assert.deepEqual(answer.json().errors?.map((e) => [e.field, e.code]), [['email', 'email']]);
        });
    }
});

test('one who leaves both is found by either', async () => {
    const both = await site.lead(await site.receipt('cargo', { ...VALID.cargo, phone: '8 912 500-06-01', email: 'both@example.com' }));
    assert.equal((await call_back('+7 912 500 06 01')).client, both.client);
    assert.equal((await write('both@example.com')).client, both.client);
});

test('a lead that joins two clients goes to the older and proposes a merge', async () => {
    const older = await call_back('8 912 500-07-01');
    const newer = await write('joined@example.com');
    const both = await site.lead(await site.receipt('cargo', { ...VALID.cargo, phone: '8 912 500-07-01', email: 'joined@example.com' }));
    assert.equal(both.client, older.client);
    const proposals = await site.sql(`SELECT client, others FROM intake.merge_proposal WHERE lead = :'id'`, { vars: { id: both.id } });
    assert.deepEqual(proposals, [{ client: older.client, others: [newer.client] }]);
    assert.equal((await write('joined@example.com')).client, newer.client, 'nothing is rewritten');
});

test('an address and a browser are nobody', async () => {
    const options = { from: '203.0.113.77', headers: { 'User-Agent': 'the same', Cookie: 'id=1' } };
    const one = await call_back('8 912 500-08-01', options);
    const two = await call_back('8 912 500-08-02', options);
    assert.notEqual(one.client, two.client);
    assert.equal(two.repeat, false);
});

test('a hundred at once with one new phone: 100 leads, 1 client, 99 repeats', async () => {
    const agent = new http.Agent({ keepAlive: false });
    const spellings = ['8 912 500-09-01', '+7 912 500 09 01', '89125000901', '9125000901'];
    const receipts = await Promise.all(Array.from({ length: 100 }, async (_, n) => receipt_of(
        await site.post('callback', { ...VALID.callback, name: `Номер ${n}`, phone: spellings[n % 4] }, { agent }))));
    assert.equal(new Set(receipts).size, 100);
    const leads = await site.sql(`SELECT client, repeat FROM intake.lead
         WHERE id IN (SELECT unnest(string_to_array(:'ids', ','))::uuid)`, { vars: { ids: receipts.join() } });
    assert.equal(leads.length, 100);
    assert.equal(new Set(leads.map((l) => l.client)).size, 1);
    assert.equal(leads.filter((l) => l.repeat).length, 99);
    assert.equal(await site.count('intake.contact_point', `value = '+79125000901'`), 1);
    assert.equal(await site.count('intake.client', `id = '${leads[0].client}'`), 1);
});

test('a hundred at once that share phones and addresses crosswise', async () => {
    const agent = new http.Agent({ keepAlive: false });
    const receipts = await Promise.all(Array.from({ length: 100 }, async (_, n) => receipt_of(
        await site.post('cargo', {
            ...VALID.cargo, comment: `Номер ${n}`, phone: `8 912 500-10-0${n % 5}`, email: `cross${(n * 3) % 7}@example.com`,
        }, { agent }))));
    assert.equal(new Set(receipts).size, 100);
    const [{ points, owners }] = await site.sql(`SELECT count(*)::int AS points, count(DISTINCT client)::int AS owners
          FROM intake.contact_point WHERE value LIKE '+7912500100_' OR value LIKE 'cross_@example.com'`);
    assert.equal(points, 12);
    assert.ok(owners >= 1 && owners <= 12);
    const [{ lost }] = await site.sql(`SELECT count(*)::int AS lost FROM intake.lead AS l
          WHERE l.client IS NOT NULL AND NOT EXISTS (SELECT FROM intake.client AS c WHERE c.id = l.client)`);
    assert.equal(lost, 0);
});

site.check_at_end();
