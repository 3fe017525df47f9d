"use strict";
// One clock moves everything: the video when it is open, else a clock of our own that moves the lines alone.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const byId = (id) => document.getElementById(id);
  const every = (selector, inside = document) => [...inside.querySelectorAll(selector)];

  const steps = every("#steps .step");
  const step = byId("step");
  if (step) {
    const names = every("[data-step]");
    const show = (index) => {
      steps.forEach((s, i) => s.toggleAttribute("data-shown", i === index));
      names.forEach((n, i) => n.setAttribute("aria-pressed", String(i === index)));
      step.value = String(index);
      step.setAttribute("aria-valuetext", steps[index].dataset.name);
    };
    step.addEventListener("input", () => show(Number(step.value)));
    names.forEach((n) => n.addEventListener("click", () => show(Number(n.dataset.step))));
    show(Number(step.value));
  }

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = every("details[data-print]:not([open])");
    opened.forEach((d) => { d.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((d) => { d.open = false; }));

  const unfold = () => {
    const target = location.hash.length > 1 && byId(decodeURIComponent(location.hash.slice(1)));
    const folded = target && target.closest("details");
    if (folded) { folded.open = true; target.scrollIntoView(); }
  };
  addEventListener("hashchange", unfold);
  unfold();

  const source = byId("moving");
  if (!source) return;
  const moving = JSON.parse(source.textContent);
  const { times, joints, bones } = moving;
  const stage = byId("stage"), figure = byId("figure"), video = byId("video"), still = byId("still");
  const charts = byId("charts"), over = byId("time"), cursor = over.querySelector(".cursor"), ghost = over.querySelector(".ghost");
  const play = byId("play"), lines = byId("lines");
  const readings = every(".chart").map((c) => ({ out: c.querySelector("output"), ...moving.charts[c.dataset.id] }));
  const first = times[0], last = times[times.length - 1];
  let now = first, playing = false, pace = 1, ticked = 0, filming = false, begins = 0, following = false, frames = null, laying = false;

  const nearest = (list, t) => {
    let low = 0, high = list.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle] < t) low = middle + 1; else high = middle;
    }
    return low > 0 && t - list[low - 1] <= list[low] - t ? low - 1 : low;
  };
  const sample = (t) => nearest(times, t);
  const words = (t) => {
    const tenths = Math.max(0, Math.round(t * 10));
    return `${Math.floor(tenths / 600)}:${((tenths % 600) / 10).toFixed(1).padStart(4, "0")}`;
  };
  const within = (list, t) => list.find((b) => t >= b.start && t < b.end);
  const place = (t) => {
    const repetition = within(moving.repetitions, t);
    if (!repetition) return "";
    const phase = within(moving.phases, t);
    return `${repetition.words}${phase ? `, ${phase.name.toLowerCase()}` : ""}`;
  };

  const drawFigure = (index) => {
    const at = joints[index];
    const point = (j) => (at[2 * j] === null || at[2 * j + 1] === null ? null : `${at[2 * j]} ${at[2 * j + 1]}`);
    byId("bones").setAttribute("d", bones.map(([a, b]) => (point(a) && point(b) ? `M${point(a)}L${point(b)}` : "")).join(""));
    const head = at.length / 2 - 1, there = point(head) !== null;
    byId("head").toggleAttribute("hidden", !there);
    if (there) {
      byId("head").setAttribute("cx", at[2 * head]);
      byId("head").setAttribute("cy", at[2 * head + 1]);
    }
  };
  const read = (index) => readings.forEach((r) => {
    const value = r.values[index];
    r.out.textContent = value === null ? "not seen" : `${Math.round(value)}${r.unit}`.replace("-", "\u2212");
  });
  const show = (t, { keepStill = false } = {}) => {
    now = Math.min(Math.max(t, first), last);
    const index = sample(now);
    drawFigure(index);
    read(index);
    if (!keepStill) still.hidden = true;
    cursor.style.setProperty("--t", now);
    byId("clock").textContent = words(now);
    byId("where").textContent = place(now);
    over.setAttribute("aria-valuenow", now.toFixed(2));
    over.setAttribute("aria-valuetext", `${words(now)} ${place(now)}`);
    document.dispatchEvent(new CustomEvent("hiphinge-time", { detail: now }));
  };

  const setPlaying = (on) => {
    playing = on;
    play.textContent = on ? "Pause" : "Play";
    ticked = performance.now();
    if (filming) { if (on) video.play().catch(() => setPlaying(false)); else video.pause(); }
    if (on) requestAnimationFrame(tick);
  };
  const tick = (stamp) => {
    if (!playing) return;
    if (filming) { if (!framewise) show(video.currentTime + begins); }
    else {
      const next = now + Math.max(0, stamp - ticked) / 1000 * pace;
      ticked = stamp;
      show(next);
      if (next >= last) { setPlaying(false); return; }
    }
    requestAnimationFrame(tick);
  };
  // Where the browser says which frame it shows, the measured time of that very frame counts, not the clock between two.
  const framewise = Boolean(video && "requestVideoFrameCallback" in video);
  const follow = () => video.requestVideoFrameCallback((_, frame) => {
    if (filming && (playing || !video.seeking)) show(frame.mediaTime + begins, { keepStill: !playing });
    follow();
  });
  const seek = (to, options) => {
    const t = frames ? frames[nearest(frames, to)] : to;
    if (filming && !laying) video.currentTime = Math.max(0, t - begins) + 0.001;
    show(t, options);
  };
  // A page that knows the times of all frames says them: only frames are shown then, no moment between two.
  document.addEventListener("hiphinge-frames", (e) => { frames = e.detail; if (!playing) seek(now, { keepStill: true }); });
  document.addEventListener("hiphinge-seek", (e) => { setPlaying(false); seek(e.detail); });
  play.addEventListener("click", () => {
    if (!playing && now >= last - 0.05) seek(first);
    setPlaying(!playing);
  });
  byId("pace").addEventListener("change", (e) => {
    pace = Number(e.target.value);
    if (video) video.playbackRate = pace;
  });

  const jump = (way) => {
    const starts = moving.repetitions.map((r) => r.start);
    const next = way > 0 ? starts.find((s) => s > now + 0.05) : starts.filter((s) => s < now - 0.3).pop();
    setPlaying(false);
    seek(next ?? (way > 0 ? last : first));
  };
  byId("before")?.addEventListener("click", () => jump(-1));
  byId("after")?.addEventListener("click", () => jump(1));

  // A button shows its own image when the video is not open.
  every("[data-seek]").forEach((b) => b.addEventListener("click", () => {
    setPlaying(false);
    const image = filming || !b.dataset.still ? null : document.querySelector(`img[data-figure="${CSS.escape(b.dataset.still)}"]`);
    if (image) { still.src = image.src; still.alt = image.alt; still.hidden = false; }
    seek(Number(b.dataset.seek), { keepStill: Boolean(image) });
    if (!b.classList.contains("marker") && !stage.closest(".beside")) byId("watch").scrollIntoView({ block: "start" });
  }));

  const zoom = byId("zoom");
  const range = () => [Number(getComputedStyle(charts).getPropertyValue("--from")), Number(getComputedStyle(charts).getPropertyValue("--span"))];
  zoom?.addEventListener("change", () => {
    const part = zoom.value ? zoom.value.split(" ").map(Number) : null;
    const margin = part ? 0.08 * (part[1] - part[0]) : 0;
    const from = part ? Math.max(first, part[0] - margin) : first, to = part ? Math.min(last, part[1] + margin) : last;
    charts.style.setProperty("--from", from);
    charts.style.setProperty("--span", to - from);
    every("svg.scaled", charts).forEach((s) => {
      s.setAttribute("viewBox", `${from * 100} 0 ${(to - from) * 100} ${s.viewBox.baseVal.height}`);
    });
    every(".at", charts).forEach((a) => {
      const t = Number(a.style.getPropertyValue("--t"));
      a.style.visibility = t < from - 1e-6 || t > to + 1e-6 ? "hidden" : "";
    });
    if (part && (now < from || now > to)) seek(part[0]);
  });

  const timeAt = (event) => {
    const box = over.getBoundingClientRect(), [from, span] = range();
    return Math.min(Math.max(from + (event.clientX - box.left) / box.width * span, first), last);
  };
  const point = (event) => {
    const t = timeAt(event), [from, span] = range();
    ghost.hidden = false;
    ghost.style.left = `${(t - from) / span * 100}%`;
    ghost.querySelector("b").textContent = words(t);
    if (event.buttons & 1) { setPlaying(false); seek(t); } else if (!playing) read(sample(t));
  };
  over.addEventListener("pointerdown", (e) => { over.setPointerCapture(e.pointerId); setPlaying(false); seek(timeAt(e)); });
  over.addEventListener("pointermove", point);
  over.addEventListener("pointerleave", () => { ghost.hidden = true; read(sample(now)); });
  const keys = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
  over.addEventListener("keydown", (e) => {
    if (e.key in keys) seek(times[Math.min(Math.max(sample(now) + keys[e.key], 0), times.length - 1)]);
    else if (e.key === "Home") seek(first);
    else if (e.key === "End") seek(last);
    else if (e.key === " ") setPlaying(!playing);
    else return;
    e.preventDefault();
  });

  if (video) {
    const state = byId("video-state");
    const [x, y, width, height] = moving.box;
    // The video is cut to the person, like the images; a video of another shape is shown whole, without lines.
    // One that was turned is laid out as it is stored, about the same centre, and turned there.
    const turn = Number(video.dataset.turn), across = turn % 180 !== 0;
    const cut = (w, h) => {
      const [wide, high] = across ? [h, w] : [w, h];
      const left = ((w - wide) / 2 - x) / width, top = ((h - high) / 2 - y) / height;
      for (const [name, share] of Object.entries({ width: wide / width, height: high / height, left, top }))
        video.style[name] = `${share * 100}%`;
      video.style.rotate = `${turn}deg`;
    };
    const setFilming = (on) => {
      filming = on;
      video.hidden = !on;
      const [w, h] = moving.size || [0, 0];
      const shown = across ? video.videoHeight / video.videoWidth : video.videoWidth / video.videoHeight;
      const same = w > 0 && Math.abs(shown - w / h) < 0.02;
      if (on && same) cut(w, h); else video.removeAttribute("style");
      stage.classList.toggle("video", on);
      stage.classList.toggle("other", on && !same);
      byId("lines-label").hidden = !on || !same;
      figure.style.visibility = on && !lines.checked ? "hidden" : "";
    };
    // The clock of a browser begins at the first frame, or at the first sound: the measured time of that frame is known.
    const known = video.dataset.first === undefined ? null : Number(video.dataset.first);
    const lay = (then) => {
      let waits = true;
      laying = true;
      const go = (at) => { if (waits) { waits = laying = false; begins = at; if (framewise && !following) { following = true; follow(); } then(); } };
      const usual = known !== null && "copy" in video.dataset && !video.src.startsWith("blob:") ? known : 0;
      if (!framewise || known === null) { go(usual); return; }
      video.requestVideoFrameCallback((_, frame) => go(known - frame.mediaTime));
      setTimeout(go, 3000, usual);
    };
    video.addEventListener("loadeddata", () => {
      setPlaying(false);
      setFilming(true);
      video.playbackRate = pace;
      state.textContent = video.duration < moving.duration - 0.6
        ? "This video is shorter than the one that was measured. Is it the right one?"
        : "The video plays from this device and is not sent anywhere.";
      lay(() => seek(now));
    });
    video.addEventListener("error", () => {
      if (!video.getAttribute("src")) return;
      setFilming(false);
      state.textContent = video.src.startsWith("blob:")
        ? "This browser cannot play that video. The moving lines and the frames below show the same moments."
        : state.textContent;
      video.removeAttribute("src");
      show(now);
    });
    video.addEventListener("ended", () => setPlaying(false));
    if (!framewise) video.addEventListener("seeked", () => { if (!playing) show(video.currentTime + begins); });
    lines.addEventListener("change", () => { figure.style.visibility = filming && !lines.checked ? "hidden" : ""; });
    byId("choose").addEventListener("change", (e) => {
      const [file] = e.target.files;
      if (!file) return;
      if (video.src.startsWith("blob:")) URL.revokeObjectURL(video.src);
      video.src = URL.createObjectURL(file);
    });
    if (video.dataset.href) video.src = video.dataset.href;
  }

  const ground = byId("ground"), [left, top, wide, high] = moving.box;
  const floor = moving.floor ?? top + high * 0.94;
  for (const [name, value] of Object.entries({ x1: left, x2: left + wide, y1: floor, y2: floor })) ground.setAttribute(name, value);
  show(moving.repetitions.length ? moving.repetitions[0].bottom : first);
})();
