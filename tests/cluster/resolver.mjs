// resolver: a name server of a few lines: resolver.mjs ADDRESS HOSTS.json; { delay_ms } by message.
// Answers A with the address of a name it knows, and all else about such a name with "there is none".
import dgram from 'node:dgram';
import { readFileSync } from 'node:fs';

const [address, file] = process.argv.slice(2);
const hosts = JSON.parse(readFileSync(file, 'utf8'));
const HEAD = 12;
const TYPE_A = 1;
const NXDOMAIN = 3;
let delay_ms = 0;

/** { name, type, end } of the one question that a resolver asks. */
function question(packet) {
    const labels = [];
    let at = HEAD;
    while (packet[at] !== 0) {
        labels.push(packet.toString('latin1', at + 1, at + 1 + packet[at]));
        at += 1 + packet[at];
    }
    return { name: labels.join('.').toLowerCase(), type: packet.readUInt16BE(at + 1), end: at + 5 };
}

function answer(packet) {
    const { name, type, end } = question(packet);
    const found = hosts[name];
    const told = found !== undefined && type === TYPE_A;
    const head = Buffer.from(packet.subarray(0, HEAD));
    head.writeUInt16BE(0x8580 | (found === undefined ? NXDOMAIN : 0), 2);
    head.writeUInt16BE(told ? 1 : 0, 6);
    head.writeUInt32BE(0, 8);
    // The name again (a pointer to the question), A, IN, a second to live, four octets.
    const record = told ? [0xc0, HEAD, 0, TYPE_A, 0, 1, 0, 0, 0, 1, 0, 4, ...found.split('.').map(Number)] : [];
    return Buffer.concat([head, packet.subarray(HEAD, end), Buffer.from(record)]);
}

const socket = dgram.createSocket('udp4');
socket.on('message', (packet, peer) => {
    const bytes = answer(packet);
    setTimeout(() => socket.send(bytes, peer.port, peer.address), delay_ms);
});
socket.bind(53, address, () => process.send('ready'));
process.on('message', (message) => { delay_ms = message.delay_ms; });
process.on('disconnect', () => process.exit());
