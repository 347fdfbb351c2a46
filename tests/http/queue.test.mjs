// queue: what the qualifier sees: category and rule of each lead, the order, and who may do what.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Site, VALID, day } from './lib.mjs';

// What a role may not do is refused by PostgreSQL with an error in its log.
const site = await Site.up({ expect: [/ERROR: {2}(permission denied|nobody works here)/, /(STATEMENT|HINT|CONTEXT):/, /^\t|^\s/] });
const QUALIFIER = { user: 'pavel' };     // whose words are English
const COLLEAGUE = { user: 'olga' };
await site.psql("UPDATE intake.setting SET max_clients = NULL, call_from = '00:00', call_until = '24:00'");

const LEADS = {
    red: { ...VALID.cargo, phone: '8 912 600-00-01', cargo: 'Станки', weight_kg: '2000', from: 'Казань', to: 'Хабаровск', ready_on: day(3) },
    red_with_unit: { ...VALID.cargo, phone: '8 912 600-00-11', cargo: 'Станки', weight_kg: '2 т', from: 'Казань', to: 'г. Владивосток', ready_on: day(6) },
    not_this_week: { ...VALID.cargo, phone: '8 912 600-00-02', cargo: 'Станки', weight_kg: '2000', to: 'Хабаровск', ready_on: day(20) },
    green: { ...VALID.cargo, phone: '8 912 600-00-03', cargo: 'Картофель', weight_kg: '300', from: 'деревня Кукушкино', to: 'районный центр Клин' },
    frozen: { ...VALID.cargo, phone: '8 912 600-00-04', cargo: 'Мороженая рыба', weight_kg: '2000', to: 'Хабаровск', ready_on: day(3) },
    plain: { ...VALID.cargo, phone: '8 912 600-00-05', cargo: 'Мебель', weight_kg: '700' },
};
const receipts = {};

test('leads of every kind are taken', async () => {
    for (const [name, fields] of Object.entries(LEADS)) receipts[name] = await site.receipt('cargo', fields);
});

test('each is in the queue with its category and the rule that gave it', async (t) => {
    const queue = await site.sql('SELECT * FROM desk.queue', QUALIFIER);
    const row = (name) => queue.find((r) => r.receipt === receipts[name]);
    for (const name of Object.keys(LEADS)) assert.ok(row(name), `${name} is in the queue`);
    const expected = {
        red: ['high-margin', 'red', true], red_with_unit: ['high-margin', 'red', true], green: ['low-margin', 'green', true],
        frozen: ['unfit', undefined, true],
    };
    for (const [name, [category, colour, by_rule]] of Object.entries(expected)) {
        await t.test(name, async () => {
            assert.equal(row(name).category, category);
            if (colour) assert.equal(row(name).colour, colour);
            if (by_rule) assert.match(row(name).rule, /\w{3}/);
            const lead = await site.lead(receipts[name]);
            assert.equal(lead.category, category);
            assert.equal(lead.rule, row(name).rule);
            assert.match(lead.rule_set, /^[0-9a-f]{12}$/);
            assert.ok(lead.evidence.length > 0);
        });
    }
    for (const name of ['not_this_week', 'plain']) {
        await t.test(`${name} is not red`, () => assert.notEqual(row(name).category, 'high-margin'));
    }
});

test('the evidence names the characters', async () => {
    const { evidence } = await site.lead(receipts.red);
    const to = evidence.find((e) => e.field === 'to');
    assert.equal(to.matched, 'Хабаровск');
    assert.equal(Buffer.from('Хабаровск').subarray(to.start, to.end).toString(), 'Хабаровск');
    assert.equal(evidence.find((e) => e.field === 'weight_kg').value, 2000);
});

test('the visitor\'s place is on the lead', async () => {
    // The networks are those of tests/fixtures/make-geo.pl.
    const place_of = async (from, phone) => (await site.lead(
        await site.receipt('callback', { ...VALID.callback, phone }, { from }))).place;
    const here = await place_of('203.0.113.7', '8 912 600-01-01');
    assert.deepEqual([here.country, here.region, here.city], ['RU', 'Khabarovsk Krai', 'Khabarovsk']);
    assert.equal(here.database, 'GeoLite2-City');
    assert.match(here.built, /^\d{4}-\d\d-\d\d$/);
    assert.equal((await place_of('2001:db8:2::1', '8 912 600-01-02')).country, 'KZ');
    assert.equal((await place_of('203.0.113.225', '8 912 600-01-03')).city ?? null, null, 'a country without a city');
    assert.equal(await place_of('203.0.113.241', '8 912 600-01-04'), null, 'nobody knows');
});

test('clients we have worked with come first, then rank, then age; others who repeat overtake nobody', async () => {
    const position = async (receipt) => (await site.sql('SELECT receipt FROM desk.queue', QUALIFIER)).findIndex((r) => r.receipt === receipt);
    const stood = await position(receipts.green);
    await site.receipt('cargo', { ...LEADS.green, comment: 'ещё раз' });
    assert.equal(await position(receipts.green), stood);
    await site.psql(`SELECT desk.take('${receipts.plain}'); SELECT desk.record_attempt('${receipts.plain}', 'no_answer');
        SELECT desk.release('${receipts.plain}', 'other')`, COLLEAGUE);
    const again = await site.receipt('cargo', { ...LEADS.plain, comment: 'ещё раз' });
    const rows = await site.sql('SELECT receipt, wrote FROM desk.queue', QUALIFIER);
    const work = new Map((await site.sql('SELECT * FROM intake.work')).map((w) => [w.lead, w]));
    const queue = rows.map(({ receipt }) => work.get(receipt));
    const key = (r) => [r.repeat ? 0 : 1, String(r.rank).padStart(5, '0'), r.received_at].join(' ');
    assert.ok(queue.length >= 7);
    assert.deepEqual(queue.map(key), queue.map(key).sort());
    assert.deepEqual(rows[0], { receipt: again, wrote: 2 });
    assert.equal(queue[0].repeat, true);
});

test('two qualifiers never get the same client', async () => {
    const [{ rows, leads }] = await site.sql('SELECT count(*)::int AS rows, sum(wrote)::int AS leads FROM desk.queue', QUALIFIER);
    assert.ok(leads > rows, 'some have written twice');
    const claim = async (who) => {
        const out = [];
        for (;;) {
            const taken = await site.sql('SELECT * FROM desk.claim_next()', who);
            if (taken.length === 0) return out;
            out.push(...taken.map((r) => r.receipt));
        }
    };
    const [one, two] = await Promise.all([claim(QUALIFIER), claim(COLLEAGUE)]);
    const all = [...one, ...two];
    assert.equal(all.length, leads);
    assert.equal(new Set(all).size, all.length);
    assert.deepEqual(await site.sql('SELECT * FROM desk.queue', QUALIFIER), []);
    for (const [who, taken] of [[QUALIFIER, one], [COLLEAGUE, two]]) {
        const mine = (await site.sql('SELECT receipt FROM desk.my_leads', who)).map((r) => r.receipt);
        assert.deepEqual(mine.sort(), taken.sort());
    }
    assert.deepEqual(await site.sql(`SELECT client FROM intake.work WHERE state = 'claimed' GROUP BY client HAVING count(DISTINCT owner) > 1`), []);
});

test('a lease that runs out puts the lead back', async () => {
    await site.psql(`UPDATE intake.work SET lease_until = now() - interval '1 second'
         WHERE lead = :'id'`, { vars: { id: receipts.red } });
    const [again] = await site.sql('SELECT * FROM desk.claim_next()', QUALIFIER);
    assert.equal(again.receipt, receipts.red);
});

test('who may do what', async (t) => {
    const refused = (user, sql) => t.test(`${user} may not: ${sql}`, async () => {
        await assert.rejects(site.psql(sql, { user }), /permission denied/);
    });
    const allowed = (user, sql) => t.test(`${user} may: ${sql}`, () => site.psql(sql, { user }));
    const tables = ['intake.lead', 'intake.work', 'intake.client', 'intake.contact_point', 'intake.lead_event'];
    for (const table of tables) {
        for (const user of ['firstline_intake', 'olga', 'vera', 'marina']) {
            await refused(user, `SELECT * FROM ${table} LIMIT 1`);
        }
        await refused('firstline_intake', `DELETE FROM ${table}`);
        await refused('olga', `DELETE FROM ${table}`);
    }
    for (const user of ['firstline_intake', 'vera', 'marina']) {
        await refused(user, 'SELECT * FROM desk.queue');
        await refused(user, 'SELECT * FROM desk.claim_next()');
    }
    await refused('firstline_intake', 'SELECT * FROM marketing.channel_daily');
    await refused('olga', 'SELECT * FROM marketing.channel_daily');
    await refused('firstline_intake', 'CREATE TEMP TABLE x (y int)');
    await refused('olga', 'CREATE TABLE public.x (y int)');
    await allowed('marina', 'SELECT * FROM marketing.channel_daily');
    await allowed('olga', 'SELECT * FROM desk.my_leads');
    await t.test('who is nobody may not look', async () => {
        await site.psql('CREATE ROLE nobody_here LOGIN IN ROLE firstline_qualifier');
        await assert.rejects(site.psql('SELECT * FROM desk.queue', { user: 'nobody_here' }), /nobody works here as nobody_here/);
    });
});

test('a qualifier sees no deal', async () => {
    const deals = await site.sql(`SELECT schemaname, tablename AS name FROM pg_tables WHERE schemaname = 'sales'
        UNION ALL SELECT schemaname, viewname FROM pg_views WHERE schemaname = 'sales'`);
    assert.ok(deals.some((view) => view.name === 'deals'), 'there is something to refuse');
    for (const { schemaname, name } of deals) {
        await assert.rejects(site.psql(`SELECT * FROM ${schemaname}.${name}`, QUALIFIER), /permission denied/);
    }
    const [{ usage }] = await site.sql(`SELECT has_schema_privilege('firstline_qualifier', 'sales', 'USAGE') AS usage`);
    assert.equal(usage, false);
});

test('the history says who did what', async () => {
    const history = await site.sql(`SELECT what, who FROM intake.lead_event WHERE lead = :'id' ORDER BY step`, { vars: { id: receipts.red } });
    assert.deepEqual(history.map((h) => h.what).slice(0, 2), ['received', 'claimed']);
    assert.equal(history[0].who, 'firstline_intake');
    assert.ok(['olga', 'pavel'].includes(history[1].who));
    await assert.rejects(site.psql(`DELETE FROM intake.lead_event`, QUALIFIER), /permission denied/);
});

test('marketing has numbers and nobody\'s name', async () => {
    // But the reasons of a refusal, which are the owner's own words.
    const views = await site.sql(`SELECT viewname FROM pg_views WHERE schemaname = 'marketing' AND viewname <> 'reasons'`);
    assert.ok(views.length >= 3);
    // What a visitor said of himself, and what leads back to him: every answer, contact point and receipt.
    const said = await site.sql(`SELECT l.id::text, string_agg(DISTINCT v.value, E'\n') AS personal FROM intake.lead AS l,
        LATERAL (SELECT value FROM json_each_text(l.answers) UNION ALL SELECT c ->> 'value' FROM json_array_elements(l.contacts) AS c) AS v
        WHERE length(v.value) > 5 GROUP BY l.id`);
    const personal = said.flatMap((lead) => [lead.id, ...lead.personal.split('\n')]);
    assert.ok(personal.length > 10, String(personal.length));
    const of_costs_and_links = ['unassigned', 'cost_daily', 'offline_conversions'];    // there are none here
    for (const { viewname } of views) {
        const rows = await site.sql(`SELECT * FROM marketing.${viewname}`, { user: 'marina' });
        assert.ok(rows.length >= 1 || of_costs_and_links.includes(viewname), viewname);
        const shown = JSON.stringify(rows);
        assert.deepEqual(personal.filter((text) => shown.includes(text)), [], viewname);
    }
});

site.check_at_end();
