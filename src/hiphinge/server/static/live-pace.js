// When the next frame goes out while the session still looks at one: as late as it arrives in time, so that it is new.
// It takes no frame less than one that sends each frame at once; what was sent early would only have waited.
const EARLY_MS = 5, IN_A_ROW = 8;

export class Pace {
  #work = null; #up = 0; #way = 0; #every = null; #lastAt = null; #freeAt = 0;
  // A camera has a frame; tells whether it is to be sent while another is on its way.
  wants(now) {
    if (this.#lastAt !== null) this.#every = mean(this.#every, Math.min(now - this.#lastAt, 200));
    this.#lastAt = now;
    if (this.#work === null || this.#every === null) return true;
    return now + this.#every + this.#up + EARLY_MS > this.#freeAt;
  }
  // A frame goes out; nothing else is on its way.
  sends(now) { if (this.#work !== null) this.#freeAt = now + this.#up + this.#work; }
  // A frame was answered: when it was seen and packed, what the session said of it, and whether another waits there.
  answered(now, { seen, packed }, [waited, unpacked, found], another) {
    const work = unpacked + found, way = Math.max(now - packed - waited - work, 0);
    this.#work = mean(this.#work, work);
    this.#way = mean(this.#way, way);
    this.#up = packed - seen + this.#way / 2;
    if (another) this.#freeAt = now - this.#way / 2 + this.#work;
  }
}

const mean = (before, value) => (before === null ? value : before + (value - before) / IN_A_ROW);
