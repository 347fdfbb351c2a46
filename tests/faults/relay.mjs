// relay: a Unix socket whose other end leaves from the network namespace that this runs in.
import { rmSync } from 'node:fs';
import net from 'node:net';

process.on('message', ({ path, to }) => {
    if (!path) return process.send({});
    rmSync(path, { force: true }); // of one before
    return net.createServer((near) => {
        const far = net.connect({ ...to, noDelay: true });
        near.on('error', () => far.destroy()).on('close', () => far.destroy());
        far.on('error', () => near.destroy()).on('close', () => near.destroy());
        near.pipe(far).pipe(near);
    }).listen(path, () => process.send({}));
});
process.on('disconnect', () => process.exit(0));
