// ten-thousand: the kept requests, all through nginx on 64 connections, and then every one is
// looked for in the database: once, and octet for octet.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import test from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Site, day, receipt_of } from './lib.mjs';

const CONNECTIONS = 64;
// They bring keys of the day they were made; a key has to be of now.
const SHIFT_MS = Date.now() - Date.UTC(2026, 9, 1, 0, 30);
const of_now = (time) => (Number.parseInt(time.replace('-', ''), 16) + SHIFT_MS).toString(16).padStart(12, '0').replace(/(?=.{4}$)/, '-');
const text = gunzipSync(readFileSync(new URL('../fixtures/requests.ndjson.gz', import.meta.url))).toString()
    .replace(/01a0f4[0-9a-f]{2}-[0-9a-f]{4}(?=-7[0-9a-f]{3}-a)/g, of_now)
    .replace(/DATE\.PLUS\.(\d)/g, (_, plus) => day(Number(plus)));
const requests = text.trimEnd().split('\n').map((line) => JSON.parse(line));
// Sanitizers are ten times slower: they get every tenth request.
const sent = process.env.FIRSTLINE_BIN?.match(/asan|tsan/) ? requests.filter((_, n) => n % 10 === 0) : requests;
const site = await Site.up();

function count_by(list, key) {
    const out = {};
    for (const item of list) out[key(item)] = (out[key(item)] ?? 0) + 1;
    return out;
}

test('every request is thanked for with the receipt it asked for', async (t) => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    let next = 0;
    const wrong = [];
    const start = Date.now();
    await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
        while (next < sent.length) {
            const request = sent[next++];
            const headers = { 'Content-Type': request.type };
            if (request.type.startsWith('application/json')) headers.Accept = 'application/json';
            const answer = await site.request(`/f/${request.form}`, { method: 'POST', body: request.body, headers, agent });
            const ok = answer.status === 303 || answer.status === 201;
            if (!ok || receipt_of(answer) !== request.id) {
                const errors = [...answer.text.matchAll(/class="error"[^>]*>([^<]*)/g)].map((m) => m[1]);
                wrong.push(`${answer.status} ${request.id} ${JSON.stringify(request.fields).slice(0, 300)} ${errors}${ok ? answer.text : ''}`);
            }
        }
    }));
    agent.destroy();
    t.diagnostic(`${sent.length} requests, ${Math.round(sent.length / (Date.now() - start) * 1000)} a second`);
    assert.deepEqual(wrong.slice(0, 20), [], `${wrong.length} are wrong`);
});

let leads;
test('every one is in the database once', async () => {
    leads = (await site.psql('SELECT row_to_json(l) FROM intake.lead AS l')).split('\n').map((line) => JSON.parse(line));
    assert.equal(leads.length, sent.length);
    const ids = new Set(leads.map((l) => l.id));
    assert.deepEqual(sent.filter((r) => !ids.has(r.id)).map((r) => r.id), []);
    assert.equal(await site.count('intake.work'), sent.length);
    assert.equal(await site.count('intake.lead_event'), sent.length);
});

test('every field is there, octet for octet, in its order', () => {
    const by_id = new Map(leads.map((l) => [l.id, l]));
    // firstline's own fields have columns of their own: the id, the touch.
    const text_of = (pairs) => JSON.stringify(pairs.filter(([name]) => !name.startsWith('_')).map(([name, value]) => [name, String(value)]));
    const wrong = sent.filter((r) => text_of(by_id.get(r.id)?.raw ?? []) !== text_of(r.fields));
    assert.deepEqual(wrong.slice(0, 5).map((r) => [by_id.get(r.id)?.raw, r.fields]), [], `${wrong.length} differ`);
    const misplaced = sent.filter((r) => by_id.get(r.id).form !== r.form);
    assert.deepEqual(misplaced, []);
});

test('as many clients as persons, all others are repeats', async () => {
    const person_of = new Map(sent.map((r) => [r.id, r.person]));
    const clients = new Map();
    for (const lead of leads) {
        const person = person_of.get(lead.id);
        clients.set(person, (clients.get(person) ?? new Set()).add(lead.client));
    }
    const split = [...clients].filter(([, set]) => set.size !== 1).map(([person]) => person);
    assert.deepEqual(split.map((p) => sent.filter((r) => r.person === p).map((r) => r.fields.filter(([n]) => ['phone', 'email'].includes(n)))).slice(0, 3), [],
        `${split.length} persons became several clients`);
    const persons = new Set(sent.map((r) => r.person)).size;
    assert.equal(new Set(leads.map((l) => l.client)).size, persons);
    assert.equal(await site.count('intake.client'), persons);
    assert.equal(leads.filter((l) => !l.repeat).length, persons);
    assert.equal(await site.count('intake.merge_proposal'), 0);
});

test('every channel has its leads', async () => {
    const key = (r) => [r.utm_source, r.utm_medium, r.referrer_host].map((v) => v ?? '-').join(' ');
    const expected = count_by(sent, key);
    assert.equal(Object.keys(expected).length, 5);
    assert.deepEqual(count_by(leads, (l) => key(l.touch)), expected);
    const named = (source, medium) => `${source ?? '-'} ${medium ?? '-'}`;
    const seen = {};
    for (const { source, medium, leads: number } of await site.sql('SELECT * FROM marketing.source_daily', { user: 'marina' })) {
        seen[named(source, medium)] = (seen[named(source, medium)] ?? 0) + number;
    }
    const google = (r) => (r.referrer_host === 'www.google.com' ? 'google' : null);
    assert.deepEqual(seen, count_by(sent, (r) => named(r.utm_source ?? google(r), r.utm_medium)));
    const channels = await site.sql('SELECT channel, sum(leads)::int AS leads FROM marketing.channel_daily GROUP BY 1 ORDER BY 1', { user: 'marina' });
    assert.deepEqual(channels.map(({ channel }) => channel), ['direct', 'email', 'organic_search', 'organic_social', 'paid_search']);
});

test('the classification agrees', () => {
    const tag_of = new Map(sent.map((r) => [r.id, r.tag]));
    const got = count_by(leads.filter((l) => tag_of.get(l.id) !== 'plain'), (l) => `${tag_of.get(l.id)}: ${l.category}`);
    const tags = count_by(sent, (r) => r.tag);
    assert.deepEqual(got, { 'high: high-margin': tags.high, 'low: low-margin': tags.low, 'frozen: unfit': tags.frozen });
});

site.check_at_end();
