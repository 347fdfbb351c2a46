// bring: sends a file to the server, piece by piece. A piece that is lost on the way is sent again: the server knows its rows.
import { Lost, Refused, call, uuid } from '../api.js';
import { find_encoding, pieces } from './csv_file.js';

/** asked: { map, dates, queue, count, … } of the query; gives what the server says of the piece. */
export async function send(form, piece, asked) {
    const query = new URLSearchParams(Object.entries(asked).filter(([, v]) => v !== '' && v !== undefined && v !== false)
        .map(([name, v]) => [name, v === true ? '1' : v]));
    for (let failures = 0; ; failures += 1) {
        try {
            return (await call('POST', `import/${form}?${query}`, { text: piece.head + piece.text })).body;
        } catch (error) {
            if (!(error instanceof Lost) || failures >= 8) throw error;
            await new Promise((resolve) => setTimeout(resolve, 1000 * (error.seconds ?? Math.min(2 ** failures, 15))));
        }
    }
}

/** What would become of the beginning of the file. */
export async function look(file, form, asked) {
    const encoding = await find_encoding(file);
    for await (const piece of pieces(file, encoding)) {
        const said = await send(form, piece, { ...asked, line: piece.line, preview: true });
        return { ...said, encoding, whole: piece.last };
    }
    return { columns: [], errors: [], first: [], refused: [], rows: 0, taken: 0, encoding, whole: true };
}

/** The same file has the same key as long as this browser remembers it: then it goes on where it was left. */
function key_of(file, form) {
    const name = `firstline import ${form} ${file.name} ${file.size} ${file.lastModified}`;
    const key = localStorage.getItem(name) ?? uuid();
    localStorage.setItem(name, key);
    return key;
}

/** told(so_far) after each piece; stopped() true ends it. Gives { rows, fresh, known, back, refused, batch, stopped }. */
export async function bring(file, { form, encoding, asked, told, stopped }) {
    const all = { rows: 0, taken: 0, fresh: 0, back: 0, refused: [], batch: null, part: 0, stopped: false };
    const key = key_of(file, form);
    let sent = 0;
    for await (const piece of pieces(file, encoding)) {
        if (stopped()) return { ...all, stopped: true };
        const said = await send(form, piece, { ...asked, key, file: file.name, line: piece.line, rows: all.rows, refused: all.refused.length, last: piece.last });
        if (said.errors.length) throw new Refused(422, { message: said.errors.join('; ') });
        sent += new Blob([piece.text]).size;
        Object.assign(all, { rows: all.rows + said.rows, taken: all.taken + said.taken, fresh: all.fresh + said.new, back: all.back + said.back,
                             refused: [...all.refused, ...said.refused], batch: said.batch, part: piece.last ? 1 : Math.min(sent / file.size, 1) });
        told({ ...all });
    }
    return all;
}
