### Said above a text that stays in the language it was written in.

notice-untranslated = Bu mesaj dilinize çevrilemedi. Özgün metin aşağıdadır:
