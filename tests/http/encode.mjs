// encode: fields ([name, value] pairs) to bodies, as browsers and scripts write them. Used by the
// tests and by the maker of the fixture; knows nothing of firstline.

/** Octets of text in a one-octet charset; what the set lacks goes as browsers send it: &#NNN; */
export function to_charset(text, charset) {
    const table = charset_table(charset);
    const out = [];
    for (const character of text) {
        const code = character.codePointAt(0);
        const octet = code < 128 ? code : table.get(character);
        if (octet === undefined) out.push(...Buffer.from(`&#${code};`));
        else out.push(octet);
    }
    return Buffer.from(out);
}

const tables = new Map();
function charset_table(charset) {
    if (!tables.has(charset)) {
        const decoder = new TextDecoder(charset);
        const table = new Map();
        for (let octet = 128; octet < 256; octet++) {
            table.set(decoder.decode(Uint8Array.of(octet)), octet);
        }
        tables.set(charset, table);
    }
    return tables.get(charset);
}

/** A name or value, string or Buffer, percent-encoded by the rules of WHATWG URL. */
function urlencoded_part(value, charset) {
    const bytes = Buffer.isBuffer(value) ? value
        : charset === 'utf-8' ? Buffer.from(value) : to_charset(value, charset);
    let out = '';
    for (const octet of bytes) {
        if (octet === 0x20) out += '+';
        else if (/[A-Za-z0-9*._-]/.test(String.fromCharCode(octet))) out += String.fromCharCode(octet);
        else out += `%${octet.toString(16).toUpperCase().padStart(2, '0')}`;
    }
    return out;
}

export function urlencoded(pairs, charset = 'utf-8') {
    return pairs.map((p) => p.map((x) => urlencoded_part(x, charset)).join('=')).join('&');
}

/** A value { file, type, content } makes a part with a file name. */
export function multipart(pairs, boundary = 'firstline-test-boundary') {
    const chunks = [];
    for (const [name, value] of pairs) {
        const file = value?.file === undefined ? ''
            : `; filename="${value.file}"\r\nContent-Type: ${value.type ?? 'application/octet-stream'}`;
        chunks.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n`));
        chunks.push(Buffer.from(file ? value.content : value), Buffer.from('\r\n'));
    }
    chunks.push(Buffer.from(`--${boundary}--\r\n`));
    return Buffer.concat(chunks);
}

export const TYPE = {
    urlencoded: 'application/x-www-form-urlencoded',
    json: 'application/json',
    multipart: (boundary = 'firstline-test-boundary') => `multipart/form-data; boundary=${boundary}`,
};
