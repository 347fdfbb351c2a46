// lab: a small network of its own: one bridge, a namespace for each machine, what runs in them, and
// what can be cut. run.mjs starts all of it in namespaces of processes, mounts and network, so that
// nothing of it outlives that one, and nothing here has to be taken down.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NET = '10.77.0';
const GATE = `${NET}.1`; // the visitors, the resolver, and who looks on
const PREFIX = 24;

export const ip = (...args) => execFileSync('ip', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** As user postgres, with whatever may be needed to get through the folders above. */
export const AS_POSTGRES = ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups'];

/** One machine: a namespace that is joined to the bridge. */
export class Machine {
    constructor(lab, name, number) {
        Object.assign(this, { lab, name, ip: `${NET}.${number}`, link: `to-${name}` });
        ip('netns', 'add', name);
        ip('link', 'add', this.link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
        ip('link', 'set', this.link, 'master', 'lab', 'up');
        ip('-n', name, 'link', 'set', 'lo', 'up');
        ip('-n', name, 'address', 'add', `${this.ip}/${PREFIX}`, 'dev', 'eth0');
        ip('-n', name, 'link', 'set', 'eth0', 'up');
    }

    /** Starts a command there, as postgres. Its output goes to log/NAME. */
    spawn(command, args, { log = `${this.name}.log`, env = {} } = {}) {
        const out = openSync(join(this.lab.logs, log), 'a');
        return spawn('ip', ['netns', 'exec', this.name, ...AS_POSTGRES, command, ...args],
            { stdio: ['ignore', out, out], cwd: '/', env: { PATH: process.env.PATH, LANG: 'C.UTF-8', ...env } });
    }

    /** The processes that live there. */
    pids() {
        return ip('netns', 'pids', this.name).split('\n').filter(Boolean).map(Number);
    }

    /** All of them, as when power or a hypervisor strikes: again until nobody new was born meanwhile. */
    signal(name) {
        const done = new Set();
        for (let fresh = this.pids(); fresh.length > 0; fresh = this.pids().filter((pid) => !done.has(pid))) {
            for (const pid of fresh) {
                done.add(pid);
                try { process.kill(pid, name); } catch { /* it has ended by itself */ }
            }
        }
    }

    /** The cable is pulled, or put in. */
    cable(plugged) {
        ip('link', 'set', this.link, plugged ? 'up' : 'down');
    }

    /** As a virtual machine is paused: its kernel acknowledges nothing, either. What others tell it
     *  meanwhile they tell again only when their own patience allows, so it wakes with old news. */
    pause() {
        this.cable(false);
        this.signal('SIGSTOP');
    }

    resume() {
        this.cable(true);
        this.signal('SIGCONT');
    }

    /** drop('OUTPUT') sends nothing, drop('INPUT') hears nothing; peers: only to or from these. */
    drop(chain, peers = []) {
        const which = chain === 'OUTPUT' ? '-d' : '-s';
        const rules = peers.length > 0 ? peers.map((m) => [which, m.ip]) : [[chain === 'OUTPUT' ? '-o' : '-i', 'eth0']];
        for (const rule of rules) this.iptables('-A', chain, ...rule, '-j', 'DROP');
    }

    /** Nothing passes between it and these, and nobody is told. */
    cut_from(...peers) {
        this.drop('OUTPUT', peers);
        this.drop('INPUT', peers);
    }

    iptables(...args) {
        execFileSync('ip', ['netns', 'exec', this.name, 'iptables', '-w', ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    }

    /** Every cut is undone. */
    join() {
        this.cable(true);
        this.iptables('-F');
    }
}

export class Lab {
    /** dir: an empty folder that user postgres may enter. */
    constructor(dir) {
        Object.assign(this, { dir, logs: join(dir, 'log'), machines: new Map() });
        mkdirSync(this.logs);
        mkdirSync('/run/netns', { recursive: true });
        execFileSync('mount', ['-t', 'tmpfs', 'netns', '/run/netns']); // the names, too, are this lab's alone
        ip('link', 'set', 'lo', 'up');
        ip('link', 'add', 'lab', 'type', 'bridge');
        ip('address', 'add', `${GATE}/${PREFIX}`, 'dev', 'lab');
        ip('link', 'set', 'lab', 'up');
    }

    machine(name, number) {
        const made = new Machine(this, name, number);
        this.machines.set(name, made);
        return made;
    }

    /** A folder that belongs to postgres. */
    folder(name) {
        const path = join(this.dir, name);
        mkdirSync(path, { mode: 0o700 });
        spawnSync('chown', ['postgres:', path]);
        return path;
    }

    note(text) {
        appendFileSync(join(this.logs, 'events.log'), `${new Date().toISOString()} ${text}\n`);
    }

    /** Names ("pg1.lab") are told by a process of its own, which can be halted or slowed. */
    start_resolver() {
        const hosts = join(this.dir, 'hosts.json');
        writeFileSync(hosts, JSON.stringify(Object.fromEntries([...this.machines].map(([name, m]) => [`${name}.lab`, m.ip]))));
        const script = fileURLToPath(new URL('resolver.mjs', import.meta.url));
        this.resolver = spawn(process.execPath, [script, GATE, hosts], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
        const conf = join(this.dir, 'resolv.conf');
        writeFileSync(conf, `nameserver ${GATE}\n`);
        execFileSync('mount', ['--bind', conf, '/etc/resolv.conf']); // for this lab's processes only
        return new Promise((resolve) => { this.resolver.once('message', resolve); });
    }

    slow_names(ms) {
        this.resolver.send({ delay_ms: ms });
    }

    /** All is joined again, and awake. */
    mend() {
        for (const machine of this.machines.values()) {
            machine.join();
            machine.signal('SIGCONT');
        }
        this.resolver.kill('SIGCONT');
        this.slow_names(0);
    }
}
