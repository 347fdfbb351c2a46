// badge: that something urgent has come, for who looks elsewhere: a number in the title, a dot on the icon, and, once it was
// switched on, a quiet sound. Nobody is made to hear it.
import { pulse } from './pulse.js';
import { store } from './store.js';

const SWITCH = 'firstline sound';
export const sound = store(localStorage.getItem(SWITCH) === 'on');

let audio = null;
export function switch_sound(on) {
    sound.set(on);
    localStorage.setItem(SWITCH, on ? 'on' : 'off');
    if (on) ring();
}

/** Two soft notes, a third of a second. */
function ring() {
    audio ??= new AudioContext();
    audio.resume();
    [[660, 0], [880, 0.14]].forEach(([pitch, after]) => {
        const note = audio.createOscillator();
        const loudness = audio.createGain();
        const start = audio.currentTime + after;
        note.frequency.value = pitch;
        loudness.gain.setValueAtTime(0, start);
        loudness.gain.linearRampToValueAtTime(0.05, start + 0.02);
        loudness.gain.exponentialRampToValueAtTime(0.0001, start + 0.2);
        note.connect(loudness).connect(audio.destination);
        note.start(start);
        note.stop(start + 0.22);
    });
}

const URGENT = ['red', 'repeats', 'promised_due'];
export const urgent = (now) => URGENT.reduce((sum, name) => sum + (now?.[name] ?? 0), 0);

let title = '';
export function set_title(text) {
    title = text;
    show();
}
function show() {
    const number = urgent(pulse.get());
    document.title = number ? `(${number}) ${title}` : title;
    const icon = document.querySelector('link[rel=icon]');
    const wanted = icon.href.replace(/icon(-dot)?\.svg$/, number ? 'icon-dot.svg' : 'icon.svg');
    if (icon.href !== wanted) icon.href = wanted;
}

pulse.watch((now, before) => {
    show();
    if (now && before && sound.get() && URGENT.some((name) => (now[name] ?? 0) > (before[name] ?? 0))) ring();
});
