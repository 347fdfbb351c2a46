// points: the program is killed at each named place of a submission's way, of the spool and of its
// delivery; whoever was thanked is in the database, once, and no file of the spool is lost or stuck.
// Wants a program that was built with -DFIRSTLINE_FAULTS (base/fault.h), told by FIRSTLINE_FAULT_BIN;
// FIRSTLINE_FAULT_TIMES is how often at each place.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import test from 'node:test';
import { ROOT, Site, VALID, until } from '../http/lib.mjs';

const TIMES = Number(process.env.FIRSTLINE_FAULT_TIMES ?? 3);
const site = await Site.up({
    env: { FIRSTLINE_BIN: process.env.FIRSTLINE_FAULT_BIN ?? join(ROOT, 'build/faults/firstline'), FIRSTLINE_THREADS: '16' },
    expect: [/./],
});
const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** Sends until stopped. Every attempt is remembered: its id, its name, and whether it was thanked for. */
function load(name) {
    const agent = new http.Agent({ keepAlive: false });
    const attempts = [];
    let stop = false;
    const all = Array.from({ length: 8 }, async (_, n) => {
        for (let i = 0; !stop; i++) {
            const id = `0191e8a0-${(0x1000 + n).toString(16)}-7000-8000-${(Date.now() * 1000 + i % 1000).toString(16).padStart(12, '0').slice(-12)}`;
            const fields = { ...VALID.callback, name: `${name} ${n}.${i}`, phone: `8 912 71${n}-${String(i % 10000).padStart(4, '0')}`, _submission: id };
            const attempt = { fields, status: 0 };
            attempts.push(attempt);
            const answer = await site.post_json('callback', fields, { agent }).catch(() => ({ status: 0 }));
            attempt.status = answer.status;
            if (answer.status === 201) attempt.receipt = answer.json().receipt;
            else await sleep(30);
        }
    });
    return { attempts, async end() { stop = true; await Promise.all(all); } };
}

async function delivered() {
    await until('the spool is empty', async () => {
        const answer = await site.get('/healthz');
        return answer.status === 200 && answer.json().database === 'up'
            && readdirSync(join(site.dir, 'spool/new')).length === 0;
    });
    assert.deepEqual(readdirSync(join(site.dir, 'spool/bad')), []);
}

/** reliability.md, section 10: I1, I3, I5 and I6. */
async function account(attempts, name) {
    const rows = await site.sql(`SELECT id, answers->>'name' AS name FROM intake.lead WHERE answers->>'name' LIKE '${name} %'`);
    const by_id = new Map(rows.map((row) => [row.id, row.name]));
    assert.equal(new Set(rows.map((row) => row.name)).size, rows.length, 'none twice');
    for (const a of attempts.filter((one) => one.receipt)) assert.equal(by_id.get(a.receipt), a.fields.name, a.receipt);
    for (const a of attempts.filter((one) => !one.receipt).slice(0, 5)) {
        assert.equal((await site.post_json('callback', a.fields)).status, 201);
        assert.equal(await site.count('intake.lead', `answers->>'name' = '${a.fields.name}'`), 1);
    }
}

/** A process that has ended may stay as a zombie, which has no command line. */
function gone(pid) {
    try {
        return readFileSync(`/proc/${pid}/cmdline`).length === 0;
    } catch {
        return true;
    }
}

let rounds = 0;
async function die_at(point, n, away) {
    const name = `${point} ${++rounds}`;
    await site.part('stop', 'firstline');
    if (away) await site.part('stop', 'postgres');
    site.env.FIRSTLINE_FAULT = point.startsWith('drain') ? '' : `${point}:${n}`;
    await site.part('start', 'firstline');
    const running = load(name);
    if (point.startsWith('drain')) { // something has to wait before it can be delivered
        await until('some wait', () => readdirSync(join(site.dir, 'spool/new')).length > 10);
        await site.part('kill', 'firstline');
        site.env.FIRSTLINE_FAULT = `${point}:${n}`;
        await site.part('start', 'postgres');
        await site.part('start', 'firstline').catch(() => {}); // it may die before its socket is seen
    }
    await until(`it dies at ${point}`, () => gone(site.pid()));
    site.env.FIRSTLINE_FAULT = '';
    if (away) await site.part('start', 'postgres');
    await site.part('start', 'firstline');
    const before = running.attempts.length;
    await until('it serves again', () => running.attempts.length > before + 20);
    await running.end();
    await delivered();
    await account(running.attempts, name);
}

const POINTS = {
    false: ['read', 'queued', 'send', 'sent', 'committed', 'answer', 'answered'],
    true: ['spool-open', 'spool-write', 'spool-fsync', 'spool-rename', 'spool-dirsync',
        'drain-read', 'drain-commit', 'drain-unlink'],
};
for (const away of [false, true]) {
    for (const point of POINTS[away]) {
        test(`killed at ${point}, ${TIMES} times`, async () => {
            // What waits goes out in few transactions, so a place of delivery is passed but once or twice.
            for (let n = 1; n <= TIMES; n++) await die_at(point, point.startsWith('drain') ? 1 : 3 * n, away);
        });
    }
}

test('everything stops', () => site.remove());
