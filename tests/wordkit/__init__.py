"""What the tests of Word files share: drafts made in code, LibreOffice as a second opinion, and a look into packages."""
