// What a chart that Plotly draws shows, as a sentence and a table, where they are wanted: it draws nothing itself.

import { drawing } from "../shared/live.js";

export default drawing(() => {
  let data = /** @type {any} */ (null);
  return {
    take: (next) => (data = next),
    draw: () => {},
    read: () => ({ sentence: data.sentence, tables: [{ ...data.table, items: data.table.rows, row: (texts) => texts }] }),
  };
});
