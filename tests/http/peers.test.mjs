// peers: what may come over firstline's own socket. Only nginx's user is listened to; silence,
// halves and nonsense hold no thread for long; and a torn body is never a lead.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import test from 'node:test';
import { Kept, RECORD, begin, record, submission_bytes, talk as talk_to } from './fastcgi.mjs';
import { PATIENCE_MS, Site, VALID, metric, receipt_of, until } from './lib.mjs';
import { urlencoded } from './encode.mjs';

const THREADS = 4;
const site = await Site.up({ env: { FIRSTLINE_THREADS: String(THREADS) } });
const numbered = await Site.up({ env: { FIRSTLINE_ARGS: '--peer 4711' } }); // its nginx and firstline are one user
const socket_path = join(site.dir, 'run/firstline.sock');
const SILENCE_MAX_MS = 5000;
const REQUEST_MAX_MS = 10_000;

const { BEGIN, ABORT, PARAMS, STDIN, GET_VALUES } = RECORD;
const GET_VALUES_RESULT = 10;
const opening = begin();
const submission = submission_bytes;
const talk = (bytes, options) => talk_to(socket_path, bytes, options);

let number = 0;
const fresh = () => { number += 1; return { ...VALID.callback, name: `Peer ${number}` }; };
const stored = (fields) => site.count('intake.lead', `answers->>'name' = '${fields.name}'`);

test('a submission by hand', async () => {
    const fields = fresh();
    const { status } = await talk(submission(fields));
    assert.equal(status, '303');
    assert.equal(await stored(fields), 1);
});

test('records cut and padded in every way', async (t) => {
    for (const split of [1, 2, 7, 127, 128, 4096]) {
        for (const padding of [0, 1, 255]) {
            await t.test(`${split} octets each, ${padding} of padding`, async () => {
                const fields = fresh();
                assert.equal((await talk(submission(fields, { split, padding }))).status, '303');
                assert.equal(await stored(fields), 1);
            });
        }
    }
});

test('names and values of 127 and 128 octets', async () => {
    for (const size of [127, 128, 255, 4000]) {
        const fields = fresh();
        const more = { [`X_${'N'.repeat(size - 2)}`]: 'v'.repeat(size), HTTP_USER_AGENT: 'u'.repeat(size) };
        assert.equal((await talk(submission(fields, { more }))).status, '303', String(size));
    }
});

test('too many parameters are not taken', async () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`X_${n}`, 'x']));
    const fields = fresh();
    assert.notEqual((await talk(submission(fields, { more: many }))).status, '303');
    assert.equal(await stored(fields), 0);
});

test('of long parameters the beginning is taken', async () => {
    for (const size of [8191, 8192, 8193, 40_000]) {
        const fields = fresh();
        const more = { HTTP_COOKIE: 'c'.repeat(40_000), HTTP_REFERER: `http://x/${'r'.repeat(size)}`, HTTP_USER_AGENT: 'u'.repeat(size) };
        assert.equal((await talk(submission(fields, { more }))).status, '303', String(size));
        const [{ user_agent }] = await site.sql(`SELECT user_agent FROM intake.lead WHERE answers->>'name' = '${fields.name}'`);
        assert.equal(user_agent, 'u'.repeat(Math.min(size, 8192)));
    }
});

test('a body that is shorter or longer than was said is no lead', async () => {
    for (const [off, end] of [[+1, false], [+1, true], [-1, false], [+10_000, true]]) {
        const fields = fresh();
        const length = urlencoded(Object.entries(fields)).length;
        const { status } = await talk(submission(fields, { said: length + off }), { end });
        assert.equal(status, undefined, `${off}`);
        assert.equal(await stored(fields), 0);
    }
    for (const said of ['-1', '1e3', ' 12', '99999999999999999999', '0x10']) {
        const fields = fresh();
        assert.notEqual((await talk(submission(fields, { said }))).status, '303', said);
        assert.equal(await stored(fields), 0);
    }
});

test('a stream that ends anywhere is no lead', async () => {
    const fields = fresh();
    const whole = submission(fields);
    for (let at = 0; at < whole.length; at += 13) {
        const { status } = await talk(whole.subarray(0, at), { end: true });
        assert.notEqual(status, '303', `cut at ${at}`);
    }
    assert.equal(await stored(fields), 0);
});

test('who leaves after everything was sent has sent it', async () => {
    const fields = fresh();
    await new Promise((resolve, reject) => {
        const peer = net.connect(socket_path, () => peer.write(submission(fields), () => { peer.destroy(); resolve(); }));
        peer.on('error', reject);
    });
    await until('the lead is there', async () => await stored(fields) === 1);
});

test('a body cannot smuggle a second request in', async () => {
    const inner = fresh();
    const outer = fresh();
    const hidden = Buffer.concat([submission(outer), submission(inner, { more: { REMOTE_ADDR: '10.6.6.6' } })]);
    const { text } = await talk(hidden);
    assert.equal(text.match(/Status: /g)?.length, 1);
    assert.equal(await stored(outer), 1);
    assert.equal(await stored(inner), 0);
});

const KEEP = { flags: 1 };

test('a kept connection takes one request after the other, and no thread', async () => {
    const kept = await Promise.all(Array.from({ length: THREADS * 4 }, () => Kept.connect(socket_path)));
    for (let round = 0; round < 3; round++) {
        const sent = kept.map(() => fresh());
        const answers = await Promise.all(kept.map((k, i) => k.ask(submission(sent[i], KEEP))));
        assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set(['303']));
        assert.deepEqual(new Set(answers.map(({ after }) => after.length)), new Set([0]), 'it may be kept');
        for (const fields of sent) assert.equal(await stored(fields), 1);
        receipt_of(await site.post('callback', fresh()));
    }
    assert.equal((await kept[0].ask(submission(fresh()))).status, '303', 'one that asks for the end of it');
    await kept[0].closed;
    for (const k of kept.slice(1)) k.hang_up();
});

test('a kept connection with something unread on it is closed', async () => {
    const kept = await Kept.connect(socket_path);
    assert.equal((await kept.ask(submission(fresh(), KEEP))).status, '303');
    const fields = fresh();
    const { status } = await kept.ask(submission(fields, { ...KEEP, said: 5 }));
    assert.equal(status, undefined);
    await kept.closed;
    assert.equal(await stored(fields), 0);
});

test('at a stop the last request on a kept connection is answered, and the end of it announced', async () => {
    const [busy, idle] = await Promise.all([Kept.connect(socket_path), Kept.connect(socket_path)]);
    for (const k of [busy, idle]) assert.equal((await k.ask(submission(fresh(), KEEP))).status, '303');
    const pid = site.pid();
    process.kill(pid, 'SIGTERM');
    await until('it stops', () => /stopping pid=/.test(site.log('firstline.log')));
    const fields = fresh();
    const { status, after } = await busy.ask(submission(fields, KEEP));
    assert.equal(status, '303');
    assert.deepEqual([...after], [1, GET_VALUES_RESULT, 0, 0, 0, 0, 0, 0], 'what makes nginx close it');
    assert.equal(await stored(fields), 1);
    await busy.closed;
    idle.hang_up();
    await until('it has ended', () => !existsSync(`/proc/${pid}`));
    await site.part('start', 'firstline');
});

test('nonsense closes the connection and nothing else', async () => {
    const cases = [
        Buffer.from('GET / HTTP/1.0\r\n\r\n'), Buffer.alloc(100, 0xff), record(ABORT), record(GET_VALUES, Buffer.from([0, 0])),
        Buffer.concat([opening, opening]), record(STDIN, Buffer.from('x')), Buffer.concat([opening, record(ABORT)]),
        Buffer.concat([opening, record(PARAMS, Buffer.from([0x80, 0xff, 0xff, 0xff, 0x80, 0xff, 0xff, 0xff]))]),
        Buffer.concat([opening, record(PARAMS, Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])), record(PARAMS)]),
        record(BEGIN, Buffer.from([0, 9, 0, 0, 0, 0, 0, 0])), record(BEGIN, Buffer.from([0, 1])), record(77, Buffer.from('x')),
    ];
    for (const bytes of cases) await talk(bytes, { end: true });
    receipt_of(await site.post('callback', fresh()));
});

/** Sends one octet a second; resolves when the other side has had enough of it. */
function dribble(bytes) {
    return new Promise((resolve, reject) => {
        const start = Date.now();
        const peer = net.connect(socket_path);
        let at = 0;
        const timer = setInterval(() => { peer.write(bytes.subarray(at, ++at)); }, 1000);
        peer.on('error', () => {});
        peer.on('close', () => { clearInterval(timer); resolve({ took_ms: Date.now() - start }); });
        peer.setTimeout(PATIENCE_MS, () => reject(new Error('still open')));
    });
}

test('silent and slow peers hold no thread longer than they may', async () => {
    const start = Date.now();
    // One for each thread: all of them are held.
    const peers = [talk(Buffer.alloc(0)), talk(opening), talk(submission(fresh()).subarray(0, 200)), dribble(submission(fresh()))];
    assert.equal(peers.length, THREADS);
    const answer = await site.post('callback', fresh());
    assert.equal(answer.status, 303);
    assert.ok(Date.now() - start < SILENCE_MAX_MS + 2000, `the visitor waited ${Date.now() - start} ms`);
    for (const { took_ms } of await Promise.all(peers)) assert.ok(took_ms < REQUEST_MAX_MS + 2000, `${took_ms} ms`);
});

const AS_ANOTHER = { skip: process.getuid() !== 0 && 'only root can be somebody else' };

/** Sends a submission as that user; how many octets came back. */
function octets_for(uid, fields, path = socket_path) {
    const script = `const s = require('net').connect(process.argv[1]); let n = 0;
        s.on('connect', () => s.write(Buffer.from(process.argv[2], 'hex'))); s.on('data', (d) => { n += d.length; });
        s.on('error', () => {}); s.on('close', () => { console.log('octets', n); });`;
    const { stdout, stderr } = spawnSync('setpriv', [`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups',
        '--inh-caps=+dac_override', '--ambient-caps=+dac_override', process.execPath, '-e', script, path,
        submission(fields).toString('hex')], { encoding: 'utf8', timeout: PATIENCE_MS });
    assert.match(stdout, /^octets \d+\n$/, stderr);
    return Number(stdout.slice(7));
}

test('another user is not listened to', AS_ANOTHER, async () => {
    const before = metric((await site.get('/metrics')).text, 'firstline_peers_foreign_total');
    const fields = fresh();
    assert.equal(octets_for(65534, fields), 0);
    assert.equal(await stored(fields), 0);
    const after = metric((await site.get('/metrics')).text, 'firstline_peers_foreign_total');
    assert.equal(after, before + 1);
});

test('nginx may be a user that has a number only, as in a container; who is one with firstline may look after it', AS_ANOTHER, async () => {
    const path = join(numbered.dir, 'run/firstline.sock');
    assert.ok(octets_for(4711, fresh(), path) > 0);
    assert.equal(octets_for(65534, fresh(), path), 0);
    assert.equal((await numbered.get('/healthz')).status, 200);
});

numbered.check_at_end();
site.check_at_end();
