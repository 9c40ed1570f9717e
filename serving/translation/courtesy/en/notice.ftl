### Said above a text that stays in the language it was written in.

notice-untranslated = We could not translate this message into your language. This is the original:
