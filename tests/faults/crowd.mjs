// crowd: faults by those who connect: peers of the FastCGI socket that are silent, half or foreign,
// records smuggled in a body, too many visitors, and the same visitor many times.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { begin, submission_bytes, talk } from '../http/fastcgi.mjs';
import { metric } from '../http/lib.mjs';
import { is_root, sleep } from './world.mjs';

const SILENCE_MAX_MS = 5000;
const REQUEST_MAX_MS = 10_000;
const PEERS = 64;
const ABREAST = 40;
const socket_of = (w) => join(w.site.dir, 'run/firstline.sock');

async function silent(w) {
    const half = submission_bytes(w.traffic.fresh(w.id).fields);
    const kinds = [Buffer.alloc(0), begin(), half.subarray(0, half.length >> 1)];
    const peers = Array.from({ length: PEERS }, (_, n) => talk(socket_of(w), kinds[n % kinds.length]));
    for (const { took_ms } of await Promise.all(peers)) {
        w.expect(took_ms < REQUEST_MAX_MS + 2000, `a peer held a thread for ${took_ms} ms`);
    }
    w.expect(w.traffic.longest_ms < w.limit(SILENCE_MAX_MS + 1500), `visitors waited ${w.traffic.longest_ms} ms`);
}

const FOREIGN = `const s = require('net').connect(process.argv[1]); let n = 0;
    s.on('connect', () => s.write(Buffer.from(process.argv[2], 'hex'))); s.on('data', (d) => { n += d.length; });
    s.on('error', () => {}); s.on('close', () => { console.log('octets', n); });`;

async function foreign(w) {
    const count = async () => metric((await w.site.get('/metrics')).text, 'firstline_peers_foreign_total');
    const before = await count();
    const { fields } = w.traffic.fresh(w.id); // in no journal: if it were stored, I2 would say so
    const { stdout, stderr } = await promisify(execFile)('setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', '--inh-caps=+dac_override',
        '--ambient-caps=+dac_override', process.execPath, '-e', FOREIGN, socket_of(w), submission_bytes(fields).toString('hex')],
    { timeout: 20_000 });
    w.expect(stdout.trim() === 'octets 0', `a foreign user was answered: ${stdout}${stderr}`);
    w.expect(await count() === before + 1, 'a foreign user was not counted');
}

// F22: a body that holds whole forged requests, moved by one octet each time, so that wherever the
// reading of the body stopped, a forged record would begin there once.
const FORGED_FIELDS = { name: 'X', phone: '+79127777777', consent: 'on' };
const KEEP = 1;
const forged = submission_bytes(FORGED_FIELDS, { more: { REMOTE_ADDR: '10.6.6.6' }, flags: KEEP });

/** Bodies that the program has reason not to read to their end. */
const UNREAD = [
    { what: 'a good form, and more than was said', more: {}, said: (body) => body.length - 100 },
    { what: 'larger than is taken', more: {}, size: 80_000 },
    { what: 'nothing was said of a body', more: { CONTENT_LENGTH: '' }, said: () => '' },
    { what: 'a page that takes none', more: { REQUEST_METHOD: 'GET' } },
    { what: 'no such page', more: { DOCUMENT_URI: '/nowhere' } },
    { what: 'an unknown type', more: { CONTENT_TYPE: 'text/plain' } },
    { what: 'no length at all', more: {}, said: () => '12x' },
];

async function smuggle_one(w, n) {
    const { what, more, said, size = 20_000 } = UNREAD[n % UNREAD.length];
    const shift = Math.floor(n / UNREAD.length) % forged.length;
    const body = Buffer.concat([Buffer.alloc(shift, 'x'), ...Array.from({ length: Math.ceil(size / forged.length) }, () => forged)]);
    const { text } = await talk(socket_of(w), submission_bytes({}, {
        body, more, flags: KEEP, said: said ? said(body) : body.length,
    }), { patience_ms: 1500 });
    const answers = text.match(/Status: /g)?.length ?? 0;
    w.expect(answers <= 1, `${what}, moved by ${shift}: ${answers} answers`);
}

async function smuggle(w, n, often) {
    const count = Math.min(ABREAST, often - n);
    await Promise.all(Array.from({ length: count }, (_, i) => smuggle_one(w, n + i)));
    return count;
}

// F23: however often it is sent, one lead (account); who has its key gets its receipt each time, anybody else one of his own.
async function many_times(w, n) {
    const submission = { ...w.traffic.fresh(w.id), id: n % 2 === 0 ? await w.site.token('callback') : undefined };
    const times = n % 5 === 0 ? 100 : 2;
    let answers = Promise.all(Array.from({ length: times }, () => w.traffic.send(submission)));
    if (n % 5 === 1) {
        w.service.child.kill('SIGKILL');
        await answers;
        await w.service.ready();
        answers = Promise.all([w.traffic.send(submission), w.traffic.send(submission)]);
    }
    const said = await answers;
    const receipts = new Set(said.map(({ status, receipt }) => (status === 201 ? receipt : `status ${status}`)));
    w.expect(said.every(({ status }) => status === 201), `${times} times: ${[...receipts].filter((r) => !/^[0-9a-f]{8}-/.test(r))}`);
    w.expect(submission.id === undefined || receipts.size === 1, `${times} times: ${[...receipts].slice(0, 3)}`);
}

async function overload(w, n, often) {
    const usual = w.traffic.p99();
    await w.traffic.stop();
    w.traffic.start(w.id, { per_second: 1e6, senders: 300 });
    await sleep(often > 1 ? 30_000 : 5000);
    await w.traffic.stop();
    const wrong = Object.keys(w.traffic.statuses).filter((status) => !['201', '429', '503'].includes(status));
    w.expect(wrong.length === 0, `answers in the overload: ${JSON.stringify(w.traffic.statuses)}`);
    const { longest_ms } = w.traffic;
    w.traffic.start(w.id);
    await sleep(5000);
    const since = Date.now();
    await sleep(3000);
    w.expect(w.traffic.p99(since) < w.limit(Math.max(500, usual * 2)), `p99 ${w.traffic.p99(since)} ms five seconds after, ${usual} ms before`);
    w.traffic.longest_ms = Math.max(w.traffic.longest_ms, longest_ms);
}

export const crowd_faults = [
    {
        id: 'F19', title: 'silent, half and foreign peers', often: 4, short: 1,
        async strike(w) {
            await silent(w);
            if (is_root) await foreign(w);
            await w.more(20);
        },
        partly: () => (is_root ? undefined : 'no foreign user: only root can be somebody else'),
        gap_ms: SILENCE_MAX_MS + 1500, statuses: [201],
    },
    {
        id: 'F21', title: 'three times too many visitors', often: 2, short: 1, alone: true, strike: overload,
    },
    {
        id: 'F22', title: 'requests smuggled in a body', often: UNREAD.length * forged.length, short: UNREAD.length * forged.length, load: false, fixed: true, strike: smuggle,
        async end(w) {
            w.expect(await w.site.count('intake.lead', `address = '10.6.6.6'`) === 0, 'a forged lead is stored');
        },
    },
    {
        id: 'F23', title: 'the same submission many times', often: 50, short: 5, load: false, strike: many_times,
    },
];
