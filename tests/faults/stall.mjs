// stall: how long the machine itself stood still: a disk that did not sync, a processor that was not
// given. Somebody else's load is no fault of the program's, so limits of time are longer by that.
import { open } from 'node:fs/promises';

const EVERY_MS = 250;

export class Stall {
    constructor(path) {
        this.path = path;
        this.longest_ms = 0;
        this.running = this.watch();
    }

    note(ms) {
        this.longest_ms = Math.max(this.longest_ms, ms);
    }

    async watch() {
        const file = await open(this.path, 'w');
        while (!this.stopped) {
            const start = Date.now();
            await file.write('.');
            await file.sync();
            this.note(Date.now() - start);
            const slept = Date.now();
            await new Promise((resolve) => { setTimeout(resolve, EVERY_MS); });
            this.note(Date.now() - slept - EVERY_MS);
        }
        await file.close();
    }

    /** The longest since the last call. */
    take() {
        const ms = this.longest_ms;
        this.longest_ms = 0;
        return ms;
    }

    async stop() {
        this.stopped = true;
        await this.running;
    }
}
