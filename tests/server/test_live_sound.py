"""What the live page says aloud: a sentence that waits comes after the one before it, any other one at once."""

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SOURCE = (files("hiphinge.server") / "static" / "live-sound.js").read_text()
DONE, SUM, CUE = "Set done.", "Push the floor away.", "Reach back."
OWN_VOICE = """async ([source, said]) => {
  const heard = [], own = { localService: true, lang: "en-GB", default: true };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => [own], addEventListener() {},
    cancel: () => heard.push("stop"), speak: (one) => heard.push(one.text),
  } });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const sound = await import("data:text/javascript," + encodeURIComponent(source));
  sound.chooseVoice(document.createElement("p"));
  for (const [text, waits] of said) sound.speak(text, { waits });
  return heard;
}"""
KEPT_VOICE = """async ([source, said]) => {
  const heard = [], now = [];
  window.AudioContext = class {
    createBufferSource() {
      const one = { connect() {}, start(when, from) { one.from = from; now.push(one); heard.push(from); },
                    stop() { heard.push("stop"); now.splice(now.indexOf(one), 1); one.onended(); } };
      return one;
    }
    decodeAudioData() { return {}; }
  };
  Object.defineProperty(window, "speechSynthesis", { value: undefined });
  window.fetch = async () => ({ json: async () => ({ "Set done.": [10, 1], "Push the floor away.": [20, 2],
    "Reach back.": [30, 1] }), arrayBuffer: async () => null });
  const sound = await import("data:text/javascript," + encodeURIComponent(source));
  sound.chooseVoice(document.createElement("p"));
  sound.start(() => true);
  await sound.loadPrompts({ sentences: "", voice: "" });
  for (const [text, waits] of said) sound.speak(text, { waits });
  while (now.length) now.shift().onended();
  return heard.map((one) => (one === "stop" ? one : Math.round(one + 0.03)));
}"""


def heard(chromium: "Browser", script: str, *said: tuple[str, bool]) -> list[Any]:
    page = chromium.new_page()
    try:
        return list(page.evaluate(script, [SOURCE, [list(one) for one in said]]))
    finally:
        page.close()


@pytest.mark.parametrize(
    ("script", "in_order", "at_once"),
    [(OWN_VOICE, [DONE, SUM], [DONE, SUM, "stop", CUE]), (KEPT_VOICE, [10, 20], [10, 30, "stop"])],
    ids=["the device's own", "the one that comes with it"],
)
def test_what_is_said_of_a_set_waits_for_set_done_and_a_cue_for_nothing(
    chromium: "Browser", script: str, in_order: list[Any], at_once: list[Any]
) -> None:
    of_set = (DONE, True), (SUM, True)
    assert heard(chromium, script, *of_set) == in_order
    assert heard(chromium, script, *of_set, (CUE, False)) == at_once
