"""Which language a text is in."""

from __future__ import annotations

import pytest

from transforms.language import identify, looks_english, says_enough


def test_looks_english() -> None:
    assert looks_english(
        "Police in the port city of Odesa said two men were held after a fire broke out in a "
        "grain store, and that nobody had been hurt."
    )
    assert looks_english("Ministers meet in Geneva")  # too short to tell
    assert looks_english(
        "Kenyan police detained several dozen people in early morning raids on Thursday at two "
        "markets in Nairobi, a rare show of force."
    )
    others = [
        "Der Minister sagte am Dienstag in Berlin, die Regierung werde das Abkommen nicht ohne die "
        "Zustimmung der Nachbarn unterzeichnen, so war es im Mai vereinbart.",
        "Le ministre a dit mardi à Paris que le gouvernement ne signerait pas cet accord sans "
        "l'aval de ses voisins, comme on en était convenu en mai.",
        "El ministro dijo el martes en Madrid que el gobierno no firmaría el acuerdo sin el visto "
        "bueno de sus vecinos, como se había convenido en mayo.",
        "De minister zei dinsdag in Den Haag dat de regering het akkoord niet zou tekenen zonder "
        "de steun van de buren, zoals in mei was afgesproken.",
        "Ministeren sagde tirsdag i København, at regeringen ikke vil underskrive aftalen for den "
        "er drøftet med naboerne, som det var aftalt i maj.",
    ]
    assert not any(looks_english(text) for text in others)
    assert not looks_english("Министр заявил")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The ministers said that they would meet again in Geneva before the end of the week.",
         "en"),
        ("Die Minister sagten am Montag, dass sie sich vor dem Ende der Woche noch einmal in Genf "
         "treffen und über die Lieferung von Getreide sprechen wollen.", "de"),
        ("Les ministres ont annoncé lundi qu'ils se retrouveraient à Genève avant la fin de la "
         "semaine pour parler des livraisons de céréales.", "fr"),
        ("Los ministros anunciaron el lunes que volverían a reunirse en Ginebra antes del fin de "
         "semana para hablar de las entregas de cereales.", "es"),
        ("Министры заявили в понедельник, что до конца недели снова встретятся в Женеве.", "ru"),
        ("部长们星期一表示，他们将在周末之前再次在日内瓦会晤，讨论粮食运输问题。", "zh"),
        ("قال الوزراء يوم الاثنين إنهم سيجتمعون مرة أخرى في جنيف قبل نهاية الأسبوع.", "ar"),
        ("Anna met Boris.", "en"),
        ("12:30 - 4,5 (1)", "und"),
        ("", "und"),
    ],
)  # fmt: skip
def test_identify(text: str, code: str):
    assert identify(text) == code
    assert identify(text) == code


def test_a_few_words_do_not_say_enough():
    assert not says_enough("Presidente visitou Lisboa")
    assert says_enough("The ministers said that they would meet again in Geneva before the end.")
    assert says_enough("部长们星期一表示，他们将在周末之前再次在日内瓦会晤，讨论粮食运输问题。" * 4)
