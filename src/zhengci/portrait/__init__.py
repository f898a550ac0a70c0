"""What a page shows of a concept beside its definition: dates in words, what it came from, what tells it from its homonyms."""
