### Said above a text that stays in the language it was written in.

notice-untranslated = Non è stato possibile tradurre questo messaggio nella Sua lingua. Ecco il testo originale:
