from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipelines.when import to_utc


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2022-07-20", (2022, 7, 20)),
        ("20220720", (2022, 7, 20)),
        (20220720, (2022, 7, 20)),
        ("2022-07-20T14:30:00Z", (2022, 7, 20, 14, 30)),
        ("2022-07-20T14:30:00+03:00", (2022, 7, 20, 11, 30)),
        ("2022-07-20 14:30", (2022, 7, 20, 14, 30)),
        ("Wed, 20 Jul 2022 14:30:00 +0000", (2022, 7, 20, 14, 30)),
        ("July 20, 2022", (2022, 7, 20)),
        (1658327400, (2022, 7, 20, 14, 30)),
        ("1658327400000", (2022, 7, 20, 14, 30)),
        (datetime(2022, 7, 20), (2022, 7, 20)),
    ],
)
def test_dates_as_sources_write_them(written: object, meant: tuple[int, ...]):
    assert to_utc(written) == datetime(*meant, tzinfo=UTC)


@pytest.mark.parametrize("written", ["", "yesterday", "2022-13-40", None, True, [], 1e300])
def test_what_is_no_date_is_refused(written: object):
    with pytest.raises(ValueError, match="not a date"):
        to_utc(written)
