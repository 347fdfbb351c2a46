// slow: one address with thousands of connections that send headers or bodies one octet at a time.
// With as many connections as nginx/firstline.nft proposes everybody else is answered. What the firewall
// adds, and how long the others wait, is tried by F33 of "make faults".
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test from 'node:test';
import { Site, VALID, receipt_of, until } from './lib.mjs';
import { Trickle } from '../faults/trickle.mjs';

const CONNECTIONS = 4200;
const OTHERS = 20;
const FILES_MIN = 3 * CONNECTIONS; // of nginx, whose two workers may share badly

const hard = execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim();
const skip = hard !== 'unlimited' && Number(hard) < FILES_MIN ? `needs ${FILES_MIN} descriptors, ${hard} are allowed` : false;

const site = await Site.up({ expect: [/limiting connections/] });

for (const kind of ['headers', 'bodies']) {
    test(`slow ${kind}: whoever comes meanwhile is answered`, { skip }, async (t) => {
        const slow = new Trickle({ to: { path: site.socket }, kind, count: CONNECTIONS });
        t.after(() => slow.stop());
        await until('all of them', () => slow.state().open >= CONNECTIONS * 0.95);
        for (let i = 0; i < OTHERS; i++) {
            const options = { agent: false, from: `203.0.113.${i + 1}` };
            assert.equal((await site.request('/f/callback', options)).status, 200);
            receipt_of(await site.post('callback', { ...VALID.callback, name: `${kind} ${i}` }, options));
        }
        assert.ok(slow.state().open >= CONNECTIONS / 2, 'they were there all the time');
    });
}

site.check_at_end();
