# What differs from fr/notices.ftl in French, addressing the customer as "tu".
# Who wrote and who reviewed these words: ../fr/about.yml.

notice-dialogue-away =
    Merci pour ton message. Je ne peux pas répondre pour le moment, car une partie de notre système est en panne.
    J’ai bien conservé ton message et j’y répondrai dès que tout fonctionnera à nouveau.
notice-handoff =
    Je te mets en relation avec une personne de notre équipe qui pourra t’aider.
    { $position ->
        [1] C’est bientôt ton tour. Notre équipe voit cette conversation, tu n’as donc rien à répéter.
       *[other] Tu es en position { $position } dans la file d’attente. Notre équipe voit cette conversation, tu n’as donc rien à répéter.
    }
notice-no-answer =
    J’ai cherché dans nos articles d’aide et n’ai rien trouvé qui réponde à ta question ; je préfère ne pas deviner.
    Souhaites-tu parler à une personne de notre équipe ?
notice-failed =
    Un problème est survenu de notre côté pendant que je te répondais, excuse-nous.
    Je te mets en relation avec une personne de notre équipe, qui voit cette conversation.
