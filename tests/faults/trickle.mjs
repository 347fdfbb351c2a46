// trickle: visitors from hell. So many connections that send a request one octet at a time, each as
// long as it is let; who is thrown out comes again. As a module in the process itself, or as a child
// elsewhere (a network namespace): it is told what to do by a message, and answers each further one with its state.
import net from 'node:net';

const EVERY_MS = 100;
const OCTET_MS = 2000; // each connection: well within every timeout between two octets
const ABREAST = 200;   // connects at a time: a queue that is full would refuse the rest

const BEGIN = {
    headers: 'POST /f/callback HTTP/1.1\r\nHost: localhost\r\nX-Slow: ',
    bodies: 'POST /f/callback HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n'
        + 'Content-Length: 60000\r\n\r\nname=',
};

export class Trickle {
    /** to: where, as net.connect takes it. */
    constructor({ to, kind, count }) {
        Object.assign(this, { to, begin: BEGIN[kind], count, open: new Set(), connecting: 0, ended: 0 });
        this.turn = 0;
        this.timer = setInterval(() => this.tick(), EVERY_MS);
    }

    connect() {
        this.connecting += 1;
        const peer = net.connect(this.to);
        let connecting = true;
        const connected = () => {
            if (connecting) this.connecting -= 1;
            connecting = false;
        };
        peer.on('connect', () => {
            connected();
            this.open.add(peer);
            peer.write(this.begin);
        });
        peer.on('error', () => {}).resume(); // what is answered is of no interest
        peer.on('close', () => {
            connected();
            if (this.open.delete(peer)) this.ended += 1;
        });
    }

    tick() {
        const turns = OCTET_MS / EVERY_MS;
        this.turn = (this.turn + 1) % turns;
        let n = 0;
        for (const peer of this.open) if (n++ % turns === this.turn) peer.write('x');
        const more = Math.min(this.count - this.open.size - this.connecting, ABREAST - this.connecting);
        for (let i = 0; i < more; i++) this.connect();
    }

    state() {
        return { open: this.open.size, ended: this.ended };
    }

    stop() {
        clearInterval(this.timer);
        this.count = 0;
        for (const peer of this.open) peer.destroy();
    }
}

if (process.send && process.argv[1].endsWith('/trickle.mjs')) {
    let trickle;
    process.on('message', (message) => {
        if (message.to) trickle = new Trickle(message);
        process.send(trickle.state());
    });
    process.on('disconnect', () => process.exit(0));
}
