### Said above a text that stays in the language it was written in.

notice-untranslated = No hemos podido traducir este mensaje a su idioma. Este es el texto original:
