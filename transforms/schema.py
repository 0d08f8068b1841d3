"""The tables of the warehouse: names, types, units and meaning of every column.

This is the one place where they are written down. Parquet files carry these schemas, the
database is created from them, and ``data_dictionary`` is read off them. A change here needs a
new ``SCHEMA_VERSION`` and a line in the changelog.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

SCHEMA_VERSION = "1.2"

ID = pa.string()
TEXT = pa.string()
INT = pa.int32()
COUNT = pa.int64()
REAL = pa.float64()
FLAG = pa.bool_()
DAY = pa.date32()
TIME = pa.timestamp("us")  # UTC, without a zone: a plain TIMESTAMP for BI tools

Column = tuple[str, pa.DataType, str] | tuple[str, pa.DataType, str, str]

# A column whose name ends in "!" is never null.
_TABLES: dict[str, tuple[str, list[Column]]] = {
    "articles": ("One row an article accepted.", [
        ("article_id!", ID, "Hash of where the article is from (URL, or file name) and its text"),
        ("source", TEXT, "Who published it: as stated, or the host of the URL"),
        ("url", TEXT, "Address of the article, as stated"),
        ("title", TEXT, "Headline, as it stands at the beginning of text"),
        ("authors", TEXT, "Names of the authors, separated by '; '"),
        ("language!", TEXT, "Language of the text; only English is analysed", "ISO 639-1"),
        ("published_at!", TIME, "When it was published; see published_basis", "UTC"),
        ("ingested_at!", TIME, "When its bytes were first received", "UTC"),
        ("text!", TEXT, "What was analysed: title and body, normalised; offsets point here"),
        ("content_sha256!", TEXT, "SHA-256 of text in UTF-8", "hex"),
        ("duplicate_of", ID, "First article of which this is a copy, to the letter or nearly so; "
                             "copies are not analysed"),
        ("word_count!", INT, "Words in text", "words"),
        ("sentence_count", INT, "Sentences; null where the text was not analysed", "sentences"),
        ("run_id!", ID, "Run that loaded it"),
        ("published_basis!", TEXT, "Where published_at is from: article (stated), url, text "
                                   "(dateline), option, ingest (received)"),
        ("origin!", TEXT, "Name of the file it was read from"),
        ("title_end!", INT, "Where the title ends in text; 0 without one", "characters"),
        ("skipped", TEXT, "Why nothing was extracted: copy, language; null where it was analysed"),
    ]),
    "sentences": ("One row a sentence of an analysed article.", [
        ("article_id!", ID, "The article"),
        ("sentence!", INT, "Index of the sentence in the article, from 0"),
        ("start!", INT, "First character in articles.text", "characters"),
        ("end!", INT, "One past the last character", "characters"),
    ]),
    "actors": ("One row a canonical actor over the whole warehouse.", [
        ("actor_id!", ID, "Hash of what identifies the actor"),
        ("name!", TEXT, "Fullest plain name"),
        ("kind!", TEXT, "person, organization, government, military, armed_group, country, "
                        "city_or_region, population or other"),
        ("country", TEXT, "Country the actor belongs to", "ISO 3166-1 alpha-3"),
        ("role", TEXT, "CAMEO role: GOV, MIL, REB, OPP, BUS, IGO, ..."),
        ("code", TEXT, "CAMEO actor code: RUSGOV, IGOUNO, ..."),
        ("wikidata_id", TEXT, "Item at Wikidata, where known"),
        ("first_seen!", TIME, "Publication of the first article that names it", "UTC"),
        ("last_seen!", TIME, "Publication of the last article that names it", "UTC"),
    ]),
    "actor_aliases": ("Every surface form under which an actor was seen; no pronouns.", [
        ("actor_id!", ID, "The actor"),
        ("alias!", TEXT, "Words as written"),
        ("n!", COUNT, "How often, over all articles analysed", "mentions"),
    ]),
    "mentions": ("One row a mention of an actor in an article.", [
        ("mention_id!", ID, "Hash of article, offsets and actor"),
        ("article_id!", ID, "The article"),
        ("actor_id!", ID, "The actor referred to"),
        ("sentence!", INT, "Index of the sentence in the article, from 0"),
        ("start!", INT, "First character in articles.text", "characters"),
        ("end!", INT, "One past the last character", "characters"),
        ("text!", TEXT, "Words between start and end"),
        ("form!", TEXT, "name, nominal, pronoun or demonym"),
        ("rule!", TEXT, "How the actor was found"),
        ("confidence!", REAL, "From 0 to 1"),
    ]),
    "events": ("One row a source, an action and a target, as one clause reports it.", [
        ("event_id!", ID, "Hash of article, offsets and code"),
        ("article_id!", ID, "The article"),
        ("sentence!", INT, "Index of the trigger's sentence, from 0"),
        ("event_date!", DAY, "Day of the event (first day of a longer one)"),
        ("date_precision!", TEXT, "day, week, month, year; article: the text does not say"),
        ("source_actor_id", ID, "Who acted"),
        ("source_text", TEXT, "Who acted, in the article's words"),
        ("source_start", INT, "First character of source_text", "characters"),
        ("source_end", INT, "One past its last character", "characters"),
        ("target_actor_id", ID, "Who was acted upon"),
        ("target_text", TEXT, "Who was acted upon, in the article's words"),
        ("target_start", INT, "First character of target_text", "characters"),
        ("target_end", INT, "One past its last character", "characters"),
        ("trigger!", TEXT, "Word or words that name the action"),
        ("trigger_lemma!", TEXT, "Their dictionary form"),
        ("trigger_start!", INT, "First character of trigger", "characters"),
        ("trigger_end!", INT, "One past its last character", "characters"),
        ("event_code!", TEXT, "What was done, in full", "CAMEO code"),
        ("event_root!", TEXT, "What was done, coarsely; two digits", "CAMEO root"),
        ("event_label", TEXT, "Name of event_code"),
        ("plover_type", TEXT, "What was done, as PLOVER 2021 names it"),
        ("quad_class", INT, "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, "
                            "4 material conflict"),
        ("goldstein", REAL, "From -10 (conflict) to 10 (cooperation)", "GDELT's Goldstein scale"),
        ("status!", TEXT, "happened, ongoing, claimed, planned, requested, hypothetical, denied"),
        ("negated!", FLAG, "The clause says that it did not take place"),
        ("attributed_to", TEXT, "Who says so, where the writer does not vouch for it"),
        ("place", TEXT, "Where it took place, in the article's words"),
        ("place_start", INT, "First character of place", "characters"),
        ("place_end", INT, "One past its last character", "characters"),
        ("country", TEXT, "Country of place", "ISO 3166-1 alpha-3"),
        ("latitude", REAL, "Of place", "degrees north"),
        ("longitude", REAL, "Of place", "degrees east"),
        ("geonames_id", TEXT, "Of place, at GeoNames"),
        ("place_precision", TEXT, "city, region, country; dateline: of the article, not clause"),
        ("amount", REAL, "Number that measures the event (people killed, money)", "amount_unit"),
        ("amount_unit", TEXT, "Unit of amount"),
        ("rule!", TEXT, "Entry of the lexicon and operations that gave this row"),
        ("confidence!", REAL, "From 0 to 1"),
        ("story_id!", ID, "The event in the world that this reports"),
        ("text!", TEXT, "The sentence or clause that says so"),
        ("schema_version!", TEXT, "Version of this schema"),
        ("run_id!", ID, "Run that loaded it"),
        ("place_name", TEXT, "Name of the place in the gazetteer"),
    ]),
    "quotes": ("One row an attributed statement.", [
        ("quote_id!", ID, "Hash of article, offsets and kind"),
        ("article_id!", ID, "The article"),
        ("sentence!", INT, "Index of the sentence in which it begins, from 0"),
        ("kind!", TEXT, "direct, mixed or indirect"),
        ("start!", INT, "First character, after the opening mark", "characters"),
        ("end!", INT, "One past the last character, before the closing mark", "characters"),
        ("text!", TEXT, "The statement, without enclosing marks"),
        ("cue", TEXT, "Words that attribute it: said, according to, ..."),
        ("cue_start", INT, "First character of cue", "characters"),
        ("cue_end", INT, "One past its last character", "characters"),
        ("speaker_text", TEXT, "The speaker, in the article's words"),
        ("speaker_start", INT, "First character of speaker_text", "characters"),
        ("speaker_end", INT, "One past its last character", "characters"),
        ("speaker_actor_id", ID, "Who that is; null where it could not be told"),
        ("anonymous!", FLAG, "The text names nobody ('a spokeswoman')"),
        ("via", TEXT, "Outlet through which it came ('told CNN')"),
        ("rule!", TEXT, "How the attribution was found"),
        ("confidence!", REAL, "From 0 to 1"),
        ("continues", ID, "Quote of which this is the next part"),
        ("run_id!", ID, "Run that loaded it"),
    ]),
    "quote_actors": ("Who is spoken about in a quote.", [
        ("quote_id!", ID, "The quote"),
        ("actor_id!", ID, "The actor spoken about"),
        ("mention_id!", ID, "The mention inside the quote"),
    ]),
    "stories": ("One row an event in the world, over all articles that report it.", [
        ("story_id!", ID, "Hash of what its first report says; never changes"),
        ("event_root!", TEXT, "What was done", "CAMEO root"),
        ("source_actor_id", ID, "Who acted"),
        ("target_actor_id", ID, "Who was acted upon"),
        ("event_date!", DAY, "Day of the event"),
        ("country", TEXT, "Where", "ISO 3166-1 alpha-3"),
        ("n_events!", COUNT, "Rows of events", "events"),
        ("n_articles!", COUNT, "Articles that report it, copies included", "articles"),
        ("n_sources!", COUNT, "Independent sources: copies and one agency's text count once",
            "sources"),
        ("first_seen!", TIME, "Publication of the first report", "UTC"),
        ("last_seen!", TIME, "Publication of the last report", "UTC"),
        ("representative_event_id!", ID, "The most confident, earliest row of events"),
    ]),
    "runs": ("One row a run, as of the last publication.", [
        ("run_id!", ID, "Hash of start, input and versions"),
        ("started_at!", TIME, "Start", "UTC"),
        ("finished_at!", TIME, "End of the analysis, before publication", "UTC"),
        ("outcome!", TEXT, "loaded, recoded, nothing_new or failed"),
        ("message", TEXT, "Why it failed"),
        ("code_version!", TEXT, "Release and fingerprint of the code"),
        ("model!", TEXT, "Name of the language model"),
        ("model_version!", TEXT, "Fingerprint of the language model"),
        ("lexicon_version!", TEXT, "Fingerprint of the reference data"),
        ("schema_version!", TEXT, "Version of this schema"),
        ("configuration!", TEXT, "Effective settings", "JSON"),
        ("inputs!", TEXT, "Paths read", "JSON"),
        ("read!", COUNT, "Inputs read: loaded + duplicate + rejected", "articles"),
        ("loaded!", COUNT, "New articles", "articles"),
        ("duplicate!", COUNT, "Copies, and articles that had been loaded before", "articles"),
        ("rejected!", COUNT, "Inputs that could not be used", "articles"),
        ("mentions!", COUNT, "Mentions found", "rows"),
        ("events!", COUNT, "Events found", "rows"),
        ("quotes!", COUNT, "Quotes found", "rows"),
        ("ingest_seconds!", REAL, "Time to read and deduplicate", "seconds"),
        ("extract_seconds!", REAL, "Time to analyse", "seconds"),
        ("other_language", COUNT, "Loaded articles that are not in English, so not analysed",
            "articles"),
    ]),
    "rejects": ("One row an input that could not be used.", [
        ("reject_id!", ID, "Hash of file name, location, reason and bytes"),
        ("source!", TEXT, "File it is from"),
        ("location!", TEXT, "Where in it: line, byte or item"),
        ("reason!", TEXT, "Why, as a code"),
        ("message!", TEXT, "Why, in words"),
        ("raw", pa.binary(), "The bytes, up to 64 KiB"),
        ("kept_at", TEXT, "File under the landing folder that holds all bytes received"),
        ("article_id", ID, "The article it would have been, where that is known"),
        ("ingested_at!", TIME, "When its bytes were first received", "UTC"),
        ("run_id!", ID, "Run that rejected it"),
    ]),
    "countries": ("Countries and territories, as codes name them.", [
        ("iso3!", ID, "Code that other tables use", "ISO 3166-1 alpha-3"),
        ("iso2", TEXT, "Two letters", "ISO 3166-1 alpha-2"),
        ("fips", TEXT, "Two letters as GDELT writes places", "FIPS 10-4"),
        ("name!", TEXT, "English short name"),
        ("capital", TEXT, "Capital"),
        ("latitude", REAL, "Of the capital", "degrees north"),
        ("longitude", REAL, "Of the capital", "degrees east"),
    ]),
    "event_codes": ("The codes of actions.", [
        ("event_code!", ID, "What was done", "CAMEO code"),
        ("event_root!", TEXT, "Coarsely; two digits", "CAMEO root"),
        ("name!", TEXT, "Name of the code"),
        ("quad_class", INT, "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, "
                            "4 material conflict"),
        ("goldstein", REAL, "From -10 (conflict) to 10 (cooperation)", "GDELT's Goldstein scale"),
        ("plover_type", TEXT, "As PLOVER 2021 names it"),
    ]),
    "data_dictionary": ("What every column of every table, view and macro means.", [
        ("table!", TEXT, "Table, view, table macro or index"),
        ("column!", TEXT, "Column"),
        ("position!", INT, "Place of the column in the table, from 1"),
        ("type!", TEXT, "Type in the database"),
        ("nullable!", FLAG, "May be null"),
        ("unit", TEXT, "Unit or code list"),
        ("description!", TEXT, "Meaning"),
        ("kind!", TEXT, "table, view, macro or index"),
        ("schema_version!", TEXT, "Version of the schema"),
    ]),
}  # fmt: skip


def _field(column: Column) -> pa.Field:
    name, kind, description, *unit = column
    metadata = {"description": description} | ({"unit": unit[0]} if unit else {})
    return pa.field(name.rstrip("!"), kind, nullable=not name.endswith("!"), metadata=metadata)


def _schema(name: str, description: str, columns: Iterable[Column]) -> pa.Schema:
    metadata = {"table": name, "description": description, "schema_version": SCHEMA_VERSION}
    return pa.schema([_field(column) for column in columns], metadata=metadata)


TABLES: Mapping[str, pa.Schema] = {
    name: _schema(name, description, columns) for name, (description, columns) in _TABLES.items()
}

# What the analysis of one article gives; the other tables are made from these.
ANALYSED = ("mentions", "events", "quotes", "quote_actors", "sentences")


def to_table(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows of the table ``name``; a column a row does not have is null.

    Raises ValueError where a row has a column that the table does not have, or no value in a
    column that is never null.
    """
    rows = list(rows)
    schema = TABLES[name]
    if unknown := {key for row in rows for key in row} - set(schema.names):
        raise ValueError(f"{name}: no such columns: {sorted(unknown)}")
    table = pa.Table.from_pylist([dict(row) for row in rows], schema=schema)
    for field in schema:
        if not field.nullable and table.column(field.name).null_count:
            raise ValueError(f"{name}.{field.name}: null, which it must never be")
    return table


def description(table: str) -> str:
    """What one row of ``table`` is."""
    return str((TABLES[table].metadata or {})[b"description"], "utf-8")
