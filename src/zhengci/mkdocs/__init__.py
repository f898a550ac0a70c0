"""The MkDocs plug-in: abbreviations explained across a site, with one glossary page (extra ``mkdocs``)."""
