-- BigQuery's PARSE_DATE(format, text), which many published queries of GDELT use.
-- parameters: format, text
-- returns: DATE
strptime(text, format)::DATE
