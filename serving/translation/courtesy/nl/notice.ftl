### Said above a text that stays in the language it was written in.

notice-untranslated = Dit bericht kon niet in uw taal worden vertaald. Dit is de oorspronkelijke tekst:
