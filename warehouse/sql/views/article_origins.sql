-- Who an article's words are from: the agency that it credits, or else the publisher of the
-- article of which it is a copy, or else its own. One origin is one independent source.
-- agency: News agency credited at the head of the text or in a credit line
-- origin: What counts as one source
SELECT
    a.article_id,
    a.source,
    nullif(regexp_extract(
        left(a.text, a.title_end + 400),
        '\((?:[^()]{0,40}[ /])?(Reuters|AP|AFP|TASS|Xinhua|dpa|DPA|EFE|ANSA|PTI|UPI|Interfax|IRNA|Anadolu|Kyodo|Yonhap|Agencia EFE|Associated Press|Agence France-Presse|Atlas Press)\)',
        1
    ), '') AS agency,
    coalesce(agency, o.source, o.article_id) AS origin
FROM articles a
JOIN articles o ON o.article_id = coalesce(a.duplicate_of, a.article_id)
