// Makes photos small: scaled, the right way up, and without anything that the camera wrote beside the picture.
//
// index.html loads it into the page, where src/photo/maker.rs uses `yishiPhotos`. The work is done by the same file as a
// worker, so that the page never stands still; where there are no workers, or none that can draw, the page does it.
(() => {
  // Pixels of the longer edge, bytes of the photo, and pixels of the shorter edge of its small picture.
  const EDGE = 1600;
  const MOST = 300000;
  const SMALL = 320;
  // Bytes of a file that is looked at, of the part of it in which a camera writes, and how long a worker may take.
  const FILE = 64 << 20;
  const HEAD = 2 << 20;
  const PATIENCE = 60000;
  const IDLE = 20000;
  const QUALITIES = [0.82, 0.7, 0.58, 0.46, 0.34];

  const inWorker = typeof document === "undefined";

  // --- one photo ---------------------------------------------------------------------------------------------------

  // The photo as JPEG and its small picture, which `early` gets as soon as it is there. Throws a stable code.
  async function make(file, early) {
    if (file.size === 0) throw "photo_empty";
    if (file.size > FILE) throw "photo_too_large";
    const head = new Uint8Array(await read(file.slice(0, HEAD)));
    const camera = written(head);
    // Without what the camera wrote no browser turns the picture by itself, and it is turned here, alike in all.
    const plain = camera ? new Blob([...camera.kept, file.slice(camera.at)], { type: "image/jpeg" }) : file;
    let picture;
    try {
      picture = await decode(plain);
    } catch (unreadable) {
      throw isHeic(head) ? "photo_heic" : "not_an_image";
    }
    try {
      const large = drawn(picture, EDGE / Math.max(picture.width, picture.height), camera ? camera.turned : 1);
      const small = drawn(large, SMALL / Math.min(large.width, large.height), 1);
      const thumbnail = await jpeg(small, 0.7);
      drop(small);
      if (early) early(thumbnail.slice());
      const photo = await fitting(large);
      return { photo, thumbnail };
    } catch (lacking) {
      throw "photo_failed";
    } finally {
      if (picture.close) picture.close();
    }
  }

  // The small picture of a photo alone.
  async function shrink(file) {
    const picture = await decode(file);
    const small = drawn(picture, SMALL / Math.min(picture.width, picture.height), 1);
    if (picture.close) picture.close();
    const thumbnail = await jpeg(small, 0.7);
    drop(small);
    return { thumbnail };
  }

  function read(blob) {
    return blob.arrayBuffer().catch(() => { throw "photo_failed"; });
  }

  async function decode(blob) {
    try {
      return await createImageBitmap(blob);
    } catch (other) {
      // An element reads some formats that a bitmap does not.
      if (inWorker) throw other;
    }
    const element = new Image();
    const url = URL.createObjectURL(blob);
    try {
      element.src = url;
      await element.decode();
      return element;
    } finally {
      URL.revokeObjectURL(url);
    }
  }

  // A canvas with the picture, scaled down (never up) and turned as Exif's orientation says (1 to 8).
  function drawn(picture, scale, turned) {
    const by = Math.min(1, scale);
    const [width, height] = [picture.width, picture.height].map((size) => Math.max(1, Math.round(size * by)));
    const lies = turned > 4;
    const drawing = canvas(lies ? height : width, lies ? width : height);
    const context = drawing.getContext("2d");
    // JPEG knows nothing see-through.
    context.fillStyle = "#fff";
    context.fillRect(0, 0, drawing.width, drawing.height);
    context.imageSmoothingQuality = "high";
    const turns = [
      [1, 0, 0, 1, 0, 0], [-1, 0, 0, 1, width, 0], [-1, 0, 0, -1, width, height], [1, 0, 0, -1, 0, height],
      [0, 1, 1, 0, 0, 0], [0, 1, -1, 0, height, 0], [0, -1, -1, 0, height, width], [0, -1, 1, 0, 0, width],
    ];
    context.setTransform(...turns[turned - 1]);
    context.drawImage(picture, 0, 0, width, height);
    return drawing;
  }

  function canvas(width, height) {
    if (inWorker) return new OffscreenCanvas(width, height);
    return Object.assign(document.createElement("canvas"), { width, height });
  }

  // Phones give canvases little memory, and take it back late.
  function drop(drawing) {
    drawing.width = drawing.height = 0;
  }

  // As good as fits; smaller where even the worst does not.
  async function fitting(drawing) {
    for (;;) {
      for (const quality of QUALITIES) {
        const bytes = await jpeg(drawing, quality);
        if (bytes.length > MOST) continue;
        drop(drawing);
        return bytes;
      }
      const smaller = drawn(drawing, 0.7, 1);
      drop(drawing);
      drawing = smaller;
    }
  }

  async function jpeg(drawing, quality) {
    const type = "image/jpeg";
    const blob = await (drawing.convertToBlob
      ? drawing.convertToBlob({ type, quality })
      : new Promise((done) => drawing.toBlob(done, type, quality)));
    if (!blob || blob.type !== type) throw "photo_failed";
    return bare(new Uint8Array(await read(blob)));
  }

  // --- what stands in a JPEG beside the picture (ITU T.81 annex B, Exif 2.32) --------------------------------------

  // Its segments up to the picture, each with its kind, and where the picture begins; nothing if it is no JPEG or the
  // picture begins too late.
  function segments(bytes) {
    if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
    const found = [];
    let at = 2;
    while (at + 4 <= bytes.length && bytes[at] === 0xff) {
      const kind = bytes[at + 1];
      if (kind === 0xda) return { found, at };
      const end = at + 2 + (bytes[at + 2] << 8 | bytes[at + 3]);
      if (kind === 0xff) at += 1;
      else if (end > bytes.length) return null;
      else {
        found.push({ kind, bytes: bytes.subarray(at, end) });
        at = end;
      }
    }
    return null;
  }

  // What a browser needs of the beginning of a photo, where the rest begins, and how the camera was held.
  function written(bytes) {
    const read = segments(bytes);
    if (!read) return null;
    const exif = read.found.filter(({ kind }) => kind === 0xe1).map((segment) => orientation(segment.bytes));
    const kept = read.found.filter(({ kind }) => kind !== 0xe1).map((segment) => segment.bytes);
    return { kept: [bytes.subarray(0, 2), ...kept], at: read.at, turned: exif.find(Boolean) || 1 };
  }

  function orientation(segment) {
    const view = new DataView(segment.buffer, segment.byteOffset, segment.length);
    const tiff = 10;
    if (segment.length < 18 || view.getUint32(4) !== 0x45786966) return 0;
    const little = view.getUint16(tiff) === 0x4949;
    const entries = tiff + view.getUint32(tiff + 4, little);
    if (entries + 2 > segment.length) return 0;
    const count = view.getUint16(entries, little);
    for (let at = entries + 2; at + 12 <= segment.length && at < entries + 2 + 12 * count; at += 12) {
      if (view.getUint16(at, little) !== 0x0112) continue;
      const turned = view.getUint16(at + 8, little);
      return turned >= 1 && turned <= 8 ? turned : 0;
    }
    return 0;
  }

  // Some browsers write about themselves into what they make: only what the picture needs stays, which is JFIF's head,
  // the colour profile and Adobe's kind of colours.
  function bare(bytes) {
    const read = segments(bytes);
    if (!read) throw "photo_failed";
    const needed = ({ kind }) => kind < 0xe0 || [0xe0, 0xe2, 0xee].includes(kind) || (kind > 0xef && kind !== 0xfe);
    const parts = [bytes.subarray(0, 2), ...read.found.filter(needed).map((segment) => segment.bytes), bytes.subarray(read.at)];
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  function isHeic(bytes) {
    const text = String.fromCharCode(...bytes.subarray(4, 12));
    return /^ftyp(hei[cmsx]|hev[cmsx]|mif1|msf1)$/.test(text);
  }

  // --- the worker --------------------------------------------------------------------------------------------------

  if (inWorker) {
    const able = typeof OffscreenCanvas !== "undefined" && typeof createImageBitmap !== "undefined"
      && Boolean(new OffscreenCanvas(1, 1).getContext("2d"));
    self.onmessage = async ({ data: { file, small } }) => {
      const say = (message, moved) => self.postMessage(message, moved.map((bytes) => bytes.buffer));
      if (!able) return say({ unable: true }, []);
      try {
        const made = small ? await shrink(file) : await make(file, (thumbnail) => say({ early: thumbnail }, [thumbnail]));
        say({ made }, Object.values(made));
      } catch (code) {
        say({ code: String(code) }, []);
      }
    };
    return;
  }

  // --- the page ----------------------------------------------------------------------------------------------------

  // Gives what makes photos, one at a time: a photo of twelve megapixels is 48 MB while it is worked on.
  self.yishiPhotos = (address) => {
    let worker = null;
    let able = typeof Worker !== "undefined";
    let idle = 0;
    let last = Promise.resolve();

    function inTurn(work) {
      const turn = last.then(work);
      last = turn.catch(() => {});
      return turn;
    }

    function end() {
      if (worker) worker.terminate();
      worker = null;
    }

    // `null` if the worker cannot do it.
    function byWorker(file, small, early) {
      clearTimeout(idle);
      return new Promise((done, failed) => {
        worker = worker || new Worker(address);
        const late = setTimeout(() => finish(() => { end(); failed("photo_failed"); }), PATIENCE);
        const finish = (how) => {
          clearTimeout(late);
          idle = setTimeout(end, IDLE);
          how();
        };
        worker.onmessage = ({ data }) => {
          if (data.early) return early && early(data.early);
          if (data.unable) able = false;
          finish(() => (data.code ? failed(data.code) : done(data.made || null)));
        };
        // It could not be loaded, or ran out of memory.
        worker.onerror = (event) => {
          event.preventDefault();
          able = false;
          finish(() => { end(); done(null); });
        };
        worker.postMessage({ file, small });
      });
    }

    async function work(file, small, early) {
      if (able) {
        try {
          const made = await byWorker(file, small, early);
          if (made) return made;
        } catch (code) {
          // The page may read what the worker does not, and there may be no worker at all.
          if (typeof code === "string" && code !== "photo_heic" && code !== "not_an_image") throw code;
        }
      }
      return small ? shrink(file) : make(file, early);
    }

    return {
      make: (file, early) => inTurn(() => work(file, false, early)),
      shrink: (file) => inTurn(() => work(file, true, null)),
    };
  };
})();
