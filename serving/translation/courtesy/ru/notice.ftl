### Said above a text that stays in the language it was written in.

notice-untranslated = Не удалось перевести это сообщение на ваш язык. Вот оригинал:
