'use strict';
(() => {
  const page = JSON.parse(document.getElementById('page-data').textContent);
  const byId = (id) => document.getElementById(id);
  const stage = byId('stage'), svg = byId('points'), lens = byId('lens'), lensImage = byId('lens-image');
  const SVG = 'http://www.w3.org/2000/svg', POINTS = 6, ZOOM = 3, NEAR_PX = 14;
  const PLACES = ['below S2', 'above S2', 'below T12/L1', 'above T12/L1', 'below C7', 'above C7'];
  const FRAMES = { standing: 'standing', bottom: 'bottom' };
  const trials = [];
  const field = byId('marked-points');  // inside the app the points are sent in it; else they are saved as a file
  let at = 0, held = -1;

  // The second trial shows the frames in reverse order, without the points of the first.
  const addGo = () => {
    const repeat = trials.length / page.frames.length + 1;
    const frames = repeat % 2 ? page.frames : [...page.frames].reverse();
    frames.forEach((frame) => trials.push({ repeat, frame, points: [] }));
  };
  addGo(); addGo();

  const now = () => trials[at];
  const image = (frame) => stage.querySelector(`img[data-frame="${frame.id}"]`);
  const place = (event) => {
    const box = stage.getBoundingClientRect(), frame = now().frame;
    const x = (event.clientX - box.left) / box.width * frame.width, y = (event.clientY - box.top) / box.height * frame.height;
    return [Math.min(Math.max(x, 0), frame.width), Math.min(Math.max(y, 0), frame.height)];
  };
  const perPixel = () => now().frame.width / stage.getBoundingClientRect().width;

  const draw = () => {
    if (!stage.clientWidth) return;
    const { frame, points } = now(), unit = perPixel();
    svg.setAttribute('viewBox', `0 0 ${frame.width} ${frame.height}`);
    svg.replaceChildren();
    const add = (name, values, text) => {
      const node = document.createElementNS(SVG, name);
      Object.entries(values).forEach(([key, value]) => node.setAttribute(key, value));
      if (text) node.textContent = text;
      svg.append(node);
    };
    for (let pair = 0; pair + 1 < points.length; pair += 2) {
      const [a, b] = [points[pair], points[pair + 1]];
      add('line', { x1: a[0], y1: a[1], x2: b[0], y2: b[1] });
    }
    points.forEach(([x, y], index) => {
      add('circle', { cx: x, cy: y, r: 8 * unit });
      add('circle', { cx: x, cy: y, r: 1.6 * unit, class: 'dot' });
      const words = { x: x + 12 * unit, y: y + 4 * unit, style: `font-size:${13 * unit}px;stroke-width:${3 * unit}px` };
      add('text', words, String(index + 1));
    });
  };

  const showLens = (x, y) => {
    const frame = now().frame, box = stage.getBoundingClientRect(), shown = box.width / frame.width;
    const half = lens.offsetWidth / 2 || 75;
    lens.hidden = false;
    lensImage.style.backgroundImage = `url("${image(frame).src}")`;
    lensImage.style.backgroundSize = `${frame.width * shown * ZOOM}px ${frame.height * shown * ZOOM}px`;
    lensImage.style.backgroundPosition = `${half - 2 - x * shown * ZOOM}px ${half - 2 - y * shown * ZOOM}px`;
    const right = x * shown > box.width / 2;
    lens.style.left = right ? '8px' : 'auto';
    lens.style.right = right ? 'auto' : '8px';
    lens.style.top = y * shown > box.height / 2 ? '8px' : 'auto';
    lens.style.bottom = y * shown > box.height / 2 ? 'auto' : '8px';
  };

  const show = () => {
    const { frame, points, repeat } = now();
    stage.style.setProperty('--w', frame.width);
    stage.style.setProperty('--h', frame.height);
    stage.querySelectorAll('img').forEach((image) => { image.hidden = image.dataset.frame !== frame.id; });
    byId('steps').replaceChildren(...trials.map((trial, index) => {
      const item = document.createElement('li');
      item.textContent = `${FRAMES[trial.frame.id]}, time ${trial.repeat}`;
      if (index === at && byId('done').hidden) item.setAttribute('aria-current', 'step');
      if (trial.points.length === POINTS && index !== at) item.dataset.done = '';
      return item;
    }));
    const full = points.length === POINTS;
    byId('where').textContent = `${FRAMES[frame.id]}, ${repeat === 1 ? 'first time' : `time ${repeat}, from the beginning`}`;
    byId('wanted').textContent = full ? 'All six. Look once more.' : `Point ${points.length + 1}: ${PLACES[points.length]}`;
    byId('hint').textContent = full ? 'Drag any point that is off the contour of the back, then continue.' : 'On the contour of the back, from the hips upwards.';
    byId('guide-points').querySelectorAll('circle').forEach((circle) => {
      if (Number(circle.dataset.point) === points.length + 1) circle.dataset.now = ''; else delete circle.dataset.now;
    });
    byId('undo').disabled = points.length === 0;
    byId('onward').disabled = !full;
    byId('onward').textContent = at + 1 < trials.length ? 'Next frame' : 'Finish';
    draw();
  };

  const nearest = ([x, y]) => {
    const reach = NEAR_PX * perPixel();
    const far = now().points.map((p) => Math.hypot(p[0] - x, p[1] - y));
    const least = Math.min(...far, Infinity);
    return least <= reach ? far.indexOf(least) : -1;
  };
  const put = (point) => { if (now().points.length < POINTS) { now().points.push(point); held = now().points.length - 1; } };

  stage.addEventListener('pointerdown', (event) => {
    if (event.button > 0) return;
    const point = place(event);
    held = nearest(point);
    if (held < 0) put(point);
    stage.setPointerCapture(event.pointerId);
    showLens(...point);
    show();
    event.preventDefault();
    stage.focus({ preventScroll: true });
  });
  stage.addEventListener('pointermove', (event) => {
    const point = place(event);
    if (held >= 0 && event.buttons) { now().points[held] = point; draw(); }
    if (event.pointerType === 'mouse' || event.buttons) showLens(...point);
  });
  const let_trial = () => { held = -1; };
  stage.addEventListener('pointerup', let_trial);
  stage.addEventListener('pointercancel', let_trial);
  stage.addEventListener('pointerleave', () => { if (held < 0) lens.hidden = true; });
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  stage.addEventListener('keydown', (event) => {
    const points = now().points, last = points.length - 1, { frame } = now();
    if (ARROWS[event.key] && last >= 0) {
      const step = (event.shiftKey ? 10 : 1) * frame.scale;
      points[last] = points[last].map((value, axis) => value + step * ARROWS[event.key][axis]);
      showLens(...points[last]);
    } else if (event.key === 'Enter' && last + 1 < POINTS) {
      put(last < 0 ? [frame.width / 2, frame.height / 2] : [points[last][0], points[last][1] - 0.06 * frame.height]);
      showLens(...points[last + 1]);
    } else if (event.key === 'Backspace') points.pop();
    else return;
    held = -1;
    show();
    event.preventDefault();
  });

  byId('undo').addEventListener('click', () => { now().points.pop(); held = -1; show(); });
  byId('onward').addEventListener('click', () => {
    lens.hidden = true; held = -1;
    const isLast = at + 1 === trials.length;
    if (isLast) finish(); else at += 1;
    show();
    if (!isLast) stage.focus({ preventScroll: true });
  });

  const round = (value) => Math.round(value * 100) / 100;
  const text = () => {
    const points = trials.filter((trial) => trial.points.length === POINTS).flatMap(({ repeat, frame, points: put_ }) => put_.map(([x, y], index) => ({
      rater: byId('rater')?.value.trim() ?? '', repeat, frame: frame.id, time_s: frame.time_s, point: index + 1,
      x_px: round(frame.left + x / frame.scale), y_px: round(frame.top + y / frame.scale),
    })));
    const head = { schema: 'hiphinge.marks/1', video: page.video, size_px: page.size_px };
    const lines = points.map((point) => `    ${JSON.stringify(point)}`).join(',\n');
    return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "points": [\n${lines}\n  ]\n}\n`;
  };
  let saved = '';
  const write = () => {
    if (field) { field.value = text(); return; }
    byId('text').value = text();
    if (saved) URL.revokeObjectURL(saved);
    saved = URL.createObjectURL(new Blob([byId('text').value], { type: 'application/json' }));
    byId('save').href = saved;
  };
  const finish = () => {
    byId('work').hidden = true;
    byId('work').style.display = 'none';
    byId('done').hidden = false;
    byId('amount').textContent = `${trials.length / page.frames.length} times six points in two frames.`;
    write();
    byId('done').scrollIntoView({ block: 'nearest' });
    byId('done-title').focus({ preventScroll: true });
  };
  if (!field) {
    byId('rater').value = page.rater;
    byId('rater').addEventListener('input', write);
    byId('copy').addEventListener('click', () => {
      byId('text').select();
      const done = document.execCommand('copy');
      byId('copied').textContent = done ? 'Copied.' : 'Press Ctrl+C to copy.';
    });
  }
  byId('again').addEventListener('click', () => {
    addGo();
    at += 1;
    byId('done').hidden = true;
    byId('work').hidden = false;
    byId('work').style.display = '';
    show();
  });
  window.addEventListener('resize', draw);
  show();
})();
