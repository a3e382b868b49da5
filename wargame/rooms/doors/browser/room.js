// What the page of a desk does beside its terminal: the line's address, the size of its letters, keys for fingers,
// and the way back when the line has ended.
"use strict";
(() => {
  const COLUMNS = 80, ROWS = 24, USUAL = 16, SMALLEST = 7, LARGEST = 40, WIDE = 0.6, HIGH = 1.32;
  const FIRST_REST = 500, LONGEST_REST = 8000, ANSWER = 4000;
  const ENDS = {
    4001: "You have left. Your desk stays as it is.",
    4002: "This desk was opened elsewhere with the same key, in another tab perhaps. It can be taken back.",
    4003: "This desk was handed on or withdrawn. A fresh code opens it again.",
    4005: "The game is over; its record is with whoever hosted it. What was shown last stays here to be read.",
  };
  const KEYS = [
    ["Esc", "\x1b"], ["Tab", "\t"], ["⇧Tab", "\x1b[Z"], ["←", "\x1b[D"], ["↑", "\x1b[A"], ["↓", "\x1b[B"], ["→", "\x1b[C"],
    ["Enter", "\r"], ["PgUp", "\x1b[5~"], ["PgDn", "\x1b[6~"],
    ["F1", "\x1bOP"], ["F2", "\x1bOQ"], ["F3", "\x1bOR"], ["F4", "\x1bOS"], ["F5", "\x1b[15~"], ["F6", "\x1b[17~"],
    ["F7", "\x1b[18~"], ["F8", "\x1b[19~"], ["F9", "\x1b[20~"], ["F10", "\x1b[21~"], ["Ctrl-Q", "\x11"],
  ];
  const at = (id) => document.getElementById(id);
  const terminal = at("terminal"), keys = at("keys"), end = at("end");
  const small = matchMedia("(pointer: coarse), (max-width: 700px)").matches;
  const kept = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const keep = (name, value) => { try { localStorage.setItem(name, value); } catch { /* asked again next time */ } };
  let line = null, heard = 0, columns = COLUMNS, rows = 24;

  // The terminal opens the line by itself; this is where keys of the bar go, and where its end is heard.
  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(address) {
      super(address);
      line = this;
      this.addEventListener("close", (event) => ended(event.code, event.reason));
      this.addEventListener("message", () => { heard = Date.now(); });
    }
    send(message) {
      if (this.readyState !== Plain.OPEN) return;
      const [kind, size] = JSON.parse(message);
      if (kind === "resize") ({ width: columns, height: rows } = size);
      super.send(message);
    }
  };
  terminal.dataset.sessionWebsocketUrl =
    `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}/desk/${document.body.dataset.desk}/line`;

  const type = (text) => line && line.send(JSON.stringify(["stdin", text]));
  const typing = () => terminal.querySelector("textarea");

  function button(word, act) {
    const made = document.createElement("button");
    made.textContent = word;
    made.tabIndex = -1;
    made.addEventListener("mousedown", (event) => event.preventDefault()); // the terminal keeps what is typed
    made.addEventListener("click", act);
    keys.append(made);
  }
  for (const [word, text] of KEYS) button(word, () => type(text));
  button("A−", () => lettersOf(Math.max(SMALLEST, letters - 1)));
  button("A+", () => lettersOf(Math.min(LARGEST, letters + 1)));
  keys.hidden = !(kept("keys") ? kept("keys") === "shown" : small);
  at("toggle").addEventListener("click", () => {
    keys.hidden = !keys.hidden;
    keep("keys", keys.hidden ? "hidden" : "shown");
    window.dispatchEvent(new Event("resize"));
    typing()?.focus();
  });

  // Letters: as large as usual where 80 columns and 24 rows fit, else so small that they do; or as somebody wants them.
  const area = at("around").getBoundingClientRect();
  const fits = Math.min(USUAL, area.width / COLUMNS / WIDE, area.height / ROWS / HIGH);
  const fitting = Math.floor(fits * 10) / 10;
  const letters = Math.min(LARGEST, Math.max(SMALLEST, Number(kept("letters")) || fitting));
  terminal.dataset.fontSize = letters;
  if (letters > area.width / COLUMNS / WIDE) terminal.style.minWidth = `${Math.ceil(COLUMNS * letters * WIDE) + 4}px`;
  const lettersOf = (size) => { keep("letters", size); location.reload(); };

  // A finger that moves up or down turns the wheel where it is.
  let from = null;
  const wheel = (touch, up) => {
    const box = terminal.getBoundingClientRect();
    const column = Math.max(1, Math.ceil(((touch.clientX - box.left) / box.width) * columns));
    const row = Math.max(1, Math.ceil(((touch.clientY - box.top) / box.height) * rows));
    type(`\x1b[<${up ? 64 : 65};${column};${row}M`);
  };
  terminal.addEventListener("touchstart", (event) => { from = event.touches.length === 1 ? event.touches[0].clientY : null; }, { passive: true });
  terminal.addEventListener("touchmove", (event) => {
    const step = (terminal.clientHeight / rows) * 1.5;
    const touch = event.touches[0];
    while (from !== null && Math.abs(touch.clientY - from) > step) {
      wheel(touch, touch.clientY > from);
      from += touch.clientY > from ? step : -step;
    }
  }, { passive: true });

  // When the line ends: what to do about it is said; a line that dropped comes back by itself.
  function ended(code, reason) {
    if (!end.hidden) return;
    at("opening").hidden = true;
    end.hidden = false;
    const known = ENDS[code] || (code >= 4000 && (reason || "This desk has failed; it stays as it is."));
    at("why").textContent = known || "The line to the room is down. What you have prepared is kept; it is tried again …";
    end.classList.toggle("over", code === 4005); // a strip: the last screen is read under it
    at("again").hidden = code === 4003 || code === 4005;
    at("first").hidden = code === 4005;
    if (!at("again").hidden) at("again").focus();
    if (!known) back(FIRST_REST);
  }
  function back(rest) {
    setTimeout(async () => {
      try {
        await fetch(location.href, { method: "HEAD", cache: "no-store" });
        location.reload();
      } catch {
        back(Math.min(LONGEST_REST, rest * 2));
      }
    }, rest);
  }

  // A device that slept does not know whether its line is still there: it asks.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || !line) return;
    const asked = Date.now();
    line.send(JSON.stringify(["ping", String(asked)]));
    setTimeout(() => { if (heard < asked && !document.hidden) ended(1006, ""); }, ANSWER);
  });

  // The terminal measures its letters when it begins: they have to be there.
  addEventListener("DOMContentLoaded", () => {
    const begin = window.onload;
    window.onload = null;
    const fonts = document.fonts.load(`${letters}px "Roboto Mono"`).catch(() => {});
    fonts.then(() => {
      begin();
      typing()?.focus();
    });
  });
})();
