// How the bar of a class looks, and the room that the page leaves it. It is fetched with the bar: a page without a class has none of it.

// For the document: nothing of the page lies below the bar, and what stands at the bottom of the window stands above it.
export const ROOM = `
  @media screen {
    .stApp { bottom: var(--nn-class, 0px) !important; height: auto !important; }
    .stAppViewContainer :is(.stMain, :has(> .stMain)) { max-height: 100% !important; }
    .nn-missed, :has(> .st-key-link-warning) { margin-bottom: var(--nn-class, 0px) !important; }
    body:not(:has(.stApp)) { padding-bottom: var(--nn-class, 0px); }
  }
`;

export const LOOK = `
  :host { position: fixed; inset: auto 0 0; z-index: 999991; font: 15px/1.35 var(--st-font, sans-serif); color: var(--st-text-color); }
  * { box-sizing: border-box; }
  [hidden] { display: none !important; }
  p, h2, figure, ul { margin: 0; padding: 0; }
  .strip { position: relative; background: var(--st-secondary-background-color); border-top: 1px solid var(--st-border-color); padding: 0 env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left); }
  .row { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; min-height: 44px; padding: 4px 12px; }
  .row.single { flex-wrap: nowrap; overflow: clip; gap: 8px; padding-block: 3px; }
  .row.single > * { flex: none; }
  .code { font-weight: 650; letter-spacing: 0.06em; font-variant-numeric: tabular-nums; }
  .code.large { font-size: 1.45em; line-height: 1; }
  a { color: var(--st-primary-color); }
  .who { font-weight: 600; overflow-wrap: anywhere; unicode-bidi: isolate; }
  .row a:not(.button) { display: inline-flex; align-items: center; min-height: 24px; }
  .time { font-weight: 650; font-variant-numeric: tabular-nums; white-space: nowrap; }
  .here { white-space: nowrap; font-variant-numeric: tabular-nums; }
  .banner { padding: 3px 10px; border-radius: 6px; font-weight: 600; color: var(--st-orange-text-color); background: var(--st-orange-background-color); border: 1px solid currentcolor; }
  .banner::before { content: "❚❚ " / ""; font-size: 0.75em; }
  .handed { margin-left: auto; overflow-wrap: anywhere; }
  .chips { display: inline-flex; flex-wrap: wrap; gap: 4px 8px; }
  .chips:not(:has(:not([hidden]))) { display: none; }
  button, .button { display: inline-flex; align-items: center; justify-content: center; min-height: 34px; padding: 2px 12px; font: inherit; font-size: 14px; color: inherit; text-decoration: none; white-space: nowrap; cursor: pointer;
    touch-action: manipulation; background: var(--st-background-color); border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius, 8px); font-variant-numeric: tabular-nums; }
  :is(button, .button):hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
  button.filled { color: var(--st-background-color); background: var(--st-primary-color); border-color: var(--st-primary-color); font-weight: 650; }
  button.filled:hover { color: var(--st-background-color); text-decoration: underline; }
  button.on { border: 2px solid var(--st-primary-color); padding-inline: 11px; font-weight: 650; }
  button[aria-expanded="true"] { border-color: var(--st-primary-color); box-shadow: inset 0 -3px var(--st-primary-color); }
  button[aria-disabled="true"] { cursor: progress; border-style: dashed; }
  button.plain { min-height: 34px; min-width: 34px; padding: 0; border: 0; background: none; font-size: 20px; line-height: 1; }
  :focus { outline: none; }
  :is(button, a, input, select, textarea, summary, .sheet):focus-visible, .option:has(:focus-visible) { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
  .panel:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: -3px; }

  .panel, .note { position: absolute; bottom: calc(100% + 8px); left: 8px; width: min(27em, 100vw - 16px); max-height: calc(100dvh - var(--nn-class, 44px) - 16px); overflow: auto; overscroll-behavior: contain;
    padding: 6px 14px 14px; background: var(--st-background-color); border: 1px solid var(--st-border-color); border-radius: 10px; box-shadow: 0 4px 20px rgb(0 0 0 / 25%); }
  .panel.wide { width: min(32em, 100vw - 16px); }
  .panel.large { width: calc(100vw - 16px); height: calc(100dvh - var(--nn-class, 44px) - 16px); }
  .panel.more { width: min(18em, 100vw - 16px); }
  .more .body { display: flex; flex-direction: column; align-items: stretch; gap: 6px; }
  .panels > .large { z-index: 0; }
  .panels > :not(.large) { z-index: 1; }
  .note { display: flex; z-index: 2; align-items: start; gap: 8px; padding: 4px 6px 4px 12px; width: max-content; max-width: min(24em, 100vw - 16px); }
  .note.listed { position: static; max-width: none; width: auto; }
  .head { display: flex; align-items: center; justify-content: space-between; gap: 8px; }
  h2 { font-size: 15px; font-weight: 650; }
  .body, .form, .standing { display: flex; flex-direction: column; gap: 10px; }
  .standing { padding-bottom: 12px; border-bottom: 1px solid var(--st-border-color); }
  .standing:last-child, .wide > .body > .form + .standing { padding-bottom: 0; border-bottom: 0; }
  .asks { font-size: 16px; overflow-wrap: anywhere; white-space: pre-line; }
  .words { overflow-wrap: anywhere; }
  .sent:empty, .words:empty, .problem:empty { display: none; }
  .sent { font-weight: 600; color: var(--st-green-text-color); }
  .problem { flex: 1; padding: 5px 0; font-weight: 600; overflow-wrap: anywhere; color: var(--st-red-text-color, var(--st-text-color)); }
  .problem::before { content: "⚠ " / ""; }
  .lost { padding: 4px 12px; font-weight: 600; background: var(--st-orange-background-color); color: var(--st-orange-text-color); }
  .foot { display: flex; flex-wrap: wrap; gap: 8px; }

  input:is([type="text"], :not([type])), select, textarea { font: inherit; min-height: 34px; min-width: 0; padding: 4px 8px; color: inherit; background: var(--st-secondary-background-color); border: 1px solid var(--nn-train); border-radius: 6px; }
  textarea { resize: vertical; }
  ::placeholder { color: inherit; opacity: 0.75; }
  .field { display: flex; flex-direction: column; gap: 3px; font-size: 14px; min-width: 0; }
  .field :is(input, select, textarea) { width: 100%; font-size: 15px; }
  .fields-row { display: flex; gap: 10px; align-items: end; }
  .fields-row > * { flex: 1 1 0; }
  .fields-row:not(:has(> :not([hidden]))) { display: none; }

  .line:is(input) { display: block; width: 100%; height: 30px; margin: 0; accent-color: var(--st-primary-color); cursor: pointer; touch-action: pan-y; }
  .line.open { opacity: 0.65; }
  .ends { display: flex; justify-content: space-between; font-size: 13px; font-variant-numeric: tabular-nums; }
  .typed { display: flex; align-items: center; gap: 8px; margin-top: 4px; font-size: 14px; }
  .options { display: flex; flex-direction: column; gap: 6px; }
  .option { display: flex; align-items: center; gap: 10px; min-height: 40px; padding: 4px 12px; border: 1px solid var(--st-border-color); border-radius: 8px; cursor: pointer; overflow-wrap: anywhere; }
  .option:has(:checked) { border: 2px solid var(--st-primary-color); padding: 3px 11px; font-weight: 650; }
  .option input { flex: none; width: 18px; height: 18px; margin: 0; accent-color: var(--st-primary-color); }

  .framed { position: relative; }
  .framed .end { position: absolute; left: 6px; padding: 0 3px; font-size: 12px; pointer-events: none; background: var(--st-background-color); border-radius: 4px; }
  .framed .top { top: 3px; }
  .framed .bottom { bottom: 5px; }
  .sheet { display: block; width: 100%; height: 150px; border: 1px solid var(--nn-train); border-radius: 6px; overflow: hidden; }
  .sheet[role="slider"] { overflow: visible; cursor: crosshair; touch-action: none; }
  polyline { fill: none; vector-effect: non-scaling-stroke; stroke-linejoin: round; stroke-width: 2.5; stroke: var(--st-primary-color); }
  polyline.own { stroke: var(--st-text-color); }
  .spread polyline.own { stroke-dasharray: 3 4; }
  polyline.median { stroke-width: 1.5; }
  polyline.right { stroke: var(--nn-test); stroke-width: 4; }
  .band { fill: var(--st-primary-color); opacity: 0.25; }
  .spot { fill: none; stroke: var(--st-primary-color); stroke-width: 3; }
  .bar { fill: var(--nn-positive); }
  line { vector-effect: non-scaling-stroke; stroke-width: 3; stroke: var(--st-text-color); stroke-dasharray: 2 3; }
  line.right { stroke: var(--nn-test); stroke-width: 4; stroke-dasharray: none; }
  .marks { position: relative; display: flex; flex-direction: column; font-size: 13px; font-weight: 650; font-variant-numeric: tabular-nums; }
  .flag { position: relative; width: max-content; }
  .flag.right { color: var(--nn-test); }
  .rows { display: flex; flex-direction: column; gap: 8px; list-style: none; }
  .rows li { display: grid; grid-template-columns: 1fr auto; gap: 2px 10px; padding: 3px 6px; border-radius: 6px; border: 1px solid transparent; }
  .rows li.right { border: 2px solid var(--nn-test); padding: 2px 5px; }
  .choice { overflow-wrap: anywhere; }
  .mark { font-weight: 650; font-size: 13px; }
  .meter { display: block; width: 100%; height: 12px; align-self: center; border: 1px solid var(--nn-train); border-radius: 4px; }
  .count { font-size: 13px; font-variant-numeric: tabular-nums; white-space: nowrap; }
  .key, .hint { font-size: 13px; }
  .said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  details summary { min-height: 24px; cursor: pointer; font-size: 14px; }
  .grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(5.5em, 1fr)); gap: 6px; padding-top: 6px; }
  .grid label { display: flex; align-items: center; gap: 4px; font-size: 13px; font-variant-numeric: tabular-nums; }
  .grid span { flex: none; min-width: 1.4em; text-align: right; }
  .grid input { width: 100%; }
  .results { width: 100%; border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; }
  .results :is(td, th) { padding: 4px 8px 4px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--st-border-color); overflow-wrap: anywhere; }
  .results th { white-space: nowrap; overflow-wrap: normal; }
  .results .who { unicode-bidi: isolate; }
  .wall { display: grid; grid-template-columns: repeat(auto-fill, minmax(220px, 1fr)); gap: 8px; }
  .wall.single { display: block; max-width: 60em; margin: auto; width: 100%; }
  @media (width >= 900px) { .wall.single > * { zoom: 1.7; } }

  .message { width: min(50rem, 100vw - 2rem); max-height: 90dvh; overflow: auto; padding: clamp(1rem, 4vw, 3rem); font: inherit; color: var(--st-text-color); background: var(--st-background-color); border: 3px solid var(--st-primary-color); border-radius: 14px; }
  .message::backdrop { background: rgb(0 0 0 / 70%); }
  .from { font-size: 1.1em; }
  .large:is(p) { margin-top: 0.4em; font-size: clamp(1.6rem, 6vw, 3.2rem); line-height: 1.2; font-weight: 650; overflow-wrap: anywhere; white-space: pre-line; }

  @media (pointer: coarse) { button, .button, input:is([type="text"], :not([type])), select { min-height: 44px; } button.plain { min-height: 44px; min-width: 44px; } .row.single { padding-block: 0; } }
  @media (width < 640px) { .handed { margin-left: 0; } .row { padding-inline: 8px; } }
  @media (height < 420px) { .row { min-height: 32px; padding-block: 2px; } button, .button { min-height: 28px; } .handed { display: none; } }
  @media (width >= 1800px) { :host { font-size: 18px; } button, .button, .field, .typed { font-size: 17px; } h2 { font-size: 18px; } .asks { font-size: 19px; } }
  @media (prefers-contrast: more) { .strip, .panel, .note, button, .button, .option { border-color: currentcolor; } ::placeholder, .line.open { opacity: 1; } }
  @media (forced-colors: active) {
    .bar, .band { fill: CanvasText; }
    polyline, line, .spot { stroke: CanvasText; }
    polyline.right, line.right { stroke: Highlight; }
    button.on, button[aria-expanded="true"], .option:has(:checked) { outline: 2px solid Highlight; outline-offset: -3px; }
    button.filled { border-width: 3px; }
  }
  @media print { :host { display: none; } }
`;
