// Reads what staff keep in tables: CSV in the encodings of spreadsheet programs, and XLSX workbooks.
//
// index.html loads it into the page when somebody chooses a table, and no sooner; src/patrol/table.rs uses it. What
// stands in the cells is read by the app.
(() => {
  // Bytes of a file, and of what an entry of a workbook unfolds to.
  const FILE = 8 << 20;
  const UNFOLDED = 32 << 20;

  // The text of a CSV file, or the lines of a workbook's first sheet as [number, cell, cell, …]. Throws a stable code.
  async function read(file) {
    if (file.size > FILE) throw "table_too_large";
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4) {
      try {
        return await sheet(bytes);
      } catch (broken) {
        throw typeof broken === "string" ? broken : "table_workbook";
      }
    }
    return text(bytes);
  }

  function text(bytes) {
    const begins = (...marks) => marks.every((mark, place) => bytes[place] === mark);
    const encodings = begins(0xff, 0xfe) ? ["utf-16le"] : begins(0xfe, 0xff) ? ["utf-16be"] : ["utf-8", "gb18030"];
    for (const encoding of encodings) {
      try {
        return new TextDecoder(encoding, { fatal: true }).decode(bytes);
      } catch (other) { /* it is another one */ }
    }
    throw "table_encoding";
  }

  // --- workbooks: XML files (ECMA-376) in a ZIP archive ----------------------------------------------------------------

  async function sheet(bytes) {
    const entries = directory(bytes);
    const xml = async (name) => {
      const entry = entries.get(name);
      if (!entry) return null;
      const parsed = new DOMParser().parseFromString(await unfolded(bytes, entry), "application/xml");
      if (parsed.querySelector("parsererror")) throw "table_workbook";
      return parsed;
    };
    const all = (parent, tag) => [...parent.getElementsByTagNameNS("*", tag)];
    const book = await xml("xl/workbook.xml");
    const links = await xml("xl/_rels/workbook.xml.rels");
    if (!book || !links) throw "table_workbook";
    const first = all(book, "sheet")[0];
    if (!first) throw "table_workbook";
    const id = first.getAttributeNS("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "id") ?? first.getAttribute("r:id");
    const link = all(links, "Relationship").find((one) => one.getAttribute("Id") === id);
    const target = link?.getAttribute("Target") ?? "worksheets/sheet1.xml";
    const cells = await xml(target.startsWith("/") ? target.slice(1) : "xl/" + target);
    if (!cells) throw "table_workbook";
    const words = (element) => all(element, "t").filter((t) => t.parentNode.localName !== "rPh").map((t) => t.textContent).join("");
    const strings = await xml("xl/sharedStrings.xml");
    const shared = strings ? all(strings, "si").map(words) : [];
    const lines = [];
    let number = 0;
    for (const row of all(cells, "row")) {
      number = Number(row.getAttribute("r")) || number + 1;
      const line = [];
      for (const cell of all(row, "c")) {
        const place = column(cell.getAttribute("r")) ?? line.length;
        if (place > 255) continue;
        while (line.length < place) line.push("");
        line[place] = said(cell, shared, words);
      }
      if (line.some((cell) => cell.trim() !== "")) lines.push([number, ...line.map((cell) => cell.trim())]);
    }
    return lines;
  }

  function said(cell, shared, words) {
    const kind = cell.getAttribute("t");
    if (kind === "inlineStr") return words(cell);
    const value = [...cell.getElementsByTagNameNS("*", "v")][0]?.textContent ?? "";
    if (kind === "s") return shared[Number(value)] ?? "";
    if (kind === "b") return value === "1" ? "TRUE" : "FALSE";
    // A number as people wrote it: 80.33 may stand there as 80.329999999999998.
    return (kind === null || kind === "n") && value !== "" && Number.isFinite(Number(value)) ? String(Number(value)) : value;
  }

  // AB12 is in column 27, from 0.
  function column(name) {
    const letters = /^[A-Z]+/.exec(name ?? "");
    if (!letters) return null;
    return [...letters[0]].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  }

  // The archive's files by name, from the list at its end.
  function directory(bytes) {
    const view = new DataView(bytes.buffer);
    let end = bytes.length - 22;
    while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
    if (end < 0) throw "table_workbook";
    const entries = new Map();
    let at = view.getUint32(end + 16, true);
    for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
      if (view.getUint32(at, true) !== 0x02014b50) throw "table_workbook";
      const [name, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
      entries.set(new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name)), {
        packed: view.getUint16(at + 10, true) !== 0,
        size: view.getUint32(at + 20, true),
        at: view.getUint32(at + 42, true),
      });
      at += 46 + name + extra + comment;
    }
    return entries;
  }

  async function unfolded(bytes, entry) {
    const view = new DataView(bytes.buffer);
    const begins = entry.at + 30 + view.getUint16(entry.at + 26, true) + view.getUint16(entry.at + 28, true);
    const content = bytes.subarray(begins, begins + entry.size);
    if (!entry.packed) return new TextDecoder().decode(content);
    const reader = new Blob([content]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    const parts = [];
    let size = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.length;
      if (size > UNFOLDED) throw "table_too_large";
      parts.push(part.value);
    }
    return new TextDecoder().decode(await new Blob(parts).arrayBuffer());
  }

  globalThis.yishiTables = { read };
})();
