// watch: what visitors and the one on call see of an event: how long nginx let anybody wait, and for
// how long leads went to the spool, as /healthz says it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sleep } from '../faults/world.mjs';

const EVERY_MS = 100;
const SENT = / method=POST path="\/f\/.* seconds=([0-9.]+) /;

export class Watch {
    constructor(w) {
        this.w = w;
        this.access_log = join(w.site.dir, 'log/nginx-access.log');
    }

    start() {
        this.away_at = undefined;
        this.up_at = undefined;
        this.from = readFileSync(this.access_log).length;
        this.stopping = false;
        this.running = this.look();
    }

    async look() {
        while (!this.stopping) {
            const { database } = await this.w.health();
            if (database === 'away') {
                this.away_at ??= Date.now();
                this.up_at = undefined;
            } else if (database === 'up' && this.away_at !== undefined) {
                this.up_at ??= Date.now();
            }
            await sleep(EVERY_MS);
        }
    }

    /** { longest_ms, spooling_ms }: the longest wait of a visitor by nginx's own clock, and the time
     *  from the first lead that went to the spool to the last. */
    async stop() {
        this.stopping = true;
        await this.running;
        const lines = readFileSync(this.access_log).subarray(this.from).toString().split('\n');
        const waits = lines.map((line) => Number(SENT.exec(line)?.[1] ?? 0));
        return {
            longest_ms: Math.round(waits.reduce((most, s) => Math.max(most, s), 0) * 1000),
            spooling_ms: this.away_at === undefined ? 0 : (this.up_at ?? Date.now()) - this.away_at,
        };
    }
}
