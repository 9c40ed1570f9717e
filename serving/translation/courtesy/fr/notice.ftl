### Said above a text that stays in the language it was written in.

notice-untranslated = Nous n'avons pas pu traduire ce message dans votre langue. Voici le texte original :
