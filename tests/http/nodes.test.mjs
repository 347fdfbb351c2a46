// nodes: two firstlines behind one nginx. One that is killed costs the requests that it held, one that
// hangs those that were sent to it; a POST that was sent to one is never sent to the other; a page of
// one is taken by the other, and a visitor is thanked where he has sent.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { join } from 'node:path';
import test from 'node:test';
import { Site, VALID, receipt_of, until } from './lib.mjs';
import { controls, visible_text } from './html.mjs';
import { submission_bytes, talk } from './fastcgi.mjs';
import { know, two_nodes } from './nodes.mjs';

const VISITORS = 12;
const ADDRESSES = Array.from({ length: 16 }, (_, n) => `203.0.113.${n + 1}`); // some go to each node
const site = await Site.up({
    expect: [/connect\(\) (to|failed)|while (connecting to|reading|sending).* upstream|upstream timed out/, /access forbidden by rule/, /FATAL: {2}connection to client lost/],
});
const [first, second, door] = await two_nodes(site);
const nodes = [first, second];
const both = nodes.map((node) => node.address);
let number = 0;
const fresh = (who) => {
    number += 1;
    return { ...VALID.callback, name: `${who} ${number}`, phone: `8 912 8${String(number).padStart(6, '0')}` };
};
const never_without = () => assert.ok(!site.log('nginx-error.log').includes('no live upstreams'));

/** Leads by name; each is there once. */
async function stored(who) {
    const rows = await site.sql(`SELECT id, answers->>'name' AS name FROM intake.lead WHERE answers->>'name' LIKE '${who} %'`);
    const by_name = new Map(rows.map(({ id, name }) => [name, id]));
    assert.equal(by_name.size, rows.length, 'none twice');
    return by_name;
}

/** How many submissions of theirs came twice. */
async function repeated(who) {
    const [{ n }] = await site.sql(`SELECT count(*)::int AS n FROM intake.other_receipt AS o JOIN intake.lead AS l ON l.id = o.lead
                                     WHERE l.answers->>'name' LIKE '${who} %'`);
    return n;
}

/** What visitors did while nodes were killed: who was thanked, and every attempt that failed. */
class Crowd {
    constructor(who) { this.who = who; }

    thanked = new Map(); // receipt by name
    failed = [];
    sent = new Map(); // what to send again, by name
    answers = 0;
    agent = new http.Agent({ keepAlive: true });
    stop = false;

    /** An answer of one of these statuses, or undefined, written down. */
    async ask(what, good, send) {
        const start = performance.now();
        const answer = await send().catch((error) => ({ status: error.code }));
        this.answers += 1;
        if (good.includes(answer.status)) return answer;
        this.failed.push({ what, status: answer.status, start, end: performance.now() });
        await new Promise((resolve) => { setTimeout(resolve, 20); });
        return undefined;
    }

    /** A program sends without a key; a person opens the page, sends and is thanked. */
    async one(from, is_program) {
        const fields = fresh(this.who);
        const { agent } = this;
        const options = { from, agent };
        const get = (path) => this.ask('GET', [200], () => site.request(path, options));
        const page = is_program ? undefined : await get('/f/callback');
        if (page) fields._submission = controls(page.text).get('_submission').value;
        this.sent.set(fields.name, { fields, is_program });
        const post = is_program ? 'post_json' : 'post';
        const answer = await this.ask('POST', [201, 303], () => site[post]('callback', fields, options));
        if (!answer) return;
        this.thanked.set(fields.name, receipt_of(answer));
        if (answer.status === 303) await get(answer.headers.location);
    }

    begin() {
        this.running = Promise.all(Array.from({ length: VISITORS }, async (_, n) => {
            for (let i = 0; !this.stop; i++) await this.one(ADDRESSES[(n + i) % ADDRESSES.length], i % 2 === 0);
        }));
    }

    async end() {
        this.stop = true;
        await this.running;
        this.agent.destroy();
    }

    async more(count) {
        const before = this.thanked.size;
        await until(`${count} more thanks`, () => this.thanked.size >= before + count);
    }
}

/** Kills each of these in turns under load: { end, start }, and counts everybody afterwards. */
async function kill_in_turns(t, who, rounds) {
    const crowd = new Crowd(who);
    const kills = [];
    crowd.begin();
    try {
        for (const { end, start } of rounds) {
            await crowd.more(40);
            const begin = performance.now();
            await end();
            kills.push({ begin, end: performance.now() });
            await crowd.more(30);
            await start();
        }
        await crowd.more(40);
    } finally {
        await crowd.end();
    }
    const held = ({ start, end }) => kills.some((kill) => start <= kill.end && end >= kill.begin);
    t.diagnostic(`${crowd.answers} answers, ${crowd.thanked.size} thanked, ${crowd.failed.length} failed, ${kills.length} kills`);
    await t.test('only who was there at a kill saw it', () => {
        assert.deepEqual(crowd.failed.filter((attempt) => !held(attempt)).slice(0, 5), []);
        assert.ok(crowd.failed.length <= kills.length * VISITORS);
        const expected = [502, 504, 'ECONNRESET']; // the last: cut in the middle of a page
        assert.deepEqual(crowd.failed.filter(({ status }) => !expected.includes(status)), []);
    });
    await t.test('nginx never thought that there is no node', never_without);
    await t.test('whoever was thanked is there once', async () => {
        await until('the spools are empty', () => nodes.every((node) => node.waiting() === 0));
        const leads = await stored(who);
        assert.deepEqual([...crowd.thanked].filter(([name, id]) => leads.get(name) !== id), []);
        assert.deepEqual([...leads.keys()].filter((name) => !crowd.sent.has(name)), [], 'nothing that nobody sent');
    });
    await t.test('nginx handed nothing in twice', async () => assert.equal(await repeated(who), 0));
    await t.test('sent again, what had no answer is one lead, too', async () => {
        const lost = [...crowd.sent].filter(([name]) => !crowd.thanked.has(name));
        for (const [, { fields, is_program }] of lost) receipt_of(await site[is_program ? 'post_json' : 'post']('callback', fields));
        assert.equal((await stored(who)).size, crowd.sent.size);
    });
}

const kill = (node) => ({ end: () => node.end('SIGKILL'), start: () => node.start() });

test('nodes are killed in turns: it costs what they held, and nothing is lost or doubled', async (t) => {
    await know(site, both);
    await kill_in_turns(t, 'Узел', [first, second, first, second, first, second].map(kill));
});

test('a node on another machine, and the machine is killed', async (t) => {
    await door.start();
    await know(site, [first.address, door.address]);
    const machine = {
        end: async () => { door.signal('SIGKILL'); await second.end('SIGKILL'); await door.ended; },
        start: async () => { await second.start(); await door.start(); },
    };
    await kill_in_turns(t, 'Машина', [machine, kill(first), machine]);
    await t.test('others are not let in there', async () => {
        const said = await new Promise((resolve) => {
            let bytes = 0;
            const peer = net.connect({ port: door.port, host: '127.0.0.1', localAddress: '127.0.0.2' });
            peer.on('connect', () => peer.write(submission_bytes(fresh('Чужой'))));
            peer.on('data', (chunk) => { bytes += chunk.length; }).on('error', () => {}).on('close', () => resolve(bytes));
        });
        assert.equal(said, 0);
        assert.equal((await stored('Чужой')).size, 0);
    });
    await know(site, both);
    await door.end();
});

test('each node says how it is at an address of its own', async () => {
    const ask = async (path) => (await site.request(path, { agent: false })).status;
    await know(site, both, (text) => text.replace(/^#(location ~ [^]*?\n)#\}/m, (_, block) => `${block.replace(/^#/gm, '')}}`)
        .replace('10.0.0.12:9000', second.address));
    assert.equal(await ask('/healthz/2'), 200);
    assert.equal(await ask('/metrics/2'), 200);
    assert.equal((await site.request('/healthz/2', { from: ADDRESSES[0], agent: false })).status, 403);
    await second.end();
    assert.deepEqual([await ask('/healthz/2'), await ask('/healthz')], [502, 200]);
    await second.start();
});

/** A node that takes connections and does with them what is told. */
async function with_false_node(on_request, work) {
    const socket = join(site.env.PGHOST, 'false.sock');
    const asked = [];
    const server = net.createServer((peer) => {
        peer.on('error', () => {});
        peer.once('data', (bytes) => { asked.push(/REQUEST_METHOD(GET|POST)/.exec(bytes.toString('latin1'))[1]); on_request(peer); });
    });
    await new Promise((resolve) => { server.listen(socket, resolve); });
    chmodSync(socket, 0o777);
    try {
        return await work(`unix:${socket}`, asked);
    } finally {
        server.close();
    }
}

test('what was sent to a node is not sent to another: a GET is, a POST is not', async () => {
    await with_false_node((peer) => peer.destroy(), async (address, asked) => {
        await know(site, [first.address, address]);
        const statuses = { GET: [], POST: [] };
        for (const from of ADDRESSES) {
            statuses.GET.push((await site.request('/f/callback', { from })).status);
            statuses.POST.push((await site.post_json('callback', fresh('Один раз'), { from })).status);
        }
        const count = (method) => asked.filter((m) => m === method).length;
        assert.ok(count('GET') > 0 && count('POST') > 0, 'it was asked');
        assert.deepEqual(statuses.GET.filter((status) => status !== 200), []);
        assert.equal(statuses.POST.filter((status) => status === 502).length, count('POST'));
        assert.equal((await stored('Один раз')).size, ADDRESSES.length - count('POST'));
    });
});

test('a node that hangs costs what was sent to it', async () => {
    const soon = (text) => text.replace(/fastcgi_read_timeout +15s/, 'fastcgi_read_timeout 1s');
    await know(site, both, soon);
    second.signal('SIGSTOP');
    try {
        const answers = await Promise.all(ADDRESSES.map(async (from) => ({
            get: (await site.request('/f/callback', { from })).status,
            post: (await site.post_json('callback', fresh('Молчание'), { from })).status,
        })));
        assert.deepEqual(answers.filter(({ get }) => get !== 200), [], 'a page comes from the other one');
        const posts = answers.map(({ post }) => post);
        assert.ok(posts.includes(201) && posts.includes(504), 'some go to each');
        assert.deepEqual(posts.filter((status) => ![201, 504].includes(status)), []);
    } finally {
        second.signal('SIGCONT');
    }
    // What it has found in its socket by now was sent once, and is there once.
    await site.post_json('callback', fresh('Молчание'));
    await until('all are there', async () => (await stored('Молчание')).size === ADDRESSES.length + 1);
    never_without();
});

/** A port whose machine says nothing: what comes is neither taken nor refused, since its queue is full. */
async function silent_port() {
    const child = spawn('perl', ['-MIO::Socket::INET', '-e', `$| = 1;
        my $s = IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1") or die; print $s->sockport, "\\n"; <STDIN>`]);
    const port = Number(await new Promise((resolve) => { child.stdout.once('data', resolve); }));
    const fill = [];
    const taken = () => new Promise((resolve) => {
        const peer = net.connect(port, '127.0.0.1', () => resolve(true));
        peer.on('error', () => {});
        setTimeout(() => resolve(false), 500).unref();
        fill.push(peer);
    });
    await until('the queue is full', async () => !await taken());
    return { address: `127.0.0.1:${port}`, close: () => { for (const peer of fill) peer.destroy(); child.kill(); } };
}

test('a machine that is silent costs a second, and no request', async () => {
    const silent = await silent_port();
    try {
        await know(site, [first.address, silent.address]);
        const took = [];
        await Promise.all(ADDRESSES.map(async (from) => {
            for (const send of [() => site.request('/f/callback', { from }), () => site.post_json('callback', fresh('Тихо'), { from })]) {
                const start = performance.now();
                const { status } = await send();
                took.push(performance.now() - start);
                assert.ok([200, 201].includes(status), status);
            }
        }));
        assert.ok(took.some((ms) => ms >= 900), 'some had to wait for it');
        assert.equal((await stored('Тихо')).size, ADDRESSES.length);
        never_without();
    } finally {
        silent.close();
    }
});

test('a page of one node is taken by the other, and thanked for by both', async () => {
    const ask = (node, uri, query = '') => talk(node.socket, submission_bytes({}, {
        body: Buffer.alloc(0), more: { REQUEST_METHOD: 'GET', DOCUMENT_URI: uri, QUERY_STRING: query, REQUEST_URI: '/page' } }));
    const utf8 = ({ text }) => Buffer.from(text, 'latin1').toString();
    const page = utf8(await ask(first, '/f/callback'));
    const fields = { ...fresh('Через'), _submission: controls(page).get('_submission').value };
    const answers = [await talk(second.socket, submission_bytes(fields)), await talk(first.socket, submission_bytes(fields))];
    const locations = answers.map((answer) => { assert.equal(answer.status, '303'); return /Location: (\S+)/.exec(answer.text)[1]; });
    assert.equal(locations[0], locations[1], 'one submission, one receipt');
    assert.equal((await stored('Через')).size, 1);
    const [path, query] = locations[0].split('?');
    for (const node of nodes) assert.match(visible_text(utf8(await ask(node, path, query))), /Спасибо! .*Номер заявки/);
});

test('a visitor finds what he has sent: it is kept by the node that he goes to', async (t) => {
    await know(site, both);
    for (const from of ADDRESSES) {
        const fields = fresh('Вижу');
        const { headers } = await site.post('callback', fields, { from });
        assert.ok(visible_text((await site.request(headers.location, { from })).text).includes(fields.name), from);
    }
    await t.test('a page of the site has his mistakes in it', async () => {
        for (const from of ADDRESSES) {
            const around = controls((await site.request('/', { from })).text).get('_around').value;
            const { headers } = await site.post('callback', { ...fresh('Ошибся'), phone: '12', _around: around }, { from });
            const page = await site.request(headers.location.split('#')[0], { from });
            assert.equal(controls(page.text).get('phone').value, '12', from);
        }
    });
});

test('both nodes stop', async () => {
    await Promise.all(nodes.map((node) => node.end()));
    assert.deepEqual(nodes.map((node) => node.child.exitCode), [0, 0]);
});

site.check_at_end();
