// args.mjs COMPOSE SERVICE FOLDER: what compose.yaml says of a service, as the words of "podman run", one a line, so that
// the test runs what is written there. Volumes by name lie below FOLDER. A key that is not known here is an error: nothing
// stands in the file that is not tried.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { createRequire } from 'node:module';

const { parse } = createRequire(new URL('../package.json', import.meta.url))('yaml');
const [compose, name, folder] = process.argv.slice(2);
const file = parse(readFileSync(compose, 'utf8'));
const beside = (path) => resolve(dirname(compose), path);
// ${NAME:?words} of the environment
const filled = (text) => String(text).replace(/\$\{(\w+):\?[^}]*\}/g, (_, variable) => {
    if (process.env[variable] === undefined) throw new Error(`${variable} is not set`);
    return process.env[variable];
});
const seconds = (text) => ({ s: 1, m: 60 })[text.at(-1)] * parseInt(text, 10);
const volume = (text) => {
    const [source, target, mode] = text.split(':');
    if (source.startsWith('.')) return `${beside(source)}:${target}${mode ? `:${mode}` : ''}`;
    if (!(source in file.volumes)) throw new Error(`no volume ${source}`);
    return `${folder}-${source}:${target}`;
};
const each = (option, list, word = (x) => x) => list.flatMap((x) => [option, word(x)]);
const later = () => [];   // what only compose does: order, ports, builds, starts after an end
const KEYS = {
    image: later, command: later, build: later, depends_on: later, restart: later, ports: later, profiles: later,
    user: (v) => ['--user', v],
    environment: (v) => each('--env', Object.entries(v), ([key, value]) => `${key}=${filled(value)}`),
    volumes: (v) => each('--volume', v, volume),
    secrets: (v) => each('--volume', v, (s) => `${process.env.SECRETS}/${file.secrets[s].file}:/run/secrets/${s}:ro`),
    healthcheck: ({ test: [kind, ...words] }) => ['--health-cmd', kind === 'CMD' ? JSON.stringify(words) : words.join(' ')],
    stop_signal: (v) => ['--stop-signal', v],
    stop_grace_period: (v) => ['--stop-timeout', String(seconds(v))],
    read_only: (v) => (v ? ['--read-only'] : []),
    tmpfs: (v) => each('--tmpfs', v),
    cap_drop: (v) => each('--cap-drop', v, (c) => c.toLowerCase()),
    security_opt: (v) => each('--security-opt', v, (o) => o.replace(':true', '')),
};
const service = file.services[name];
const words = Object.entries(service).flatMap(([key, value]) => {
    if (!(key in KEYS)) throw new Error(`compose.yaml: ${name}: what is "${key}"?`);
    return KEYS[key](value);
});
console.log([...words, service.image, ...(service.command ?? [])].join('\n'));
