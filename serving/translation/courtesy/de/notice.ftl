### Said above a text that stays in the language it was written in.

notice-untranslated = Diese Nachricht konnte nicht in Ihre Sprache übersetzt werden. Hier ist das Original:
