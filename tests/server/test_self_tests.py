"""Self-tests in the app: found, filmed, given in, seen with their results, on paper; by their person alone."""

import base64
import json
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING, Literal

import pytest
from tests.server.browsing import DESK, served, visit

from hiphinge.assessments import SelfTestResult, SelfTestValue, filmed_tests
from hiphinge.jobs import Jobs, JobSettings
from hiphinge.measures import estimate, not_measurable
from hiphinge.server import Settings, uploads_router
from hiphinge.store import AskedTest, Role, Store, open_store
from hiphinge.store.columns import new_id
from hiphinge.workflow.self_tests import file_self_tests

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from tests.server.conftest import Opened
    from tests.server.gym import Gym

    from hiphinge.documents.training_log import PersonRecord

SITTING = "0123456789abcdef" * 2


def kept(store: Store, person: "PersonRecord", up_deg: float = 55.0) -> str:
    """Keep a sitting of a person; return its id."""
    sides: tuple[tuple[Literal["left", "right"], float], ...] = (("left", up_deg), ("right", up_deg + 30.0))
    values = tuple(
        SelfTestValue(quantity="leg_raise_deg", side=side, measured=estimate("leg_raise_deg", value, time_s=2.0))
        for side, value in sides
    )
    late = (SelfTestValue(quantity="finger_height", measured=not_measurable("arms_hidden")),)
    raised = SelfTestResult(test="straight_leg_raise", recording="leg.mp4", values=values)
    file_self_tests(store, person, [raised, SelfTestResult(test="toe_touch", recording="t.mp4", values=late)])
    return str(store.days.tests(person)[-1].sitting)


def test_every_test_is_found_and_says_how_it_is_filmed(opened: "Opened") -> None:
    listed = opened.browser.get("/tests").text
    for id_, test in filmed_tests().items():
        assert f'href="/tests/{id_}"' in listed
        page = opened.browser.get(f"/tests/{id_}")
        assert page.status_code == 200
        assert "Add yourself" in page.text, "nobody is there to keep results with"
        for finding in test.explains:
            assert f'href="/library/{finding.finding}"' in page.text
            assert f'href="/library/{id_}' in opened.browser.get(f"/library/faults/{finding.finding}").text
        assert f'href="/tests/{id_}"' in opened.browser.get(f"/library/self_tests/{id_}").text
    assert "Add yourself" in opened.browser.get("/tests/sitting?test=jump").text
    assert opened.browser.get("/tests/full_bend").status_code == 404
    assert opened.browser.get(f"/tests/sittings/{SITTING}").status_code == 404


def test_a_sitting_is_led_through_in_order_with_a_video_for_each_side(opened: "Opened") -> None:
    opened.add()
    page = opened.browser.get("/tests/sitting?test=straight_leg_raise&test=bird_dog_test&test=toe_touch").text
    places = [page.index(f'id="step-{n}"') for n in range(4)]
    assert places == sorted(places)
    assert page.count("Straight leg raise, left") == page.count("Straight leg raise, right") > 0
    assert page.index("Toe touch</h2>") < page.index("Bird dog</h2>") < page.index("Straight leg raise, left</h2>")
    assert 'name="hurt-1"' in page
    assert 'name="hurt-0"' not in page
    assert "Raise your left leg slowly" in page, "it is said aloud, too"
    assert opened.browser.get("/tests").text.count(" checked>") == 5, "the usual ones"
    nothing = opened.browser.get("/tests/sitting")
    assert "Tick at least one test." in nothing.text
    assert " checked>" not in nothing.text
    assert opened.browser.get("/tests/sitting?test=handstand").status_code == 404


def test_a_result_says_what_was_measured_what_not_and_what_it_cannot_say(opened: "Opened") -> None:
    person = opened.add()
    first, second = kept(opened.store, person, 40.0), kept(opened.store, person)
    page = opened.browser.get(f"/tests/sittings/{second}").text
    assert "30° more on the right" in page
    assert "One trial called that short" in page
    assert "now 15° more, beyond its error" in page or "within its error" in page
    assert "What it does not show" in page
    assert 'href="/library/hamstring_sweep"' in page
    listed, one = (opened.browser.get(path).text for path in ("/tests", "/tests/straight_leg_raise"))
    for address in (f"/tests/sittings/{first}", f"/tests/sittings/{second}"):
        assert address in listed
        assert address in one
    assert "left 55°" in listed
    paper = opened.browser.get(f"/tests/sittings/{second}/tests.pdf")
    assert paper.content.startswith(b"%PDF")
    removing = f"/tests/sittings/{second}/remove/straight_leg_raise"
    assert f'action="{removing}"' in page
    assert opened.send(removing)[0] == 303
    assert "left 55°" not in opened.browser.get("/tests").text
    assert opened.send(removing)[0] == 404
    assert opened.send(f"/tests/sittings/{first}/remove/straight_leg_raise")[1].startswith("/tests")


def given(
    store: Store, person: "PersonRecord", folder: "Path", side: Literal["left", "right"], sitting: str = SITTING
) -> str:
    """Give in a video of one side of the straight leg raise; return its clip."""
    video = folder / f"{side}.mp4"
    video.write_bytes(b"\x00\x00\x00\x18ftypmp42" + side.encode())
    asked = AskedTest(test="straight_leg_raise", sitting=sitting, side=side)
    return store.clips.add(video, name=video.name, person=person, id_=new_id(), asked=asked)


def test_a_sitting_that_was_begun_goes_on(opened: "Opened", tmp_path: "Path") -> None:
    person = opened.add()
    left = given(opened.store, person, tmp_path, "left")
    for begins in ("/tests/straight_leg_raise?", "/tests/sitting?test=straight_leg_raise&"):
        page = opened.browser.get(f"{begins}sitting={SITTING}").text
        assert f'data-sitting="{SITTING}"' in page
        taken = [one["is_taken"] for one in json.loads(unescape(page.partition("data-steps='")[2].partition("'")[0]))]
        assert taken == [True, False]
        assert opened.browser.get(f"{begins}sitting=x").status_code == 422
    page = opened.browser.get(f"/tests/sittings/{SITTING}").text
    assert f'action="/clips/{left}/cancel"' in page
    opened.store.clips.cancel(left)
    page = opened.browser.get(f"/tests/sittings/{SITTING}").text
    assert f'href="/tests/straight_leg_raise?sitting={SITTING}"' in page, "filmed again, it belongs to this sitting"
    again = opened.browser.get(f"/tests/straight_leg_raise?sitting={SITTING}").text
    assert "is_taken&#34;: true" not in again


def encoded(**said: str) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in said.items())


def test_a_sitting_is_closed_to_everybody_else(gym: "Gym") -> None:
    hers = gym.person("Zephyrine")
    gym.add("zeph", Role.LIFTER, person=hers)
    gym.add("ana", Role.LIFTER, person=gym.person("Ana"))
    sitting = kept(gym.store, hers)
    for who, status in (("zeph", 200), ("ana", 404), ("", 303)):
        assert gym.browser(who).get(f"/tests/sittings/{sitting}").status_code == status
    assert "Zephyrine" not in gym.browser("ana").get("/tests").text
    for who, status in (("zeph", 200), ("ana", 422)):
        assert gym.browser(who).get(f"/tests/toe_touch?sitting={sitting}").status_code == status
    ours = encoded(test="toe_touch", sitting=SITTING)
    assert gym.browser("ana").post("/uploads", headers={"Upload-Length": "9", "Upload-Metadata": ours}).is_success
    for said in (
        encoded(test="toe_touch", sitting=sitting),
        encoded(test="toe_touch", sitting=SITTING, side="left"),
        encoded(test="handstand", sitting=SITTING),
        encoded(test="toe_touch"),
        encoded(test="toe_touch", sitting=SITTING, person="Zephyrine"),
    ):
        refused = gym.browser("ana").post("/uploads", headers={"Upload-Length": "9", "Upload-Metadata": said})
        assert refused.status_code in {404, 422}, said
    assert gym.browser("zeph").post("/uploads", headers={"Upload-Length": "9", "Upload-Metadata": ours}).is_success


@pytest.fixture
def filming(opened: "Opened", tmp_path: "Path") -> Iterator[str]:
    """Serve the app with a queue that takes videos in, and has no workers."""
    opened.add()
    jobs = Jobs(open_store, JobSettings(folder=tmp_path / "work", least_free_bytes=0))
    with served(opened.clips, routers=(uploads_router(jobs, Settings()),)) as address:
        yield address
    jobs.close()


def test_a_test_is_filmed_with_a_countdown_and_given_in(
    chromium: "Browser", opened: "Opened", filming: str, tmp_path: "Path"
) -> None:
    own = visit(chromium, filming, size=DESK, theme="light")
    page = own.page
    quick = '"ends_s": 1.0'

    def shorter(route: object) -> None:
        answer = route.fetch()  # type: ignore[attr-defined]  # playwright's
        text = answer.text().replace("&#34;ends_s&#34;: 25.0", quick.replace('"', "&#34;"))
        route.fulfill(response=answer, body=text)  # type: ignore[attr-defined]

    page.route("**/tests/sitting?*", shorter)
    own.open("/tests/sitting?test=bird_dog_test&test=jump")
    assert 'ends_s": 1.0' in str(page.get_attribute("#steps", "data-steps"))
    assert own.serious() == []
    closed_while_it_opens(page)
    page.click("[data-step='0'] [data-do=record]")
    page.wait_for_selector("#filming-start:not([hidden])")
    assert own.serious() == []
    page.click("#filming-start")
    page.click("#filming-stop")
    assert page.inner_text("#filming-line") == "Put the camera so that all of you is in the frame, then start."
    page.select_option("#filming-options [name=countdown]", "3")
    page.click("#filming-start")
    assert page.inner_text("#filming-line") == "Starting in 3 seconds."
    page.wait_for_selector("#filming-line:text('Hands and knees, and keep still.')")
    page.wait_for_selector("#filming-use:not([hidden])")
    assert page.inner_text("#filming-line") == "Done. Come back to the screen."
    page.click("#filming-use")
    sent_after_a_slip_and_a_failure(page)
    page.wait_for_selector("[data-step='1']:not([hidden])")
    page.click("[data-step='1'] [data-do=skip]")
    page.click("#filming-end a")
    page.wait_for_selector("#waiting")
    assert own.serious() == []
    sitting = page.url.rpartition("/")[2]
    (clip,) = opened.store.clips.of_sitting(sitting)
    assert clip.asked is not None
    assert (clip.asked.test, clip.asked.hurt, clip.person) == ("bird_dog_test", False, "Ana")
    page.evaluate("document.querySelector('.page-head').isKept = true")
    given(opened.store, opened.store.people.named("Ana"), tmp_path, "left", sitting)
    page.wait_for_selector("#sitting[data-waiting='2'] .clip:nth-child(2)")
    assert page.evaluate("document.querySelector('.page-head').isKept"), "what did not change stays"
    page.go_back()
    page.wait_for_selector("[data-step='1']:not([hidden])")
    assert sitting in page.url
    assert own.complaints == []
    page.context.close()


def sent_after_a_slip_and_a_failure(page: "Page") -> None:
    """Answer whether it hurt, change the answer, and send the video: what was filmed is not lost when that fails."""
    page.wait_for_selector("text=Say above whether it hurt")
    page.check("[name=hurt-0][value=yes]")
    page.check("[name=hurt-0][value=no]")
    page.route("**/uploads", lambda route: route.abort())
    page.click("[data-step='0'] [data-do=send]")
    page.wait_for_selector("[data-step='0'] [data-do=send]:has-text('Try again')")
    assert "Try again: it goes on" in page.inner_text("[data-step='0'] .filming-said")
    assert str(page.get_attribute("[data-step='0'] [data-do=save]", "href")).startswith("blob:")
    page.unroute("**/uploads")
    page.click("[data-step='0'] [data-do=send]")


def closed_while_it_opens(page: "Page") -> None:
    """Close the camera's window before the camera is there: it is let go."""
    page.evaluate("""() => {
        const media = navigator.mediaDevices, opens = media.getUserMedia.bind(media);
        media.getUserMedia = async (wanted) => {
            media.getUserMedia = opens;
            const stream = await opens(wanted);
            await new Promise((done) => {
                window.opened = () => { done(); return stream.getTracks()[0]; };
                document.body.dataset.camera = "opens";
            });
            return stream;
        };
    }""")
    page.click("[data-step='0'] [data-do=record]")
    page.wait_for_selector("body[data-camera]")
    page.click("#filming-close")
    state = page.evaluate("""async () => {
        const track = window.opened();
        for (let n = 0; n < 100 && track.readyState === "live"; n += 1) await new Promise((go) => setTimeout(go, 50));
        return track.readyState;
    }""")
    assert state == "ended"
