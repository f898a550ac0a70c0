"""The reader's page: one self-contained HTML file with the text, its mentions marked, and a list of explanations beside it.

To take the annotations away, read ``<main class="document">`` with an HTML parser, put the character of that (decimal)
code point in the place of every element that has ``data-char``, and take the text of the rest, also where it is hidden.
That is the raw text, character for character.

The page loads nothing, which a content security policy makes sure of.  Without its script the marks lead to the list.
"""
