// The least that a consent banner is: it asks once, and tells firstline what was said. Yours may do more; what firstline
// needs of it is the call in tell().
(function () {
  'use strict';
  var KEY = 'consent';
  function tell(said) {
    if (window.firstline) window.firstline.consent(said === 'yes');
  }
  function answer(said, bar) {
    try { localStorage.setItem(KEY, said); } catch (e) { /* asked again on the next page */ }
    tell(said);
    bar.remove();
  }
  function button(bar, words, said) {
    var b = document.createElement('button');
    b.type = 'button';
    b.textContent = words;
    b.addEventListener('click', function () { answer(said, bar); });
    bar.append(' ', b);
  }
  function ask() {
    var bar = document.createElement('aside');
    bar.className = 'consent';
    bar.setAttribute('aria-label', 'Согласие');
    bar.append('Запомнить в этом браузере, откуда вы пришли? ');
    button(bar, 'Да', 'yes');
    button(bar, 'Нет', 'no');
    document.body.prepend(bar);
  }
  var said = null;
  try { said = localStorage.getItem(KEY); } catch (e) { /* nothing is kept here */ }
  if (said) tell(said); else ask();
})();
