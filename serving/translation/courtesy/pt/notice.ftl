### Said above a text that stays in the language it was written in.

notice-untranslated = Não foi possível traduzir esta mensagem para o seu idioma. Este é o texto original:
