// traffic: visitors, and the journal of what they did and heard. Each attempt is written down before
// it is sent and after it was answered, so that account.mjs can hold the database against it.
//   {"n":7,"hash":"<of the payload>","id":"<uuid>","fields":{...}}    before
//   {"n":7,"status":201,"receipt":"<uuid>"}                           after; missing: nothing came
// One in ten is hostile: wrong input, repeats, the same key for something else, cut bodies, visitors
// who leave, bodies too large and of a wrong type.
import { createHash, randomBytes } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { TYPE, urlencoded } from '../http/encode.mjs';
import { VALID } from '../http/lib.mjs';

const SENDERS = 12;
const HOSTILE = 0.1;
const KEYED = 0.8;
const RECENT_MAX = 50;
const NO_PHONE = '12';

/** The payload as the database keeps it: every field but firstline's own, in order. */
export function hash_of(pairs) {
    const told = pairs.filter(([name]) => !name.startsWith('_')).map(([name, value]) => [name, String(value)]);
    return createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 32);
}

export function uuid7() {
    const bytes = randomBytes(16);
    bytes.writeUIntBE(Date.now(), 0, 6);
    bytes[6] = 0x70 | (bytes[6] & 15);
    bytes[8] = 0x80 | (bytes[8] & 63);
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** What must be refused however often it is sent. */
export const is_wrong = ({ fields, bulk }) => bulk === true || fields.phone === NO_PHONE;

export class Journal {
    constructor(path) {
        this.path = path;
        this.fd = openSync(path, 'a');
        this.next = 1;
    }

    before(submission) {
        const n = this.next++;
        const hash = hash_of(Object.entries(submission.fields));
        writeSync(this.fd, `${JSON.stringify({ n, hash, ...submission })}\n`);
        return n;
    }

    after(n, status, receipt) {
        writeSync(this.fd, `${JSON.stringify({ n, status, receipt })}\n`);
    }
}

export class Traffic {
    constructor(site) {
        this.site = site;
        this.recent = [];
        this.number = 0;
        this.per_second = 100;
        this.keyed = KEYED;
    }

    /** A submission nobody has made yet. */
    fresh(tag, { keyed = Math.random() < this.keyed, name } = {}) {
        this.number += 1;
        const fields = {
            ...VALID.callback, name: name ?? `${tag} ${this.number}`,
            phone: `+7 9${String(10 + this.number % 80)} ${String(1000000 + this.number * 7919 % 9000000)}`,
        };
        return { tag, fields, id: keyed ? uuid7() : undefined };
    }

    /** Sends it, with the journal kept; { status, receipt }, status undefined: nothing came. */
    async send(submission, options = {}) {
        const { fields, id, bulk } = submission;
        const n = this.journal.before(submission);
        const all = { ...fields, ...(bulk ? { more: 'x'.repeat(100_000) } : {}), ...(id ? { _submission: id } : {}) };
        const answer = await this.site.post_json('callback', all, { agent: this.agent, ...options }).catch(() => ({}));
        let receipt;
        if (answer.status === 201) receipt = answer.json().receipt;
        this.journal.after(n, answer.status, receipt);
        return { status: answer.status, receipt, answer };
    }

    /** Octets that are no whole request, or whose answer nobody waits for. */
    leave(bytes) {
        return new Promise((resolve) => {
            const peer = net.connect(this.site.socket, () => { peer.write(bytes, () => peer.destroy()); });
            peer.on('error', () => {});
            peer.on('close', resolve);
        });
    }

    async send_cut(submission, whole) {
        const body = urlencoded(Object.entries({ ...submission.fields, _submission: submission.id ?? '' }));
        const head = `POST /f/callback HTTP/1.1\r\nHost: localhost\r\nX-Real-IP: 127.0.0.1\r\nContent-Type: ${TYPE.urlencoded}\r\n`
            + `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n`;
        this.journal.before(submission);
        await this.leave(head + (whole ? body : body.slice(0, -5)));
    }

    async hostile(tag) {
        const submission = this.fresh(tag);
        const { fields } = submission;
        const earlier = this.recent[Math.floor(Math.random() * this.recent.length)];
        const tricks = [
            () => this.send({ ...submission, fields: { ...fields, phone: NO_PHONE } }),
            () => this.send(earlier ?? submission),
            () => this.send({ ...submission, id: (earlier ?? submission).id }),
            () => this.send_cut(submission, false),
            () => this.send_cut(submission, true),
            () => this.send({ ...submission, bulk: true }),
            () => this.site.post('callback', fields, { headers: { 'Content-Type': 'text/plain' }, agent: this.agent }).catch(() => {}),
        ];
        await tricks[Math.floor(Math.random() * tricks.length)]();
    }

    async one(tag) {
        if (Math.random() < HOSTILE) {
            await this.hostile(tag);
            return;
        }
        const submission = this.fresh(tag);
        const start = Date.now();
        const { status } = await this.send(submission);
        const now = Date.now();
        this.statuses[status] = (this.statuses[status] ?? 0) + 1;
        this.times.push([now, now - start]);
        if (status !== 201) return;
        if (submission.id) this.recent = [...this.recent.slice(1 - RECENT_MAX), submission];
        this.thanked += 1;
        this.longest_ms = Math.max(this.longest_ms, now - this.thanked_at);
        this.thanked_at = now;
    }

    /** Begins; per_second is shared by the senders. keep: their connections; else each comes anew. */
    start(tag, { per_second = this.per_second, senders = SENDERS, keyed = KEYED, keep = true } = {}) {
        this.keyed = keyed;
        // Idle sockets end before nginx ends them (30 s): a request that meets the end would be nobody's fault.
        this.agent = new http.Agent({ keepAlive: keep, maxSockets: Infinity, timeout: 10_000 });
        Object.assign(this, { stopping: false, statuses: {}, times: [], thanked: 0, longest_ms: 0, thanked_at: Date.now() });
        const pause_ms = senders / per_second * 1000;
        this.running = Promise.all(Array.from({ length: senders }, async () => {
            while (!this.stopping) {
                const start = Date.now();
                await this.one(tag);
                const left = pause_ms * (0.5 + Math.random()) - (Date.now() - start);
                if (left > 0) await new Promise((resolve) => { setTimeout(resolve, left); });
            }
        }));
    }

    async stop() {
        this.stopping = true;
        await this.running;
        this.longest_ms = Math.max(this.longest_ms, Date.now() - this.thanked_at);
        this.agent.destroy();
        this.agent = undefined;
    }

    /** How long the slowest hundredth of the answers since then took. */
    p99(since = 0) {
        const took = this.times.filter(([at]) => at >= since).map(([, ms]) => ms).sort((a, b) => a - b);
        return took[Math.min(took.length - 1, Math.floor(took.length * 0.99))] ?? 0;
    }
}
