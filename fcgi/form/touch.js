/* firstline: how a visitor came, for the form he sends (firstline-nginx(7)). It judges nothing: addresses go to the
 * server as they are. own: hosts of the company; detour: where visitors pay and log in. */
(function (own, detour, consent, days) {
  'use strict';
  var w = window, d = document, KEY = 'firstline.touch', NAME = '_touch', HALF_AN_HOUR = 1800, MOST = 9000;
  var TAG = /[?&#;](utm_\w+|\w*cl(ic)?k?id|(li_fat_|rdt_c|scc|yadord|srslt|igsh|er)id|[gw]braid|gad_\w+|etext|epik|_openstat)(=|%3d)/i;
  var framed = w.parent !== w, touch, anew, known, handed, may;

  function safe(f) {
    return function (x) { try { return f(x); } catch (e) { return undefined; } };
  }
  function host(url) {
    var m = /^[\w-]+:\/\/([^\/?#@]*@)?([^\/?#:\\]+)/.exec(url);
    return m ? m[2].toLowerCase().replace(/^www\./, '') : '';
  }
  function is_own(h) {
    return h === host(location.href) || own.indexOf(h) >= 0 || own.indexOf('www.' + h) >= 0;
  }
  function is_detour(h) {
    return detour.some(function (o) { return ('.' + h).slice(-o.length - 1) === '.' + o; });
  }

  /* Once a document: a route of a one-page site is no landing. anew: it can take an older touch's place. */
  function capture() {
    var here = location.href, from = d.referrer, h = host(from);
    if (is_detour(h)) return;
    anew = TAG.test(here) || (h && !is_own(h));
    if (!anew && h) {
      /* The page before this one was where he landed. */
      if (!TAG.test(from)) return;
      here = from;
      from = '';
    }
    touch = { l: here.slice(0, 2048), r: from.slice(0, 1024), t: Math.floor(Date.now() / 1000) };
  }

  /* What is longer than ours ever is would make the body of a form one that is refused. */
  var read = safe(function () {
    var text = localStorage.getItem(KEY), k = text.length < MOST && JSON.parse(text);
    return k.end > Date.now() / 1000 && k.n > 0 && k.first.l.length + k.last.l.length < 5000 ? k : null;
  });
  var write = safe(function () {
    if (!may || framed || !known) return;
    known.end = known.last.t + days * 86400;
    localStorage.setItem(KEY, JSON.stringify(known));
  });
  var forget = safe(function () { localStorage.removeItem(KEY); });

  /* The first never changes; the last goes as a whole. */
  function join(k) {
    if (!touch) return k;
    if (!k) return { first: touch, last: touch, n: 1 };
    var again = k.last.l === touch.l && k.last.r === touch.r && touch.t - k.last.t < HALF_AN_HOUR;
    return anew && !again ? { first: k.first, last: touch, n: k.n + 1 } : k;
  }
  function start() {
    var k = consent === 'never' || framed ? null : read();
    /* What is there was agreed to. */
    may = consent === 'given' || (consent === 'ask' && !!k);
    if (!may) forget();
    known = join(k);
    write();
  }

  function value() {
    var k = (may && read()) || known, out, ym;
    if (handed || !k) return handed || '';
    out = { landing: k.last.l, referrer: k.last.r, at: k.last.t, touches: k.n };
    if (k.n > 1) {
      out.first_landing = k.first.l;
      out.first_referrer = k.first.r;
      out.first_at = k.first.t;
    }
    ym = may && /(^|; )_ym_uid=(\d{1,40})/.exec(d.cookie);
    if (ym) out.ym_uid = ym[2];
    return JSON.stringify(out);
  }
  function is_ours(form) {
    return form.elements[NAME] || /\/f\/[a-z][\w-]*([?#]|$)/.test(form.getAttribute('action'));
  }
  function fill(form) {
    var v = value(), field = form.elements[NAME];
    if (!field && v) {
      field = d.createElement('input');
      field.type = 'hidden';
      field.name = NAME;
      form.appendChild(field);
    }
    if (field && v) field.value = v;
  }
  function ask() {
    /* Nothing is told so; who answers is looked at. */
    if (framed && !handed) w.parent.postMessage('firstline?', '*');
  }
  function hear(e) {
    if (!is_own(host(e.origin))) return;
    if (e.data === 'firstline?' && value()) e.source.postMessage({ firstline: value() }, e.origin);
    else if (framed && e.source === w.parent && typeof e.data.firstline === 'string' && e.data.firstline.length < MOST) {
      handed = e.data.firstline;
    }
  }

  w.firstline = {
    consent: safe(function (yes) {
      may = !!yes && consent !== 'never';
      if (!may) {
        forget();
        known = join(null);
      } else known = join(framed ? null : read() || known);
      write();
    }),
    touch: function () {
      var v = safe(value)();
      return v ? { _touch: v } : {};
    }
  };
  safe(capture)();
  safe(start)();
  d.addEventListener('submit', safe(function (e) { if (is_ours(e.target)) fill(e.target); }), true);
  d.addEventListener('formdata', safe(function (e) {
    var v = is_ours(e.target) && value();
    if (v) e.formData.set(NAME, v);
  }), true);
  w.addEventListener('pageshow', safe(function (e) {
    if (!e.persisted) return;
    Array.prototype.forEach.call(d.querySelectorAll('input[name=' + NAME + ']'), function (i) { i.value = ''; });
    start();
  }));
  w.addEventListener('message', safe(hear));
  w.addEventListener('load', safe(ask));
  d.addEventListener('focusin', safe(ask));
})
