-- sentences_full has each new sentence, with words.
-- severity: error
SELECT s.article_id, s.sentence, f.text
FROM new_sentences s LEFT JOIN sentences_full f USING (article_id, sentence)
WHERE f.text IS NULL OR trim(f.text) = ''
