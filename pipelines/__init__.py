"""Moves data: sources in, Parquet and a database out. What language means is in ``transforms``.

In reading order: ``sources`` and ``formats`` (files to raw articles), ``landing`` (bytes as
received), ``ingest`` (normalise, deduplicate), ``batches`` and ``extract`` (analyse),
``assemble`` (tables over the whole warehouse), ``database``, ``checks``, ``publish``; ``flow``
is all of that under Prefect, ``recode`` and ``reassemble`` do the middle again, ``commands`` and
``cli`` are the command line.
"""
