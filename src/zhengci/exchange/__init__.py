"""The glossary in the formats of others: termbases, tables, dictionaries of segmenters, abbreviations of web pages.

``tbx`` and ``table`` carry the records as curators write them and are read again by ``tbx_reader`` and ``table``;
``model`` writes what a program needs of the opened glossary, and is not read.  docs/exchange.md tells what each format keeps.
"""

#: What ``zhengci glossary export --format`` accepts.
FORMATS = ("tbx", "csv", "xlsx", "jieba", "mkdocs-abbr", "json")
