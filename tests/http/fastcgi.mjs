// fastcgi: records of the protocol, written by hand, for tests that stand where nginx stands.
import net from 'node:net';
import { TYPE, urlencoded } from './encode.mjs';
import { PATIENCE_MS } from './lib.mjs';

export const RECORD = { BEGIN: 1, ABORT: 2, PARAMS: 4, STDIN: 5, GET_VALUES: 9 };
const CONTENT_MAX = 65_535;

export function record(type, content = Buffer.alloc(0), { id = 1, padding = 0 } = {}) {
    const head = Buffer.from([1, type, id >> 8, id & 255, content.length >> 8, content.length & 255, padding, 0]);
    return Buffer.concat([head, content, Buffer.alloc(padding)]);
}

/** flags 1: keep the connection. */
export const begin = (flags = 0) => record(RECORD.BEGIN, Buffer.from([0, 1, flags, 0, 0, 0, 0, 0]));

function length_of(n) {
    if (n < 128) return Buffer.from([n]);
    const out = Buffer.alloc(4);
    out.writeUInt32BE(n + 0x80000000);
    return out;
}

export function params_content(params) {
    return Buffer.concat(Object.entries(params).flatMap(([name, value]) => [
        length_of(Buffer.byteLength(name)), length_of(Buffer.byteLength(value)), Buffer.from(name), Buffer.from(value)]));
}

/** All records of a submission. body: instead of the fields; more: other parameters; said: what
 *  CONTENT_LENGTH claims; split: octets in a record. */
export function submission_bytes(fields, { body: given, more = {}, said, padding = 0, split = CONTENT_MAX, flags = 0 } = {}) {
    const body = given ?? Buffer.from(urlencoded(Object.entries(fields)));
    const params = params_content({
        REQUEST_METHOD: 'POST', DOCUMENT_URI: '/f/callback', CONTENT_TYPE: TYPE.urlencoded,
        CONTENT_LENGTH: String(said ?? body.length), REMOTE_ADDR: '203.0.113.5', HTTP_HOST: 'localhost', ...more,
    });
    const cut = (content) => Array.from({ length: Math.ceil(content.length / split) },
        (_, n) => content.subarray(n * split, (n + 1) * split));
    return Buffer.concat([begin(flags), ...cut(params).map((c) => record(RECORD.PARAMS, c, { padding })), record(RECORD.PARAMS),
        ...cut(body).map((c) => record(RECORD.STDIN, c, { padding })), record(RECORD.STDIN)]);
}

/** Sends bytes, and resolves when the other side has closed: { status, text, took_ms }. After
 *  patience_ms, if given, we hang up ourselves: a kept connection stays open. */
export function talk(socket_path, bytes, { end = false, patience_ms } = {}) {
    return new Promise((resolve, reject) => {
        const start = Date.now();
        const chunks = [];
        const peer = net.connect(socket_path, () => { if (end) peer.end(bytes); else peer.write(bytes); });
        peer.on('data', (d) => chunks.push(d));
        peer.on('error', (e) => { if (!['EPIPE', 'ECONNRESET'].includes(e.code)) reject(e); });
        peer.setTimeout(patience_ms ?? PATIENCE_MS, () => {
            peer.destroy();
            if (patience_ms === undefined) reject(new Error('the connection stays open'));
        });
        peer.on('close', () => {
            const text = Buffer.concat(chunks).toString('latin1');
            resolve({ status: /Status: (\d+)/.exec(text)?.[1], text, took_ms: Date.now() - start });
        });
    });
}

const END_REQUEST = 3;
const HEAD_BYTES = 8;

/** A connection that is kept, as nginx keeps it. */
export class Kept {
    static async connect(socket_path) {
        const kept = new Kept();
        kept.bytes = Buffer.alloc(0);
        kept.peer = net.connect(socket_path);
        kept.closed = new Promise((resolve) => { kept.peer.on('close', resolve); });
        kept.peer.on('error', () => {});
        kept.peer.on('data', (d) => { kept.bytes = Buffer.concat([kept.bytes, d]); kept.look?.(); });
        kept.closed.then(() => kept.look?.());
        await new Promise((resolve) => { kept.peer.on('connect', resolve); });
        return kept;
    }

    /** Octets of the first END_REQUEST and all before it; 0: it has not come yet. */
    #answer_bytes() {
        let at = 0;
        while (at + HEAD_BYTES <= this.bytes.length) {
            const type = this.bytes[at + 1];
            at += HEAD_BYTES + this.bytes.readUInt16BE(at + 4) + this.bytes[at + 6];
            if (type === END_REQUEST) return at <= this.bytes.length ? at : 0;
        }
        return 0;
    }

    /** Sends a request: { status, text, after: the octets that came with the answer, behind it }. */
    async ask(bytes) {
        this.peer.write(bytes);
        const size = await new Promise((resolve) => {
            this.look = () => { if (this.#answer_bytes() > 0 || this.peer.destroyed) resolve(this.#answer_bytes()); };
            this.look();
        });
        const text = this.bytes.subarray(0, size).toString('latin1');
        const after = this.bytes.subarray(size);
        this.bytes = Buffer.alloc(0);
        return { status: /Status: (\d+)/.exec(text)?.[1], text, after };
    }

    hang_up() { this.peer.destroy(); }
}
