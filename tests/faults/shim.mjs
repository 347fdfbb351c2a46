// shim: the page through which shim.c is told what to do. It is a file that both map.
import { closeSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';

const BYTES = 32;
const AT = { call: 0, nth: 4, error: 8, forever: 12, seen: 16, failed: 20, wall_shift_s: 24 };
const CALLS = { none: 0, open: 1, write: 2, fsync: 3, rename: 4, folder: 5, malloc: 6 };
const ERRORS = { EINTR: 4, EIO: 5, ENOMEM: 12, EMFILE: 24, ENOSPC: 28, short: 0, hangs: -1 };

export class Shim {
    constructor(path) {
        this.path = path;
        this.fd = openSync(path, 'w+', 0o666);
        ftruncateSync(this.fd, BYTES);
    }

    set(at, value) {
        const bytes = Buffer.alloc(4);
        bytes.writeInt32LE(value);
        writeSync(this.fd, bytes, 0, 4, at);
    }

    get(at) {
        const bytes = Buffer.alloc(4);
        readSync(this.fd, bytes, 0, 4, at);
        return bytes.readInt32LE();
    }

    /** The nth call of that kind from now fails, and with forever all after it; one that hangs does until it is disarmed. */
    arm(call, nth, error, forever = false) {
        this.disarm();
        this.set(AT.nth, nth);
        this.set(AT.error, ERRORS[error]);
        this.set(AT.forever, forever ? 1 : 0);
        this.set(AT.call, CALLS[call]);
    }

    /** How many calls failed since it was armed. */
    disarm() {
        this.set(AT.call, CALLS.none);
        const failed = this.get(AT.failed);
        this.set(AT.seen, 0);
        this.set(AT.failed, 0);
        return failed;
    }

    /** Calls of the kind since it was armed. */
    seen() {
        return this.get(AT.seen);
    }

    failed() {
        return this.get(AT.failed);
    }

    /** The wall clock of the program is that many seconds ahead. */
    shift_clock(seconds) {
        const bytes = Buffer.alloc(8);
        bytes.writeBigInt64LE(BigInt(seconds));
        writeSync(this.fd, bytes, 0, 8, AT.wall_shift_s);
    }

    close() {
        closeSync(this.fd);
    }
}
