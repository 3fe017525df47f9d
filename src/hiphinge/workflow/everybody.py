"""A coach's overview: who trained in the last weeks, and what needs a look, whoever needs it most first."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from hiphinge.catalogue import load
from hiphinge.reports.text.progress_words import day_words
from hiphinge.workflow.found_faults import FoundFaults
from hiphinge.workflow.looking import doubt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.store import Clip, NewestAnalysis, PainAnswer, Store

__all__ = ["WEEKS", "Everybody", "Need", "PersonRow", "everybody", "read_more"]

WEEKS = 8
_RECENT = timedelta(days=14)
"""What is older than that was looked at, or is not worth it any more; a choice."""
_COMPARED = timedelta(days=28)
"""A session is compared with the one before it where that is no older."""
_READ_AT_ONCE = 20
"""So many documents are read for one page at most; `read_more` reads the others."""
_MOST_NEEDS = 4
_URGENCY = {"pain": 0, "failed": 1, "new": 2, "unclear": 3}


@dataclass(frozen=True, kw_only=True)
class Need:
    """Why a person needs a look, in words, and where to look."""

    kind: Literal["pain", "failed", "new", "unclear"]
    words: str
    href: str


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """One person.

    Attributes
    ----------
    weeks
        On how many days of each week they trained, the last week last.
    last
        Their last day with a logged or filmed set; None where there is none.
    needs
        The most urgent first.
    more
        How many needs are left out.
    """

    person: "PersonRecord"
    weeks: tuple[int, ...]
    last: date | None
    needs: tuple[Need, ...]
    more: int = 0


@dataclass(frozen=True, kw_only=True)
class Everybody:
    """Everybody's last weeks; ``mondays`` are their first days.

    Attributes
    ----------
    nobodys
        How many videos nobody has said of whose they are.
    unread
        How many analyses were not read yet for what is new in them.
    """

    mondays: tuple[date, ...]
    rows: tuple[PersonRow, ...]
    nobodys: int
    unread: int

    def trained(self, weeks: int) -> int:
        """Return how many people trained in the last weeks."""
        return sum(any(one.weeks[-weeks:]) for one in self.rows)


def everybody(
    store: "Store", clips: "Sequence[Clip]", faults: FoundFaults, *, now: datetime | None = None
) -> Everybody:
    """Return the overview across all people.

    Parameters
    ----------
    clips
        The queue of videos.
    faults
        What was found in analyses, as far as it was read; a page reads a few more.
    """
    now = now or datetime.now(UTC)
    people = {one.id: one for one in store.people.all()}
    today = max((now.astimezone(ZoneInfo(one.zone)).date() for one in people.values()), default=now.date())
    this_week = today - timedelta(days=today.weekday())
    mondays = tuple(this_week - timedelta(weeks=back) for back in reversed(range(WEEKS)))
    since = datetime.combine(mondays[0], datetime.min.time(), tzinfo=UTC) - timedelta(days=1)
    last, days = store.overview.last_trained(), _days(store, people, since)
    needs, unread = _needs(store, people, clips, faults, now=now)
    rows = [
        PersonRow(
            person=one,
            weeks=_by_week(days[one.id], mondays),
            last=None if one.id not in last else last[one.id].astimezone(ZoneInfo(one.zone)).date(),
            needs=tuple(needs[one.id][:_MOST_NEEDS]),
            more=max(0, len(needs[one.id]) - _MOST_NEEDS),
        )
        for one in people.values()
    ]
    nobodys = sum(one.person is None and one.state != "cancelled" for one in clips)
    return Everybody(mondays=mondays, rows=tuple(sorted(rows, key=_order)), nobodys=nobodys, unread=unread)


def _by_week(days: "set[date]", mondays: "Sequence[date]") -> tuple[int, ...]:
    counts = Counter((day.toordinal() - 1) // 7 for day in days)
    return tuple(counts[(monday.toordinal() - 1) // 7] for monday in mondays)


def _order(row: PersonRow) -> tuple[int, int, int, str]:
    """Return what the most urgent person has least of."""
    urgency = _URGENCY[row.needs[0].kind] if row.needs else len(_URGENCY)
    return (
        urgency,
        -len(row.needs) - row.more,
        -(date.min if row.last is None else row.last).toordinal(),
        row.person.name,
    )


def _days(store: "Store", people: "Mapping[str, PersonRecord]", since: datetime) -> dict[str, set[date]]:
    trained = store.overview.trained(since)
    return {
        id_: {at.astimezone(ZoneInfo(one.zone)).date() for at in trained.get(id_, ())} for id_, one in people.items()
    }


def _needs(  # what it looks at, by name
    store: "Store",
    people: "Mapping[str, PersonRecord]",
    clips: "Sequence[Clip]",
    faults: FoundFaults,
    *,
    now: datetime,
) -> tuple[dict[str, list[Need]], int]:
    """Return why each person needs a look, and how many analyses were not read for that."""
    found: dict[str, list[Need]] = {id_: [] for id_ in people}
    for answer in store.overview.pain(now - _RECENT):
        need = _pain(answer, people[answer.person]) if answer.at <= now + timedelta(days=1) else None
        if need is not None and need.words not in {one.words for one in found[answer.person]}:
            found[answer.person].append(need)
    by_name = {one.name: id_ for id_, one in people.items()}
    for clip in clips:
        if clip.state == "failed" and clip.person in by_name:
            words = f"{clip.name} could not be analysed."
            found[by_name[clip.person]].append(Need(kind="failed", words=words, href=f"/clips/{clip.id}"))
    recent, pairs = _last_two_days(store, people, now=now)
    for analysis, words in _unclear(store, recent, since=now - _RECENT):
        if analysis.person in found:
            found[analysis.person].append(
                Need(kind="unclear", words=f"{analysis.name}: {words}", href=f"/analyses/{analysis.analysis}")
            )
    new, unread = _new_faults(pairs, faults)
    for person, need in new:
        found[person].append(need)
    for needs in found.values():
        needs.sort(key=lambda one: _URGENCY[one.kind])
    return found, unread


def _pain(answer: "PainAnswer", person: "PersonRecord") -> Need | None:
    """Return what an answer asks for by the catalogue (``soreness_and_pain``); None where it asks for nothing."""
    values = load().training_rules["soreness_and_pain"].values
    limit, watch = values["watch_up_to_points_of_10"], values["go_on_up_to_points_of_10"]
    day = answer.at.astimezone(ZoneInfo(person.zone)).date()
    most = max(answer.before or 0, answer.after or 0, answer.next_morning or 0)
    where = f"/log/sets/{answer.set}?person={person.id}"
    when = day_words(day.toordinal())
    if most > limit:
        return Need(
            kind="pain", words=f"Pain of {most} of 10 on {when}: above {limit:g}, stop for the day.", href=where
        )
    morning = answer.next_morning or 0
    if answer.before is not None and morning > max(answer.before, watch):
        words = f"Pain of {morning} of 10 the morning after {when}, more than the {answer.before} before the set."
        return Need(kind="pain", words=words, href=where)
    return None


def _moment(one: "NewestAnalysis") -> datetime:
    return one.recorded_at or one.analysed_at


def _unclear(
    store: "Store", recent: "Sequence[NewestAnalysis]", *, since: datetime
) -> "list[tuple[NewestAnalysis, str]]":
    judged = store.overview.unclear(since)
    said = [(one, doubt(judged[one.analysis])) for one in recent if one.analysis in judged]
    return [(one, words) for one, words in said if words is not None]


def _new_faults(pairs: "Mapping[tuple[str, str], _Days]", faults: FoundFaults) -> tuple[list[tuple[str, Need]], int]:
    """Return what was found on the last day of an exercise and not on the day before it, and how many are unread."""
    ids = _ids(pairs)
    read = faults.of(ids, most_new=_READ_AT_ONCE)
    names, found = load().faults, list[tuple[str, Need]]()
    for (person, exercise), (last, before) in pairs.items():
        if not all(one.analysis in read for one in (*last, *before)):
            continue
        earlier = {id_ for one in before for id_ in read[one.analysis]}
        for one in last:
            new = [names[id_].name for id_ in read[one.analysis] if id_ not in earlier]
            if new:
                known = load().exercises.get(exercise)
                words = f"New in the {exercise if known is None else known.name}: {', '.join(new)}."
                found.append((person, Need(kind="new", words=words, href=f"/analyses/{one.analysis}")))
                break
    return found, sum(id_ not in read for id_ in ids)


_Days = tuple[list["NewestAnalysis"], list["NewestAnalysis"]]


def _last_two_days(
    store: "Store", people: "Mapping[str, PersonRecord]", *, now: datetime
) -> "tuple[list[NewestAnalysis], dict[tuple[str, str], _Days]]":
    """Return the recent analyses, and those of the last two days of each person's exercise, where there are two.

    Only an exercise with one recent day needs the weeks before.
    """
    since, ids = now - _RECENT, list(people)
    read = [one for one in store.overview.newest(ids, since=since) if one.person in people]
    recent = [one for one in read if _moment(one) >= since]
    wanted = {(one.person, one.exercise) for one in recent}
    days = _by_day(read, people, wanted)
    alone = {key for key in days if len(days[key]) == 1}
    if alone:
        whose = list({person for person, _ in alone})
        earlier = store.overview.newest(whose, since=now - _COMPARED, until=since)
        days |= _by_day([*read, *earlier], people, alone)
    pairs = {key: (found[max(found)], found[sorted(found)[-2]]) for key, found in days.items() if len(found) > 1}
    return recent, pairs


def _by_day(
    read: "Sequence[NewestAnalysis]",
    people: "Mapping[str, PersonRecord]",
    wanted: "AbstractSet[tuple[str | None, str]]",
) -> "dict[tuple[str, str], dict[date, list[NewestAnalysis]]]":
    """Return analyses of some persons' exercises by the day where the person was."""
    found: dict[tuple[str, str], dict[date, list[NewestAnalysis]]] = {}
    zones = {id_: ZoneInfo(one.zone) for id_, one in people.items()}
    for one in read:
        if one.person is not None and (one.person, one.exercise) in wanted:
            day = _moment(one).astimezone(zones[one.person]).date()
            found.setdefault((one.person, one.exercise), {}).setdefault(day, []).append(one)
    return found


def _ids(pairs: "Mapping[tuple[str, str], _Days]") -> list[str]:
    return [one.analysis for last, before in pairs.values() for one in (*last, *before)]


def read_more(store: "Store", faults: FoundFaults, *, now: datetime | None = None) -> int:
    """Read some more of the analyses that `everybody` compares, and return how many are unread then."""
    now = now or datetime.now(UTC)
    people = {one.id: one for one in store.people.all()}
    ids = _ids(_last_two_days(store, people, now=now)[1])
    return len(ids) - len(faults.of(ids, most_new=_READ_AT_ONCE * 5))
