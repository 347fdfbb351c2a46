// store: a value that several parts look at; what looks is drawn anew when it changes.
import { useLayoutEffect, useState } from './html.js';

export function store(value) {
    const watchers = new Set();
    return {
        get: () => value,
        set(next) {
            const before = value;
            value = typeof next === 'function' ? next(value) : next;
            if (!Object.is(before, value)) for (const watcher of [...watchers]) watcher(value, before);
        },
        watch(watcher) {
            watchers.add(watcher);
            return () => watchers.delete(watcher);
        },
    };
}

/** The value now, for a part that is to follow it. */
export function use(it) {
    const [value, set] = useState(() => it.get());
    useLayoutEffect(() => {
        set(() => it.get());
        return it.watch((next) => set(() => next));
    }, [it]);
    return value;
}
