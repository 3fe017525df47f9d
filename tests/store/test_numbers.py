"""How much is in a store is counted in the database, without what was discarded."""

from pathlib import Path

from hiphinge.store import Role, Store


def test_everything_is_counted(store: Store, tmp_path: Path) -> None:
    empty = store.upkeep.numbers()
    assert (dict(empty.clips), empty.waiting_since, empty.people, empty.accounts) == ({}, None, 0, 0)
    ana = store.people.add("Ana", adult=True)
    store.people.add("Bo", adult=True)
    store.accounts.add("ana", role=Role.LIFTER, password="kept", person=ana.id)  # noqa: S106  # of nobody
    given = []
    for number in range(4):
        video = tmp_path / f"{number}.mp4"
        video.write_bytes(b"set %d" % number)
        given.append(store.clips.add(video, name=video.name, person=ana, id_=None))
    first, second, third, fourth = given
    store.clips.discard(first)
    store.clips.cancel(second)
    found = store.upkeep.numbers()
    assert (dict(found.clips), found.people, found.accounts) == ({"queued": 2, "cancelled": 1}, 2, 1)
    assert found.waiting_since == store.clips.clip(third).added_at <= store.clips.clip(fourth).added_at
