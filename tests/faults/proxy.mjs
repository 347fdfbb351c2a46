// proxy: stands between firstline and PostgreSQL, on a Unix socket, and breaks what passes. A
// process of its own, so that the load of the runner does not slow it:
//   fork('proxy.mjs', [listen, server]); send({ mode }); it answers { did: mode } when it has struck.
//
// mode (the first four last, the others strike the next transaction and then let all pass):
//   pass      everything goes through
//   refuse    connections are closed, and new ones too
//   stall     nothing goes either way; connections stay
//   slow      of what the server says one octet a second goes through
//   before    cut when the transaction comes: the server never sees it
//   lost      swallowed: the server never sees it, and the connection stays
//   sent      cut as soon as it is on its way to the server
//   answered  cut when the server has answered, before the answer goes on
//   half      cut after half of the answer
//   open      the answer never comes, and the connection stays: half-open
import { chmodSync, rmSync } from 'node:fs';
import net from 'node:net';

const [listen, server] = process.argv.slice(2);
// Bind names the prepared statement between two zeros, after the empty name of the portal; Parse, which
// makes it, has the length of the message in front.
const TRANSACTION = Buffer.from('\0firstline_submit\0');
const LASTING = new Set(['pass', 'refuse', 'stall', 'slow']);
let mode = 'pass';
const pairs = new Set();

function strike() {
    const done = mode;
    mode = 'pass';
    process.send({ did: done });
}

function cut(pair) {
    pairs.delete(pair);
    pair.client.destroy();
    pair.server.destroy();
}

function from_client(pair, bytes) {
    if (!LASTING.has(mode) && pair.strike === undefined && bytes.includes(TRANSACTION)) {
        if (mode === 'before') {
            strike();
            cut(pair);
            return;
        }
        pair.strike = mode;
        strike();
    }
    if (pair.strike === 'lost') return;
    pair.server.write(bytes);
    if (pair.strike === 'sent') setImmediate(() => setImmediate(() => cut(pair)));
}

function from_server(pair, bytes) {
    if (pair.strike === 'open') return;
    if (pair.strike === 'sent' || pair.strike === 'answered') cut(pair);
    else if (pair.strike === 'half') pair.client.write(bytes.subarray(0, bytes.length >> 1), () => cut(pair));
    else if (mode === 'slow') pair.held = Buffer.concat([pair.held, bytes]);
    else pair.client.write(bytes);
}

function let_flow(pair) {
    for (const socket of [pair.client, pair.server]) {
        if (mode === 'stall') socket.pause();
        else socket.resume();
    }
    if (mode !== 'slow' && pair.held.length > 0) {
        pair.client.write(pair.held);
        pair.held = Buffer.alloc(0);
    }
}

setInterval(() => {
    for (const pair of pairs) {
        if (pair.held.length === 0) continue;
        pair.client.write(pair.held.subarray(0, 1));
        pair.held = pair.held.subarray(1);
    }
}, 1000);

rmSync(listen, { force: true });
net.createServer((client) => {
    if (mode === 'refuse') {
        client.destroy();
        return;
    }
    const pair = { client, server: net.connect(server), held: Buffer.alloc(0) };
    pairs.add(pair);
    client.on('data', (bytes) => from_client(pair, bytes));
    pair.server.on('data', (bytes) => from_server(pair, bytes));
    for (const socket of [client, pair.server]) {
        socket.on('error', () => cut(pair));
        // A half-open connection keeps its client even when the server has gone.
        socket.on('close', () => { if (pair.strike !== 'open' || socket === client) cut(pair); });
    }
    let_flow(pair);
}).listen(listen, () => {
    chmodSync(listen, 0o777);
    process.send({ did: 'listen' });
});

process.on('message', (message) => {
    mode = message.mode;
    if (mode === 'refuse') for (const pair of pairs) cut(pair);
    for (const pair of pairs) let_flow(pair);
    if (LASTING.has(mode)) process.send({ did: mode });
});
process.on('disconnect', () => process.exit(0));
