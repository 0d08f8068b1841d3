"""The style that report and explore share: legible in light and dark."""

from __future__ import annotations

import re

import pytest

from pipelines import templates

LEGIBLE, SEEN = 4.5, 3.0  # WCAG 2.1 AA: text, and shapes


def themes() -> dict[str, dict[str, str]]:
    light, dark = re.findall(r":root \{(.*?)\}", templates.part("page.css"), re.S)[:2]
    colours = [dict(re.findall(r"--(\w+): (#\w+)", text)) for text in (light, dark)]
    return {"light": colours[0], "dark": {**colours[0], **colours[1]}}


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_out_from_what_is_behind_it(theme: str):
    colours = themes()[theme]
    pairs = [(text, back) for text in ("ink", "soft", "accent", "fault") for back in
             ("ground", "card")]  # fmt: skip
    pairs += [("ink", mark) for mark in ("m1", "m2", "m3", "m4")]
    weak = [pair for pair in pairs if contrast(*(colours[name] for name in pair)) < LEGIBLE]
    assert weak == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_bars_stand_out_from_the_card(theme: str):
    colours = themes()[theme]
    for quad in ("q1", "q2", "q3", "q4"):
        assert contrast(colours[quad], colours["card"]) >= SEEN, quad


def test_marks_differ_by_more_than_their_colour():
    style = templates.part("page.css")
    rules = {kind: rule for kinds, rule in re.findall(r"^(mark\.[^{]*) \{([^}]*)\}", style, re.M)
             for kind in re.findall(r"mark\.(\w+)", kinds)}  # fmt: skip
    looks = [re.sub(r"background: [^;]*;", "", rules[kind]).strip()
             for kind in ("source", "trigger", "target", "quote")]  # fmt: skip
    assert len(set(looks)) == 4
