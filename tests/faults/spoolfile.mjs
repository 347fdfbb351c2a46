// spoolfile: where the records of a whole file of the spool stand (include/store/spool_file.h).

const HEADER = 20;
const HEAD = 4 + 4 + 36 + 32;
const TAIL = 4;

export function records_of(bytes) {
    const count = bytes.readUInt32LE(12);
    const out = [];
    let at = HEADER;
    for (let n = 0; n < count; n++) {
        const length = bytes.readUInt32LE(at + 4);
        const end = at + HEAD + length + TAIL;
        out.push({ start: at, end, payload: JSON.parse(bytes.subarray(at + HEAD, at + HEAD + length)) });
        at = end;
    }
    return out;
}
