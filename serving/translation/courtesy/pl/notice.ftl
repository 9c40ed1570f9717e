### Said above a text that stays in the language it was written in.

notice-untranslated = Nie udało się przetłumaczyć tej wiadomości na Państwa język. Oto tekst oryginalny:
