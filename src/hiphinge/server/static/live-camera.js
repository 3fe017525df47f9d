// The camera: opened, looked at frame by frame, and opened again where it was unplugged or gives no more frames.
const LONGEST_PX = 960, FROZEN_MS = 2500, AGAIN_MS = 1000;

export class LiveCamera {
  #video; #on; #wanted = ""; #stream = null; #lastAt = 0; #turn = 0; #isGone = false; #isOver = false; #watching = 0; #size = { width: 640, height: 480 };
  // on: frame(time in ms), gone(), back(), cameras(list)
  constructor(video, on) { this.#video = video; this.#on = on; }
  async open(wanted, size) {
    this.#wanted = wanted;
    this.#size = size ?? this.#size;
    await this.#open();
    if (this.#isOver) return;
    this.#watching = setInterval(() => this.#look(), AGAIN_MS);
    document.addEventListener("visibilitychange", this.#seen);
  }
  close() {
    this.#isOver = true;
    clearInterval(this.#watching);
    document.removeEventListener("visibilitychange", this.#seen);
    this.#stop();
  }
  #seen = () => { this.#lastAt = performance.now(); };
  #stop() { this.#stream?.getTracks().forEach((one) => one.stop()); }
  get size() {
    const scale = Math.min(1, LONGEST_PX / Math.max(this.#video.videoWidth, this.#video.videoHeight));
    return [Math.round(this.#video.videoWidth * scale), Math.round(this.#video.videoHeight * scale)];
  }
  async #open() {
    const which = this.#wanted ? { deviceId: { exact: this.#wanted } } : { facingMode: "environment" };
    const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { width: { ideal: this.#size.width }, height: { ideal: this.#size.height }, frameRate: { ideal: 30 }, ...which } });
    this.#stream = stream;
    if (this.#isOver) { this.#stop(); return; } // closed while the browser asked, or the camera woke up
    stream.getVideoTracks()[0].addEventListener("ended", () => this.#lost());
    this.#video.srcObject = stream;
    try { await this.#video.play(); } catch (error) { this.#stop(); throw error; }
    this.#lastAt = performance.now();
    const found = await navigator.mediaDevices.enumerateDevices();
    if (this.#isOver) { this.#stop(); return; }
    this.#on.cameras(found.filter((one) => one.kind === "videoinput"));
    this.#next(++this.#turn);
  }
  #next(turn) {
    const taken = (now, about) => {
      if (this.#isOver || turn !== this.#turn) return;
      this.#next(turn);
      this.#lastAt = performance.now();
      this.#on.frame(about.captureTime ?? now, now);
    };
    if (this.#video.requestVideoFrameCallback) this.#video.requestVideoFrameCallback(taken);
    else requestAnimationFrame((now) => taken(now, {}));
  }
  #lost() {
    if (this.#isGone || this.#isOver) return;
    this.#isGone = true;
    this.#on.gone();
    this.#again();
  }
  async #again() {
    if (this.#isOver) return;
    try {
      this.#stop();
      await this.#open();
      if (this.#isOver) return;
      this.#isGone = false;
      this.#on.back();
    } catch { setTimeout(() => this.#again(), AGAIN_MS); }
  }
  // Some cameras just stop; a hidden page gets no frames either, and that is said elsewhere.
  #look() { if (!document.hidden && !this.#isGone && performance.now() - this.#lastAt > FROZEN_MS) this.#lost(); }
}
